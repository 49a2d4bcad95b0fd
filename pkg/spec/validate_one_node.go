package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// validateOneNode checks what mounts a volume of access mode ReadWriteOnce: all of
// it runs on one node, so all of it has to be allowed on the same ones.
func validateOneNode(r *report, s *StackSpec) {
	var several []string
	for _, u := range djangoPods(s) {
		if u.pods > 1 {
			several = append(several, fmt.Sprintf("%s (%d)", u.name, u.pods))
		}
		if !sameNodes(u.scheduling, s.Web.Scheduling) {
			r.invalid(u.path+".scheduling", "asks for other nodes than spec.web.scheduling, and ReadWriteOnce keeps all that "+
				"mounts media.volume on one; write the same nodeSelector and tolerations, or use ReadWriteMany or a bucket")
		}
	}
	if len(several) > 0 {
		r.warn("spec.media.volume.accessMode", "ReadWriteOnce keeps all pods that mount the volume on one node, which has "+
			"to hold every one of %s and takes all down with it; use ReadWriteMany or a bucket", strings.Join(several, ", "))
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

// djangoPod is a set of pods of the stack's own image.
type djangoPod struct {
	name, path string
	pods       int32
	scheduling Scheduling
}

// djangoPods are all of them: each mounts the media volume.
func djangoPods(s *StackSpec) []djangoPod {
	all := []djangoPod{
		{"web", "spec.web", most(s.Web.Replicas, s.Web.Autoscaling), s.Web.Scheduling},
	}
	if c := s.Celery; c != nil {
		for _, name := range sorted.Keys(c.Workers) {
			w := c.Workers[name]
			all = append(all, djangoPod{
				"worker " + name, "spec.celery.workers" + segment(name), most(w.Replicas, w.Autoscaling), w.Scheduling,
			})
		}
		if c.Beat != nil {
			all = append(all, djangoPod{"beat", "spec.celery.beat", 1, c.Beat.Scheduling})
		}
		if c.Flower != nil && c.Flower.Image == "" {
			all = append(all, djangoPod{"flower", "spec.celery.flower", 1, c.Flower.Scheduling})
		}
	}
	for _, name := range sorted.Keys(s.Processes) {
		p := s.Processes[name]
		all = append(all, djangoPod{
			"process " + name, "spec.processes" + segment(name), most(p.Replicas, p.Autoscaling), p.Scheduling,
		})
	}
	for _, name := range sorted.Keys(s.Cron) {
		all = append(all, djangoPod{"cron " + name, "spec.cron" + segment(name), 1, s.Cron[name].Scheduling})
	}
	if *s.Migrate.Enabled || s.Superuser != nil || s.Static.Mode == StaticBucket {
		all = append(all, djangoPod{"migrate", "spec.migrate", 1, s.Migrate.Scheduling})
	}
	return all
}
