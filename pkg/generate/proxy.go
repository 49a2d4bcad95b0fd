package generate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	proxyName         = "nginx"
	proxyConfigVolume = "nginx-config"
	// proxyTemp is nginx' own disk: what is on its way up or down must not take the
	// project's.
	proxyTempVolume = "nginx-temp"
	proxyTempPath   = spec.ProxyTempPath
	// proxyReadSlack is what the proxy waits beyond the server's own timeout, so
	// that the server's answer wins.
	proxyReadSlack = 5
	// ownConnections and ownFiles are what nginx has open beside its clients, the web
	// server's end and a file for each: what it listens at, logs, probes, its cache.
	ownConnections = 64
	ownFiles       = 256
	// websocketTimeout keeps an idle websocket open for a day.
	websocketTimeout = 86400
)

// addProxy puts nginx beside the web server: one pod, one release of code and
// static files, no hop over the network.
//
// It is ready while it answers: with all its connections taken it does not, and the
// Service sends new clients elsewhere. It lives while it accepts: it does so with all
// of them taken, only to hang up, and a restart would throw out those it has.
func (st *Stack) addProxy(p *Pod) {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return
	}
	mounts := []corev1.VolumeMount{{
		Name: proxyConfigVolume, MountPath: spec.ProxyConfigPath + "/nginx.conf", SubPath: "nginx.conf", ReadOnly: true,
	}, {
		Name: proxyTempVolume, MountPath: proxyTempPath,
	}}
	if st.copiesStatic() {
		mounts = append(mounts, corev1.VolumeMount{Name: staticVolume, MountPath: proxyStaticPath, ReadOnly: true})
	}
	if st.proxySends(spec.MediaByProxy) || st.proxySends(spec.MediaByAccel) {
		mounts = append(mounts, corev1.VolumeMount{Name: mediaVolume, MountPath: st.Spec.Media.Root, ReadOnly: true})
	}
	health := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: "/nginx-health", Port: intstr.FromString(httpPort),
	}}
	p.Containers = append(p.Containers, corev1.Container{
		Name:           proxyName,
		Image:          string(proxy.Image),
		Command:        []string{"nginx", "-g", "daemon off;"},
		Ports:          []corev1.ContainerPort{{Name: httpPort, ContainerPort: spec.ProxyPort, Protocol: corev1.ProtocolTCP}},
		Resources:      resources(proxy.Resources),
		VolumeMounts:   mounts,
		ReadinessProbe: check(health, timing{10, 2, 3}),
		LivenessProbe:  check(tcpHandler(httpPort), timing{10, 5, 6}),
		Lifecycle:      st.drain(),
	})
	p.Volumes = append(p.Volumes, configVolume(proxyConfigVolume, st.ObjectName(proxyName)),
		emptyDir(proxyTempVolume, proxy.TmpSize))
}

// proxyConfig is nginx.conf.
func (st *Stack) proxyConfig() []Object {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return nil
	}
	timeout := st.Spec.Web.Assumed().Timeout.Seconds() + proxyReadSlack
	if st.Spec.Web.Server.SpeaksASGI(st.Spec.Web.App) {
		timeout = websocketTimeout
	}
	values := map[string]any{
		"port":        spec.ProxyPort,
		"connections": 2*proxy.Connections + ownConnections,
		"files":       3*proxy.Connections + ownFiles,
		"ipv6":        st.hasIPv6(),
		"upstream":    st.address(),
		"bodySize":    proxy.BodySize.Value(),
		"timeout":     timeout,
		"aliases":     st.proxyAliases(),
		"internal":    st.internalFiles(),
		"temp":        proxyTempPath,
		"scheme":      st.forwardedScheme(),
		"cache":       nil,
		"addsItself":  st.controllerAddsItself(),
	}
	if c := proxy.Cache; c != nil {
		values["cache"] = map[string]any{"size": c.Size.Value(), "valid": c.Valid.Seconds()}
	}
	return []Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(webName, st.ObjectName(proxyName)),
		Data:       map[string]string{"nginx.conf": render("nginx.conf", values)},
	}}
}

// controllerAddsItself says whether the client's address is the last but one of
// X-Forwarded-For.
func (st *Stack) controllerAddsItself() bool {
	e := st.Spec.Expose
	return e != nil && e.Ingress != nil && e.Ingress.Controller.AppendsOwnAddress()
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
	if st.proxySends(spec.MediaByProxy) {
		_, _, url := splitAddress(st.Spec.Media.URL)
		aliases = append(aliases, map[string]any{
			"url":    slashed(url),
			"root":   slashed(st.Spec.Media.Root),
			"maxAge": int64(0),
		})
	}
	return aliases
}

// internalFiles is the folder nginx sends from where a view says so: nil without one.
func (st *Stack) internalFiles() map[string]any {
	if !st.proxySends(spec.MediaByAccel) {
		return nil
	}
	return map[string]any{"url": slashed(st.Spec.Media.InternalURL), "root": slashed(st.Spec.Media.Root)}
}

// proxySends reports whether nginx sends uploaded files, and in that way.
func (st *Stack) proxySends(way spec.MediaServe) bool {
	return st.Spec.Proxy != nil && st.hasMediaVolume() && st.Spec.Media.Serve == way
}

// slashed ends a path in one slash, as nginx wants alias and location alike.
func slashed(path string) string { return strings.TrimRight(path, "/") + "/" }

// copiesStatic says whether nginx serves static files from a copy of the
// image's own.
func (st *Stack) copiesStatic() bool {
	return st.Spec.Proxy != nil && st.Spec.Static.Mode == spec.StaticNginx
}

// copyCommand copies a folder's content, hidden files too, and for links what they
// lead to: the server of the copy has nothing else of the image (collectstatic --link).
// A link that leads nowhere is named, and the copy fails once all else is done.
func copyCommand(from, to string) []string {
	return []string{"cp", "-RL", fmt.Sprintf("%s/.", strings.TrimRight(from, "/")), to}
}
