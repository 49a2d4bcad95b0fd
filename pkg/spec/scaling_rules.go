package spec

import (
	"fmt"
	"strconv"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/sorted"
)

// replicas checks a fixed number of pods against an autoscaler beside it.
func (r *report) replicas(path string, replicas *int32, a *Autoscaling) {
	if a == nil {
		return
	}
	if replicas != nil {
		r.forbidden(path+".replicas", "cannot be combined with autoscaling, which chooses the number itself; remove "+
			"one of them (null removes it in an environment)")
	}
	switch at := path + ".autoscaling"; {
	case a.Max == 0:
		r.missing(at+".max", "write the largest number of pods")
	case a.Max < a.Min:
		r.invalid(at+".max", "%d must be at least min, %d; raise max or lower min", a.Max, a.Min)
	}
	if b := a.Behavior; b != nil {
		r.scaling(path+".autoscaling.behavior.scaleUp", b.ScaleUp)
		r.scaling(path+".autoscaling.behavior.scaleDown", b.ScaleDown)
	}
}

// scaling checks what the API server checks of a HorizontalPodAutoscaler's behavior.
func (r *report) scaling(path string, rules *ScalingRules) {
	if rules == nil {
		return
	}
	const longestWindow, longestPeriod = 3600, 1800
	if w := rules.StabilizationWindowSeconds; w != nil && *w > longestWindow {
		r.invalid(path+".stabilizationWindowSeconds", "%d must be at most %d; lower it", *w, longestWindow)
	}
	for i, p := range rules.Policies {
		at := path + ".policies[" + strconv.Itoa(i) + "]"
		switch {
		case p.Type == "" || p.Value == 0 || p.PeriodSeconds == 0:
			r.missing(at, "write all of its fields, such as {type: Percent, value: 50, periodSeconds: 60}")
		case p.PeriodSeconds > longestPeriod:
			r.invalid(at+".periodSeconds", "%d must be at most %d; lower it", p.PeriodSeconds, longestPeriod)
		}
	}
}

// validateMeasured checks that what an autoscaler goes by is a share of something:
// each container of the pod has to request it (kubernetes.io, "Horizontal Pod
// Autoscaling"). Kubernetes makes a request of a limit that stands alone.
func validateMeasured(r *report, s *DjangoStack) {
	web := map[string]Resources{"spec.web": s.Spec.Web.Resources}
	if s.Spec.Proxy != nil {
		web["spec.proxy"] = s.Spec.Proxy.Resources
	}
	r.measured("spec.web", s.Spec.Web.Autoscaling, web)
	if c := s.Spec.Celery; c != nil {
		for _, name := range sorted.Keys(c.Workers) {
			path, w := "spec.celery.workers"+segment(name), c.Workers[name]
			r.measured(path, w.Autoscaling, map[string]Resources{path: w.Resources})
		}
	}
	for _, name := range sorted.Keys(s.Spec.Processes) {
		path, p := "spec.processes"+segment(name), s.Spec.Processes[name]
		r.measured(path, p.Autoscaling, map[string]Resources{path: p.Resources})
	}
	for _, name := range sorted.Keys(s.Spec.Services) {
		path, one := "spec.services"+segment(name), s.Spec.Services[name]
		r.measured(path, one.Autoscaling, map[string]Resources{path: one.Resources})
	}
}

func (r *report) measured(path string, a *Autoscaling, containers map[string]Resources) {
	if a == nil {
		return
	}
	for _, container := range sorted.Keys(containers) {
		res := containers[container]
		for _, by := range []struct {
			name           string
			target         int32
			request, limit *resource.Quantity
		}{
			{"cpu", a.CPU, res.Requests.CPU, res.Limits.CPU},
			{"memory", a.Memory, res.Requests.Memory, res.Limits.Memory},
		} {
			if by.target != 0 && by.request == nil && by.limit == nil {
				r.missing(container+".resources.requests."+by.name, fmt.Sprintf("%s.autoscaling.%s is a percentage of it; "+
					"write an amount, or use another measure", path, by.name))
			}
		}
	}
}
