package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

func validateProxy(r *report, s *DjangoStack) {
	p := s.Spec.Proxy
	if p == nil {
		return
	}
	if p.BodySize.CmpInt64(1024) < 0 {
		r.invalid("spec.proxy.bodySize", "%s bytes are too few for any form; write a unit, as in 25Mi", p.BodySize)
	}
	r.room("spec.proxy.bodySize", p.BodySize)
	r.bytes("spec.proxy.tmpSize", p.TmpSize)
	validateConnectionsOfProxy(r, p)
	if c := p.Cache; c != nil {
		r.positive("spec.proxy.cache.valid", c.Valid)
		r.bytes("spec.proxy.cache.size", c.Size)
	}
}

func validateConnectionsOfProxy(r *report, p *Proxy) {
	const at = "spec.proxy.connections"
	if p.Connections > mostConnections {
		r.invalid(at, "%d are more connections than nginx and the web server have ports for; write at most %d, and "+
			"raise web.replicas", p.Connections, mostConnections)
		return
	}
	limit := p.Resources.Limits.Memory
	if need := int64(p.Connections) * connectionMemory; limit != nil && p.Connections > 1 && need > limit.Value() {
		r.warn(at, "%d clients of up to %d KiB each do not fit into the memory limit of %s; lower it, or raise "+
			"proxy.resources.limits.memory", p.Connections, connectionMemory/1024, limit)
	}
}

// nodeDisk is what the scratch volumes of a pod may come to before somebody should look:
// the disks of nodes that clouds make by default have 20 to 100 GiB, images included.
const nodeDisk = "50Gi"

// validateTmpSizes checks the disk that pods write to beside their volumes: the
// largest request that is let through has to fit.
func validateTmpSizes(r *report, s *DjangoStack) {
	for _, p := range djangoPods(&s.Spec) {
		r.bytes(p.path+".tmpSize", p.tmpSize)
	}
	proxy, web := s.Spec.Proxy, s.Spec.Web
	if proxy == nil {
		return
	}
	room := proxy.TmpSize.DeepCopy()
	if proxy.Cache != nil {
		room.Sub(*proxy.Cache.Size)
	}
	all := web.TmpSize.DeepCopy()
	all.Add(*proxy.TmpSize)
	if web.Resources.Requests.EphemeralStorage == nil && all.Cmp(*Quantity(nodeDisk)) > 0 {
		r.warn("spec.proxy.bodySize", "with bodies of %s a web pod may write %s to its node's disk, which is more than most "+
			"nodes have; lower bodySize, or set web.tmpSize and proxy.tmpSize, or have the scheduler find the room by "+
			"web.resources.requests.ephemeral-storage", proxy.BodySize, &all)
	}
	for _, disk := range []struct {
		path string
		room resource.Quantity
	}{{"spec.web.tmpSize", *web.TmpSize}, {"spec.proxy.tmpSize", room}} {
		if disk.room.Cmp(*proxy.BodySize) < 0 {
			r.warn(disk.path, "one request of proxy.bodySize, %s, does not fit, and the pod would be evicted; raise it, "+
				"or lower bodySize", proxy.BodySize)
		}
	}
}

func validateStatic(r *report, s *DjangoStack) {
	static := s.Spec.Static
	switch static.Mode {
	case StaticNginx:
		if s.Spec.Proxy == nil {
			r.forbidden("spec.static.mode", "nginx serves static files from the proxy, and there is none; "+
				"add proxy: {} or use whitenoise")
		}
		r.path("spec.static.url", static.URL, "/static/")
	case StaticBucket:
		if !isAddress(static.URL) {
			r.invalid("spec.static.url", "%q is not the bucket's address; write its full address, such as "+
				"https://cdn.example.com/static/", static.URL)
		}
	default:
		r.path("spec.static.url", static.URL, "/static/")
	}
	if !strings.HasSuffix(static.URL, "/") {
		r.invalid("spec.static.url", "%q does not end in a slash, which Django requires; write %s/", static.URL, static.URL)
	}
	if !isDirectory(static.Root) {
		r.invalid("spec.static.root", "%q is not the absolute path of a directory; write one such as /app/staticfiles",
			static.Root)
	}
	r.bytes("spec.static.size", static.Size)
	r.ownCommand("spec.static.upload", s.Spec.Django, static.Upload)
}

// notInPath are characters that end a path in an address, or in nginx' configuration.
const notInPath = " \t\r\n?#\"'`{};\\"

// path checks the path part of a site's address.
func (r *report) path(at, path, example string) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, notInPath) {
		r.invalid(at, "%q is not a path of the site; write one such as %s", path, example)
	}
	if path == "/" {
		r.invalid(at, "is the whole site; write a path of its own, such as %s", example)
	}
}

// isAddress reports whether text is a whole http or https address.
func isAddress(text string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(text, scheme); ok {
			host, _, _ := strings.Cut(rest, "/")
			return host != "" && !strings.ContainsAny(text, notInPath)
		}
	}
	return false
}
