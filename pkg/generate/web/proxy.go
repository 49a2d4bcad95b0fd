package web

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/nginxconf"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/edge"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	proxyName         = "nginx"
	proxyConfigVolume = "nginx-config"
	// proxyTemp is nginx' own disk: what is on its way up or down must not take the
	// project's.
	proxyTempVolume = "nginx-temp"
	proxyTempPath   = spec.ProxyTempPath
	// ownConnections and ownFiles are what nginx has open beside its clients, the web
	// server's end and a file for each: what it listens at, logs, probes, its cache.
	ownConnections = 64
	ownFiles       = 256
)

// addProxy puts nginx beside the web server: one pod, one release of code and
// static files, no hop over the network.
//
// It is ready while it answers: with all its connections taken it does not, and the
// Service sends new clients elsewhere. It lives while it accepts: it does so with all
// of them taken, only to hang up, and a restart would throw out those it has.
func addProxy(st *stack.Stack, p *stack.Pod) {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return
	}
	mounts := []corev1.VolumeMount{{
		Name: proxyConfigVolume, MountPath: spec.ProxyConfigPath + "/nginx.conf", SubPath: "nginx.conf", ReadOnly: true,
	}, {
		Name: proxyTempVolume, MountPath: proxyTempPath,
	}}
	if copiesStatic(st) {
		mounts = append(mounts, corev1.VolumeMount{Name: staticVolume, MountPath: proxyStaticPath, ReadOnly: true})
	}
	if proxySends(st, spec.MediaByProxy) || proxySends(st, spec.MediaByAccel) {
		mounts = append(mounts, corev1.VolumeMount{Name: django.MediaVolume, MountPath: st.Spec.Media.Root, ReadOnly: true})
	}
	keys := authKeys(st)
	mounts = append(mounts, stack.SecretDirectories(proxyAuthPath, keys)...)
	health := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: "/nginx-health", Port: intstr.FromString(django.HTTPPort),
	}}
	p.Containers = append(p.Containers, corev1.Container{
		Name:    proxyName,
		Image:   string(proxy.Image),
		Command: []string{"nginx", "-g", "daemon off;"},
		Ports: []corev1.ContainerPort{{
			Name: django.HTTPPort, ContainerPort: spec.ProxyPort, Protocol: corev1.ProtocolTCP,
		}},
		Resources:      stack.ResourceRequirements(proxy.Resources),
		VolumeMounts:   mounts,
		ReadinessProbe: stack.Check(health, 10, 2, 3),
		LivenessProbe:  stack.Check(stack.TCPHandler(django.HTTPPort), 10, 5, 6),
		Lifecycle:      stack.Drain(st.Spec.Web.Shutdown.Delay),
	})
	p.Volumes = append(p.Volumes, stack.ConfigMapVolume(proxyConfigVolume, st.ObjectName(proxyName)),
		stack.EmptyDir(proxyTempVolume, proxy.TmpSize))
	p.Volumes = append(p.Volumes, stack.SecretDirectoryVolumes(keys)...)
}

// proxyConfig is nginx.conf.
func proxyConfig(st *stack.Stack) []stack.Object {
	proxy := st.Spec.Proxy
	if proxy == nil {
		return nil
	}
	timeout := st.Spec.Web.Assumed().Timeout.Seconds() + edge.ReadSlack
	if st.Spec.Web.Server.SpeaksASGI(st.Spec.Web.App) {
		timeout = edge.WebsocketTimeout
	}
	ls := locationsOf(st)
	values := map[string]any{
		"port":        spec.ProxyPort,
		"connections": 2*proxy.Connections + ownConnections,
		"files":       3*proxy.Connections + ownFiles,
		"ipv6":        st.HasIPv6(),
		"upstream":    loopback(st),
		"bodySize":    proxy.BodySize.Value(),
		"timeout":     timeout,
		"locations":   ls.all,
		"shared":      ls.shared,
		"redirects":   redirects(st),
		"own":         len(proxy.Locations)+len(redirects(st)) > 0,
		"internal":    ls.sendsInternal(),
		"snippets":    proxy.Snippets,
		"temp":        proxyTempPath,
		"scheme":      forwardedScheme(st),
		"cache":       nil,
		"addsItself":  controllerAddsItself(st),
	}
	if c := proxy.Cache; c != nil {
		values["cache"] = map[string]any{"size": c.Size.Value(), "valid": c.Valid.Seconds()}
	}
	return []stack.Object{&corev1.ConfigMap{
		ObjectMeta: st.NamedMeta(django.WebName, st.ObjectName(proxyName)),
		Data:       map[string]string{"nginx.conf": render("nginx.conf", values)},
	}}
}

// controllerAddsItself says whether the client's address is the last but one of
// X-Forwarded-For.
func controllerAddsItself(st *stack.Stack) bool {
	e := st.Spec.Expose
	return e != nil && e.Ingress != nil && e.Ingress.Controller.AppendsOwnAddress()
}

// forwardedScheme is how a request came. An Ingress controller says so in a header;
// a load balancer hands connections on, and what such a header says there is the
// client's own word.
func forwardedScheme(st *stack.Stack) string {
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

// redirect is a server for hosts of which the site is another one.
type redirect struct {
	Hosts []string
	To    string
}

func redirects(st *stack.Stack) []redirect {
	var all []redirect
	for _, name := range sorted.Keys(st.Spec.Routes) {
		r := st.Spec.Routes[name]
		if r.Redirect == "" || len(r.Hosts) == 0 {
			continue
		}
		to := redirect{To: nginxconf.Quote(r.Redirect, spec.LocationVariables...)}
		for _, h := range r.Hosts {
			to.Hosts = append(to.Hosts, string(h))
		}
		all = append(all, to)
	}
	return all
}

// proxySends reports whether nginx sends uploaded files, and in which mode.
func proxySends(st *stack.Stack, serve spec.MediaServe) bool {
	return st.Spec.Proxy != nil && django.HasMediaVolume(st) && st.Spec.Media.Serve == serve
}

// slashed ends a path in one slash, as nginx wants alias and location alike.
func slashed(path string) string { return strings.TrimRight(path, "/") + "/" }

// splitAddress takes scheme://host/path apart. A path alone has neither scheme nor
// host.
func splitAddress(address string) (scheme, host, path string) {
	scheme, rest, whole := strings.Cut(address, "://")
	if !whole {
		return "", "", address
	}
	host, path, _ = strings.Cut(rest, "/")
	return scheme, host, "/" + path
}
