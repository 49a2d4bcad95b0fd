package spec

import "k8s.io/apimachinery/pkg/api/resource"

func (d *defaulter) caches() {
	for alias, c := range d.spec.Caches {
		d.cache(alias, &c)
		d.spec.Caches[alias] = c
	}
}

func (d *defaulter) cache(alias string, c *Cache) {
	c.Engine = or(c.Engine, CacheRedis)
	c.Version = or(c.Version, cacheVersions[c.Engine])
	c.Image = or(c.Image, serverImage(string(c.Engine), c.Version))
	c.Replicas = or(c.Replicas, new(OneOrNone(1)))
	c.Memory = or(c.Memory, Quantity("128Mi"))
	c.Index = or(c.Index, new(int32(0)))
	limit := resource.NewQuantity(2*c.Memory.Value(), resource.BinarySI)
	d.pod(&c.PodOptions, Resources{
		Requests: ResourceList{CPU: Quantity("50m"), Memory: c.Memory},
		Limits:   ResourceList{CPU: Quantity("500m"), Memory: limit},
	}, cacheGracePeriod)
	if c.Password != nil {
		d.secret(c.Password, EnvPrefix("CACHE", alias)+"_PASSWORD")
	}
	d.external(c.External, cachePorts[c.Engine])
}
