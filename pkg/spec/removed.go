package spec

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// nulls is what null has removed of a value: a merge patch of nothing but nulls.
// Like append, methods that add change it or make another where it is nil.
type nulls map[string]any

// below are those of a field or entry.
func (n nulls) below(name string) nulls {
	inner, _ := n[name].(map[string]any)
	return inner
}

// with adds a field that null removes.
func (n nulls) with(name string) nulls {
	if n == nil {
		n = nulls{}
	}
	n[name] = nil
	return n
}

// withBelow replaces those of a field or entry that has a value again.
func (n nulls) withBelow(name string, inner nulls) nulls {
	if len(inner) == 0 {
		delete(n, name)
		return n
	}
	n = n.with(name)
	n[name] = map[string]any(inner)
	return n
}

// mayBeAbsent are the fields with a default that a stack can do without, by the
// type that declares them: null leaves them unset, and nothing is made of them.
// So it is with the resources and the probes of every container.
var mayBeAbsent = map[string]bool{
	"Celery.workers":      true,
	"Database.options":    true,
	"Django.user":         true,
	"ExternalDatabase.ca": true,
	"Image.pullPolicy":    true,
	"Process.replicas":    true,
	"Web.replicas":        true,
	"Worker.replicas":     true,

	"Scheduling.topologySpread": true,
}

// followsOthers are the fields that SetDefaults writes what stands under another
// name to: null is how an environment chooses that one.
var followsOthers = map[string]bool{"Cron.command": true, "Process.command": true}

var (
	resourcesType    = reflect.TypeFor[Resources]()
	resourceListType = reflect.TypeFor[ResourceList]()
	probesType       = reflect.TypeFor[Probes]()
	probeType        = reflect.TypeFor[Probe]()

	schedulingType     = reflect.TypeFor[Scheduling]()
	topologySpreadType = reflect.TypeFor[[]TopologySpread]()
)

// id is the field as the tables above have it.
func (m *member) id() string { return m.owner.Name() + "." + m.name }

// optional reports whether a stack can do without a field that has a default.
func (m *member) optional() bool {
	switch {
	case m.owner == resourceListType, m.shape.typ == resourcesType, m.shape.typ == resourceListType:
		return true
	case m.shape.typ == probesType, m.shape.typ == probeType, m.shape.typ == schedulingType:
		return true
	default:
		return mayBeAbsent[m.id()]
	}
}

// withdraw takes back the defaults of what null removed, where a stack can do
// without: v is unset again.
func withdraw(v reflect.Value, s *shape, removed nulls) {
	for name, tree := range removed {
		inner, isMap := tree.(map[string]any)
		switch {
		case s.kind == kindDict && isMap:
			withdrawEntry(v, s, name, inner)
		case s.kind != kindObject:
		default:
			f, known := s.lookup(name)
			if !known {
				continue
			}
			field := v.FieldByIndex(f.goIndex)
			if tree != nil {
				withdrawBelow(field, f.shape, inner)
			} else if f.optional() {
				f.unset(field)
			}
		}
	}
}

func withdrawBelow(v reflect.Value, s *shape, removed nulls) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	withdraw(v, s, removed)
}

func withdrawEntry(m reflect.Value, s *shape, name string, removed nulls) {
	old := itemOf(m, name)
	if !old.IsValid() {
		return
	}
	item := reflect.New(m.Type().Elem()).Elem()
	item.Set(old)
	withdrawBelow(item, s.elem, removed)
	m.SetMapIndex(reflect.ValueOf(name).Convert(m.Type().Key()), item)
}

// unset empties a field. A check has no default here, but one of its component's
// that it says to leave out.
func (m *member) unset(v reflect.Value) {
	switch m.shape.typ {
	case probesType:
		none := &Probe{None: true}
		v.Set(reflect.ValueOf(Probes{Startup: none, Readiness: none, Liveness: none}))
	case probeType:
		v.Set(reflect.ValueOf(&Probe{None: true}))
	case schedulingType:
		v.Set(reflect.ValueOf(Scheduling{TopologySpread: []TopologySpread{}}))
	case topologySpreadType: // unset is as is customary
		v.Set(reflect.ValueOf([]TopologySpread{}))
	default:
		v.SetZero()
	}
}

// validateRemoved refuses null where a default has put a value all the same, since
// nothing could be made of the stack without.
func validateRemoved(r *report, s *DjangoStack) {
	r.needed("spec", reflect.ValueOf(s.Spec), specShape(), nulls(s.Spec.Removed))
}

func (r *report) needed(path string, v reflect.Value, s *shape, removed nulls) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for _, name := range sorted.Keys(removed) {
		at, inner := path+segment(name), removed.below(name)
		switch {
		case !v.IsValid():
		case s.kind == kindDict:
			r.needed(at, itemOf(v, name), s.elem, inner)
		case s.kind != kindObject:
		default:
			if f, known := s.lookup(name); known {
				field := v.FieldByIndex(f.goIndex)
				if removed[name] == nil && !f.optional() && !followsOthers[f.id()] && !field.IsZero() {
					r.invalid(at, "%s", neededAs(field, f.shape))
				}
				r.needed(at, field, f.shape, inner)
			}
		}
	}
}

// neededAs says that a field cannot be null, and what to write.
func neededAs(v reflect.Value, s *shape) string {
	switch s.kind {
	case kindBool:
		return "cannot be removed; write true or false, or remove the line"
	case kindObject:
		return "cannot be removed; remove the line, or write null to single fields in it"
	default:
		const why = "cannot be removed; write a value"
		data, err := json.Marshal(v.Interface())
		if err != nil {
			return why
		}
		return why + ", such as the default, " + strings.Trim(string(data), `"`)
	}
}
