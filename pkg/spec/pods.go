package spec

import (
	"reflect"
	"strconv"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// Uses returns the names of what pods connect to as the spec says it, by the path of each:
// "spec.web.uses[0]". It has those of extensions and manifests too.
func (e *Effective) Uses() map[string]string {
	all := map[string]string{}
	e.eachPodOptions(func(w *walk, o *PodOptions) {
		for i, name := range o.Uses {
			all[w.at(toField("uses"), toItem(i))] = name
		}
	})
	if e.DjangoStack == nil {
		return all
	}
	for manifest, m := range e.Spec.Manifests {
		for i, name := range m.Uses {
			if !usesKind(name) {
				all["spec.manifests"+segment(manifest)+".uses["+strconv.Itoa(i)+"]"] = name
			}
		}
	}
	return all
}

// Sidecars returns those of all components by the path of each map: "spec.web.sidecars". It has
// those of extensions too. The maps are only to be read.
func (e *Effective) Sidecars() map[string]map[string]Sidecar {
	all := map[string]map[string]Sidecar{}
	e.eachPodOptions(func(w *walk, o *PodOptions) {
		if len(o.Sidecars) > 0 {
			all[w.at(toField("sidecars"))] = o.Sidecars
		}
	})
	return all
}

// eachPodOptions visits what the user says of the pods of each component.
func (e *Effective) eachPodOptions(visit func(*walk, *PodOptions)) {
	if e.DjangoStack == nil {
		return
	}
	w := &walk{}
	w.visit = func(v reflect.Value, t *strict.Type) (deeper bool) {
		if isElementDefaults(w.field) && t.Kind == strict.Struct {
			return false // it is part of the elements
		}
		if t.Kind == strict.Struct {
			if o := podOptionsIn(v, t); o != nil {
				visit(w, o)
			}
		}
		return true
	}
	w.value(reflect.ValueOf(e.DjangoStack).Elem(), e.loader.stackType())
}

// djangoPod is a set of pods in which the stack's own image may run.
type djangoPod struct {
	name, path string
	pods       int32
	*DjangoPodOptions
	// runs says that the image does run: Flower may have one of its own, and a
	// release nothing to do.
	runs bool
}

// djangoPods are all of them: what mounts the project's volumes.
func djangoPods(s *StackSpec) []djangoPod {
	w, m := &s.Web, &s.Migrate
	all := []djangoPod{
		{"web", "spec.web", most(w.Replicas, w.Autoscaling), &w.DjangoPodOptions, true},
		{
			"migrate", "spec.migrate", 1, &m.DjangoPodOptions,
			s.HasReleaseJob() || s.Static.Mode == StaticBucket,
		},
	}
	all = append(all, celeryPods(s.Celery)...)
	for _, name := range sorted.Keys(s.Processes) {
		p, path := s.Processes[name], "spec.processes"+segment(name)
		all = append(all, djangoPod{"process " + name, path, most(p.Replicas, p.Autoscaling), &p.DjangoPodOptions, true})
	}
	for _, name := range sorted.Keys(s.Cron) {
		c, path := s.Cron[name], "spec.cron"+segment(name)
		all = append(all, djangoPod{"cron " + name, path, 1, &c.DjangoPodOptions, true})
	}
	return all
}

func celeryPods(c *Celery) []djangoPod {
	if c == nil {
		return nil
	}
	var all []djangoPod
	for _, name := range sorted.Keys(c.Workers) {
		w, path := c.Workers[name], "spec.celery.workers"+segment(name)
		all = append(all, djangoPod{"worker " + name, path, most(w.Replicas, w.Autoscaling), &w.DjangoPodOptions, true})
	}
	if b := c.Beat; b != nil {
		all = append(all, djangoPod{"beat", "spec.celery.beat", 1, &b.DjangoPodOptions, true})
	}
	if f := c.Flower; f != nil {
		all = append(all, djangoPod{"flower", "spec.celery.flower", 1, &f.DjangoPodOptions, f.Image == ""})
	}
	return all
}
