package spec

import "k8s.io/apimachinery/pkg/api/resource"

func (c *valueChecker) resources(path string, res Resources) {
	for _, one := range []struct {
		name           string
		request, limit *resource.Quantity
		defaulted      bool // so that only null removes it
	}{
		{"cpu", res.Requests.CPU, res.Limits.CPU, true},
		{"memory", res.Requests.Memory, res.Limits.Memory, true},
		{"ephemeral-storage", res.Requests.EphemeralStorage, res.Limits.EphemeralStorage, false},
	} {
		request, limit := path+".requests."+one.name, path+".limits."+one.name
		if one.request == nil && one.limit != nil && one.defaulted {
			c.warn(request, "without a request Kubernetes requests as much as the limit, %s; write a request, or "+
				"%s: null under limits too", one.limit, one.name)
		}
		if one.request == one.limit {
			one.request = nil // made of the limit
		}
		if one.name == "cpu" {
			c.cores(request, one.request)
			c.cores(limit, one.limit)
		} else {
			c.bytes(request, one.request)
			c.bytes(limit, one.limit)
		}
		if one.request != nil && one.limit != nil && one.request.Cmp(*one.limit) > 0 {
			c.invalid(request, "%s must be at most the limit, %s; lower it or raise limits.%s", one.request, one.limit, one.name)
		}
	}
}

// manyCores is where an amount of CPU lacks its m for sure, or nearly so: the
// customary requests in thousandths are 100 and more.
const manyCores = 100

func (r *report) cores(path string, q *resource.Quantity) {
	switch {
	case q == nil:
	case q.Sign() <= 0:
		r.invalid(path, "%s must be greater than 0; write an amount such as 500m or 2", q)
	case q.CmpInt64(mostCores) > 0:
		r.invalid(path, "%s must not be more cores than any node has; write an amount such as 500m or 2", q)
	case q.CmpInt64(manyCores) >= 0:
		r.warn(path, "%s are whole cores, more than most nodes have; write 500m for half of one", q)
	}
}

// bytes checks an amount of memory or storage. Nothing here makes do with less
// than a MiB: the unit is missing, or m was meant to be Mi.
func (r *report) bytes(path string, q *resource.Quantity) {
	if q == nil {
		return
	}
	if q.CmpInt64(mebibyte) < 0 {
		r.invalid(path, "%s must be at least 1Mi; write a unit, as in 512Mi or 2Gi", q)
	}
	r.room(path, q)
}

// room checks that an amount of bytes is one that something has room for; far beyond
// it not even its Value is right.
func (r *report) room(path string, q *resource.Quantity) {
	if q.CmpInt64(pebibyte) > 0 {
		r.invalid(path, "%s must be at most 1Pi; write another unit, as in 512Mi or 2Gi", q)
	}
}

func (c *valueChecker) storage(path string, s Storage) {
	c.bytes(path+".size", s.Size)
	c.objectName(path+".class", s.Class)
}
