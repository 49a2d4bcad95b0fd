package spec

import "k8s.io/apimachinery/pkg/api/resource"

// or fills each unset amount from fallback, so that a spec may name just one.
// A limit never ends up below the request beside it.
func (r Resources) or(fallback Resources) Resources {
	out := Resources{
		Requests: ResourceList{
			CPU:    orCopy(r.Requests.CPU, fallback.Requests.CPU),
			Memory: orCopy(r.Requests.Memory, fallback.Requests.Memory),

			EphemeralStorage: r.Requests.EphemeralStorage,
		},
		Limits: ResourceList{
			CPU:    orCopy(r.Limits.CPU, fallback.Limits.CPU),
			Memory: orCopy(r.Limits.Memory, fallback.Limits.Memory),

			EphemeralStorage: r.Limits.EphemeralStorage,
		},
	}
	out.fit(&r)
	return out
}

// fit keeps each request at or below the limit beside it.
func (r *Resources) fit(given *Resources) {
	fitPair(&r.Requests.CPU, &r.Limits.CPU, given.Requests.CPU, given.Limits.CPU)
	fitPair(&r.Requests.Memory, &r.Limits.Memory, given.Requests.Memory, given.Limits.Memory)
}

// fitPair moves the default of a pair to the given value of the other where the
// request would exceed the limit. Where both are given, validation says so.
func fitPair(request, limit **resource.Quantity, givenRequest, givenLimit *resource.Quantity) {
	switch {
	case (*request).Cmp(**limit) <= 0:
	case givenLimit == nil:
		*limit = *request
	case givenRequest == nil:
		*request = *limit
	}
}

// orCopy never gives away the fallback itself: it is of all stacks, and merely
// comparing a quantity may write to it.
func orCopy(value, fallback *resource.Quantity) *resource.Quantity {
	if value != nil {
		return value
	}
	own := fallback.DeepCopy()
	return &own
}

func amounts(cpuRequest, memoryRequest, cpuLimit, memoryLimit string) Resources {
	return Resources{
		Requests: ResourceList{CPU: Quantity(cpuRequest), Memory: Quantity(memoryRequest)},
		Limits:   ResourceList{CPU: Quantity(cpuLimit), Memory: Quantity(memoryLimit)},
	}
}

// Quantity returns a pointer to the quantity that text stands for, as the optional fields
// want it. It panics if text is not a quantity: it is for constants in Go code.
func Quantity(text string) *resource.Quantity {
	q := resource.MustParse(text)
	_ = q.String() // which every copy remembers
	return &q
}
