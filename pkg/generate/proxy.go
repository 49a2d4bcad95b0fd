package generate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	proxyName         = "nginx"
	proxyConfigVolume = "nginx-config"
	// proxyTemp is nginx' own disk: what is on its way up or down must not take the
	// project's.
	proxyTempVolume = "nginx-temp"
	proxyTempPath   = "/var/cache/nginx"
	// proxyReadSlack is what the proxy waits beyond the server's own timeout, so
	// that the server's answer wins.
	proxyReadSlack = 5
	// websocketTimeout keeps an idle websocket open for a day.
	websocketTimeout = 86400
)

// addProxy puts nginx beside the web server: one pod, one release of code and
// static files, no hop over the network.
func (st *Stack) addProxy(p *Pod) {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return
	}
	mounts := []corev1.VolumeMount{{
		Name: proxyConfigVolume, MountPath: "/etc/nginx/nginx.conf", SubPath: "nginx.conf", ReadOnly: true,
	}, {
		Name: proxyTempVolume, MountPath: proxyTempPath,
	}}
	if st.copiesStatic() {
		mounts = append(mounts, corev1.VolumeMount{Name: staticVolume, MountPath: proxyStaticPath, ReadOnly: true})
	}
	if st.hasMediaVolume() {
		mounts = append(mounts, corev1.VolumeMount{Name: mediaVolume, MountPath: st.Spec.Media.Root, ReadOnly: true})
	}
	health := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: "/nginx-health", Port: intstr.FromString(httpPort),
	}}
	p.Containers = append(p.Containers, corev1.Container{
		Name:           proxyName,
		Image:          string(proxy.Image),
		Command:        []string{"nginx", "-g", "daemon off;"},
		Ports:          []corev1.ContainerPort{{Name: httpPort, ContainerPort: proxyPort, Protocol: corev1.ProtocolTCP}},
		Resources:      resources(proxy.Resources),
		VolumeMounts:   mounts,
		ReadinessProbe: check(health, timing{10, 2, 3}),
		LivenessProbe:  check(health, timing{10, 5, 6}),
		Lifecycle:      st.drain(),
	})
	p.Volumes = append(p.Volumes, configVolume(proxyConfigVolume, st.ObjectName(proxyName)), proxyTemp(proxy))
}

// proxyTemp has room for the cache, and for four of the largest bodies or sixteen
// answers that clients take slowly.
func proxyTemp(p *spec.Proxy) corev1.Volume {
	size := max(4*p.BodySize.Value(), scratchSize.Value())
	if p.Cache != nil {
		size += p.Cache.Size.Value()
	}
	return emptyDir(proxyTempVolume, resource.NewQuantity(size, resource.BinarySI))
}

// proxyConfig is nginx.conf.
func (st *Stack) proxyConfig() []Object {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return nil
	}
	timeout := st.Spec.Web.Timeout.Seconds() + proxyReadSlack
	if st.Spec.Web.Server.SpeaksASGI(st.Spec.Web.App) {
		timeout = websocketTimeout
	}
	values := map[string]any{
		"port":     proxyPort,
		"upstream": st.address(),
		"bodySize": proxy.BodySize.Value(),
		"timeout":  timeout,
		"aliases":  st.proxyAliases(),
		"temp":     proxyTempPath,
		"scheme":   st.forwardedScheme(),
		"cache":    nil,
	}
	if c := proxy.Cache; c != nil {
		values["cache"] = map[string]any{"size": c.Size.Value(), "valid": c.Valid.Seconds()}
	}
	return []Object{&corev1.ConfigMap{
		ObjectMeta: st.namedMeta(webName, st.ObjectName(proxyName)),
		Data:       map[string]string{"nginx.conf": render("nginx.conf", values)},
	}}
}

// forwardedScheme is how a request came. An Ingress controller says so in a header;
// a load balancer hands connections on, and what such a header says there is the
// client's own word.
func (st *Stack) forwardedScheme() string {
	e := st.Spec.Expose
	switch {
	case e == nil || e.LoadBalancer == nil || e.Ingress != nil:
		return "$forwarded_proto"
	case *e.HTTPS:
		return "https"
	default:
		return "$scheme"
	}
}

// proxyAliases are the folders nginx serves itself.
func (st *Stack) proxyAliases() []map[string]any {
	var aliases []map[string]any
	if st.copiesStatic() {
		aliases = append(aliases, map[string]any{
			"url":    slashed(st.Spec.Static.URL),
			"root":   slashed(proxyStaticPath),
			"maxAge": st.Spec.Proxy.StaticMaxAge.Seconds(),
		})
	}
	if st.hasMediaVolume() {
		_, _, url := splitAddress(st.Spec.Media.URL)
		aliases = append(aliases, map[string]any{
			"url":    slashed(url),
			"root":   slashed(st.Spec.Media.Root),
			"maxAge": int64(0),
		})
	}
	return aliases
}

// slashed ends a path in one slash, as nginx wants alias and location alike.
func slashed(path string) string { return strings.TrimRight(path, "/") + "/" }

// copiesStatic says whether nginx serves static files from a copy of the
// image's own.
func (st *Stack) copiesStatic() bool {
	return st.Spec.Proxy != nil && st.Spec.Static.Mode == spec.StaticNginx
}

// copyCommand copies a folder's content, hidden files too.
func copyCommand(from, to string) []string {
	return []string{"cp", "-R", fmt.Sprintf("%s/.", strings.TrimRight(from, "/")), to}
}
