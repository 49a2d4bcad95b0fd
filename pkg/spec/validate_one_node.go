package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// validateOneNode checks what mounts a volume of access mode ReadWriteOnce: all of
// it runs on one node, so all of it has to be allowed on the same ones.
func validateOneNode(r *report, s *StackSpec) {
	var several []string
	for _, u := range djangoPods(s) {
		if !u.runs {
			continue
		}
		if u.pods > 1 {
			several = append(several, fmt.Sprintf("%s (%d)", u.name, u.pods))
		}
		if !sameNodes(u.scheduling, s.Web.Scheduling) {
			r.invalid(u.path+".scheduling", "asks for other nodes than spec.web.scheduling, but ReadWriteOnce keeps all "+
				"pods that mount media.volume on one node; write the same nodeSelector and tolerations, or use ReadWriteMany "+
				"or a bucket")
		}
	}
	if len(several) > 0 {
		r.warn("spec.media.volume.accessMode", "ReadWriteOnce keeps all pods that mount the volume on one node, which "+
			"needs room for all of %s and takes all of them down with it; use ReadWriteMany or a bucket",
			strings.Join(several, ", "))
	}
}

func sameNodes(a, b Scheduling) bool {
	return maps.Equal(a.NodeSelector, b.NodeSelector) && slices.EqualFunc(a.Tolerations, b.Tolerations, sameToleration)
}

func sameToleration(a, b Toleration) bool {
	sameSeconds := a.Seconds == nil && b.Seconds == nil || a.Seconds != nil && b.Seconds != nil && *a.Seconds == *b.Seconds
	a.Seconds, b.Seconds = nil, nil
	return sameSeconds && a == b
}
