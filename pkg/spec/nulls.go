package spec

import (
	"encoding/json"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

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

// optional reports whether a stack can do without a field that has a default.
func optional(f *strict.Field) bool {
	switch {
	case f.Owner == resourceListType, f.Type.Go == resourcesType, f.Type.Go == resourceListType:
		return true
	case f.Type.Go == probesType, f.Type.Go == probeType, f.Type.Go == schedulingType:
		return true
	case isForeign(f.Owner): // an extension's: what it cannot do without its rules say
		return !f.Required
	default:
		return mayBeAbsent[fieldName(f)]
	}
}

// unset empties a field. A check has no default here, but one of its component's
// that it says to leave out.
func unset(f *strict.Field, v reflect.Value) {
	switch f.Type.Go {
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
// nothing could be made of the stack without. Of a stack built in Go it also refuses what
// no file could have removed, as Load does of a file.
func validateRemoved(r *report, s *DjangoStack) {
	if len(s.Spec.Removed) > 0 {
		for _, e := range readGo(r.loader.specType().At("environments").Elem, "spec", s.Spec.Removed) {
			r.add(field.ErrorType(e.Code), e.Path, "%s", e.Message)
		}
	}
	r.onlyNulls("spec", s.Spec.Removed)
	r.needed("spec", reflect.ValueOf(s.Spec), r.loader.specType(), strict.Nulls(s.Spec.Removed))
}

// onlyNulls refuses a value among what null removed.
func (r *report) onlyNulls(path string, removed map[string]any) {
	for _, name := range sorted.Keys(removed) {
		at := path + segment(name)
		switch inner := removed[name].(type) {
		case nil:
		case map[string]any:
			r.onlyNulls(at, inner)
		default:
			r.invalid(at, "must be null in Removed; set the field instead")
		}
	}
}

func (r *report) needed(path string, v reflect.Value, t *strict.Type, removed strict.Nulls) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for _, name := range sorted.Keys(removed) {
		at, inner := path+segment(name), removed.Below(name)
		switch {
		case !v.IsValid():
		case t.Kind == strict.Map:
			r.needed(at, strict.Entry(v, name), t.Elem, inner)
		case !t.HasFields():
		default:
			if f, known := t.Field(name); known {
				value := f.In(v)
				if removed[name] == nil && !optional(f) && !followsOthers[fieldName(f)] && !value.IsZero() {
					r.invalid(at, "%s", neededAs(value, f.Type))
				}
				r.needed(at, value, f.Type, inner)
			}
		}
	}
}

// neededAs says that a field cannot be null, and what to write.
func neededAs(v reflect.Value, t *strict.Type) string {
	switch t.Kind {
	case strict.Boolean:
		return "cannot be removed; write true or false, or remove the line"
	case strict.Struct:
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
