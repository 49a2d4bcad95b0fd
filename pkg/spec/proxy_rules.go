package spec

import "k8s.io/apimachinery/pkg/api/resource"

func validateProxy(r *report, s *DjangoStack) {
	p := s.Spec.Proxy
	if p == nil {
		return
	}
	if p.BodySize.CmpInt64(1024) < 0 {
		r.invalid("spec.proxy.bodySize", "%s must be at least 1Ki; write a unit, as in 25Mi", p.BodySize)
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
		r.invalid(at, "%d must be at most %d, for which nginx and the web server have ports; lower it, and raise "+
			"web.replicas", p.Connections, mostConnections)
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
	proxy, web := s.Spec.Proxy, s.Spec.Web
	if proxy == nil {
		return
	}
	body := proxy.LargestBody()
	room := proxy.TmpSize.DeepCopy()
	if proxy.Cache != nil {
		room.Sub(*proxy.Cache.Size)
	}
	all := web.TmpSize.DeepCopy()
	all.Add(*proxy.TmpSize)
	if web.Resources.Requests.EphemeralStorage == nil && all.Cmp(*Quantity(nodeDisk)) > 0 {
		r.warn("spec.proxy.bodySize", "with bodies of %s a web pod may write %s to its node's disk, which is more than most "+
			"nodes have; lower bodySize, or set web.tmpSize and proxy.tmpSize, or have the scheduler find the room by "+
			"web.resources.requests.ephemeral-storage", body, &all)
	}
	for _, disk := range []struct {
		path string
		room resource.Quantity
	}{{"spec.web.tmpSize", *web.TmpSize}, {"spec.proxy.tmpSize", room}} {
		if disk.room.Cmp(*body) < 0 {
			r.warn(disk.path, "one request of proxy.bodySize, %s, does not fit, and the pod would be evicted; raise it, "+
				"or lower bodySize", body)
		}
	}
}
