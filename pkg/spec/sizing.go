package spec

import "k8s.io/apimachinery/pkg/api/resource"

const (
	mebibyte = 1 << 20
	pebibyte = 1 << 50
)

// mostCores is more than any node has, and little enough to reckon with.
const mostCores = 1 << 16

// cores is the CPU limit in whole cores, the request where there is none, and at
// least one.
func (r Resources) cores() int32 {
	cpu := or(r.Limits.CPU, r.Requests.CPU)
	if cpu == nil {
		return 1
	}
	return int32(min(max(1, cpu.Value()), mostCores))
}

// bounded is processes, or as many of them as the memory limit holds beside one
// parent, or the request where there is no limit.
func bounded(processes int32, r Resources, memory int64) int32 {
	most := or(r.Limits.Memory, r.Requests.Memory)
	if most == nil {
		return processes
	}
	fits := most.Value()/memory - 1
	return int32(max(1, min(int64(processes), fits)))
}

// MemorySize returns the memory that a server in the container is sized for: the limit,
// the request if there is no limit, and 512Mi without both.
func (r Resources) MemorySize() *resource.Quantity {
	return or(or(r.Limits.Memory, r.Requests.Memory), Quantity("512Mi"))
}
