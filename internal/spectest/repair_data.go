package spectest

import "github.com/djangostack/djangostack/pkg/spec"

func repairBroker(b *spec.Broker) {
	if b.Engine == spec.BrokerRabbitMQ {
		repairConfig(b.Config)
	}
	switch {
	case b.Engine == spec.BrokerRabbitMQ:
		b.Index = nil
	case b.External == nil:
		b.User, b.VHost = "", ""
	default:
		b.VHost = ""
	}
}

// repairBucket leaves what the provider knows.
func repairBucket(b *spec.Bucket) {
	if b.Provider != "" && b.Provider != spec.BucketS3 {
		b.Region, b.Endpoint = "", ""
	}
	if b.Provider != spec.BucketGCS {
		b.Project = ""
	}
	if b.Provider == spec.BucketAzure {
		b.Account = "acmemedia"
	} else {
		b.Account = ""
	}
}

func repairCache(c *spec.Cache) {
	if c.Engine == spec.CacheMemcached {
		repairConfig(c.Config)
		c.Password, c.Index, c.User, c.Options = nil, nil, "", nil
		if c.External != nil {
			c.External.TLS, c.External.CA = nil, nil
		}
	}
	if c.External == nil {
		c.User = ""
	}
	memory := spec.Quantity("128Mi")
	if c.Memory != nil {
		memory = c.Memory
	}
	if limit := c.Resources.Limits.Memory; limit != nil && memory.Cmp(*limit) >= 0 {
		limit.Set(2 * memory.Value())
	}
}

// repairConfig is for servers that do not start with an empty value, or with the value of
// a switch.
func repairConfig(config map[string]string) {
	for name, value := range config {
		switch {
		case spec.IsSwitch(name):
			config[name] = ""
		case value == "":
			config[name] = "1"
		}
	}
}
