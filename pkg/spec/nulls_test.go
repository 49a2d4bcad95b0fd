package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestNullOfEveryDefault finds the fields with a default by filling stacks that say
// nothing, and has an environment remove each: it is gone, or the answer says why
// it stays.
func TestNullOfEveryDefault(t *testing.T) {
	removed, refused := 0, 0
	for _, field := range defaulted() {
		s := hollow(Environment(field.patch))
		merged, err := s.Effective("dev")
		if err != nil {
			t.Fatalf("%s: %v", field.path, err)
		}
		left := valueAt(reflect.ValueOf(merged.Spec), specType(), field.keys)
		var said string
		errs, _ := Validate(merged)
		for _, e := range errs {
			if e.Field == field.path && strings.HasPrefix(e.Detail, "cannot be removed; ") {
				said = e.Detail
			}
		}
		switch gone := isNone(left); {
		case gone && said == "":
			removed++
		case !gone && said != "":
			refused++
		case !followsOthers[field.id]:
			t.Errorf("%s: null leaves %v, and Validate says %q", field.path, left, said)
		}
	}
	if removed < 50 || refused < 50 {
		t.Errorf("%d removed, %d refused: the walk has lost fields", removed, refused)
	}
}

func isNone(v reflect.Value) bool {
	if !v.IsValid() || v.IsZero() {
		return true
	}
	switch given := v.Interface().(type) {
	case Scheduling:
		return len(given.TopologySpread) == 0 && given.NodeSelector == nil
	case []TopologySpread:
		return len(given) == 0
	case *Probe:
		return given.None
	case Probes:
		return given.Startup.None && given.Readiness.None && given.Liveness.None
	default:
		return false
	}
}

// fieldCase is one field of the spec, by its keys, and the patch that removes it.
type fieldCase struct {
	path, id string
	keys     []string
	patch    map[string]any
}

// hollow is a stack with every part there is, and one environment.
func hollow(patch Environment) *DjangoStack {
	s := &DjangoStack{APIVersion: APIVersion, Kind: Kind, Metadata: Metadata{Name: "shop"}}
	fillHollow(reflect.ValueOf(&s.Spec).Elem())
	for name, p := range s.Spec.Processes { // or nothing is made of it
		p.Manage = []string{"work"}
		p.Autoscaling = nil
		s.Spec.Processes[name] = p
	}
	s.Spec.Web.Autoscaling = nil
	for name, w := range s.Spec.Celery.Workers {
		w.Autoscaling = nil
		s.Spec.Celery.Workers[name] = w
	}
	s.Spec.Environments = map[string]Environment{"dev": patch}
	return s
}

// defaulted are the fields that SetDefaults fills, and the parts they are in.
func defaulted() []fieldCase {
	s := hollow(nil)
	s.SetDefaults("dev")
	var all []fieldCase
	var walk func(v reflect.Value, d *strict.Type, keys []string)
	walk = func(v reflect.Value, d *strict.Type, keys []string) {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		switch {
		case !v.IsValid() || v.IsZero():
		case d.Kind == strict.Map && d.Elem.Kind == strict.Struct:
			for _, key := range v.MapKeys() {
				walk(v.MapIndex(key), d.Elem, append(slices.Clip(keys), key.String()))
			}
		case d.Kind == strict.Struct:
			for i := range d.Fields {
				f := &d.Fields[i]
				field := f.In(v)
				below := slices.Concat(keys, []string{f.Name})
				// A part that may be absent has no default of its own.
				if !f.HasPatches() && !field.IsZero() && (!isPart(f) || optional(f)) {
					all = append(all, newFieldCase(fieldName(f), below, nil))
				}
				walk(field, f.Type, below)
			}
		}
	}
	walk(reflect.ValueOf(s.Spec), specType(), nil)
	return all
}

// isPart reports whether a field is made of others and may be absent as a whole.
func isPart(f *strict.Field) bool {
	return f.Type.Kind == strict.Map || f.Type.Kind == strict.Struct && f.Pointer
}

// newFieldCase returns the case of a field, with a patch that gives it a value; nil removes it.
func newFieldCase(id string, keys []string, patch any) fieldCase {
	for _, key := range slices.Backward(keys) {
		patch = map[string]any{key: patch}
	}
	return fieldCase{path: "spec." + strings.Join(keys, "."), id: id, keys: keys, patch: patch.(map[string]any)}
}

func valueAt(v reflect.Value, d *strict.Type, keys []string) reflect.Value {
	for _, key := range keys {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if d.Kind == strict.Map {
			v, d = strict.Entry(v, key), d.Elem
			continue
		}
		f, _ := d.Field(key)
		v, d = f.In(v), f.Type
	}
	return v
}

// TestRemovedInGo: a stack without a file says it by the same means.
func TestRemovedInGo(t *testing.T) {
	s := &DjangoStack{Metadata: Metadata{Name: "shop"}}
	s.Spec.Removed = Environment{"web": map[string]any{"resources": map[string]any{"limits": nil}}}
	s.Spec.Environments = map[string]Environment{
		"dev":  {"web": map[string]any{"resources": map[string]any{"limits": map[string]any{"memory": "1Gi"}}}},
		"prod": {"web": map[string]any{"resources": map[string]any{"requests": nil}}},
	}
	for environment, want := range map[string]string{"dev": "1/1Gi", "prod": "none/none"} {
		merged, err := s.Effective(environment)
		if err != nil {
			t.Fatal(err)
		}
		limits, got := merged.Spec.Web.Resources.Limits, "none/none"
		if limits != (ResourceList{}) {
			got = limits.CPU.String() + "/" + limits.Memory.String()
		}
		if got != want || (merged.Spec.Web.Resources.Requests == ResourceList{}) != (environment == "prod") {
			t.Errorf("%s: limits %s and requests %v, want limits %s", environment, got, merged.Spec.Web.Resources.Requests, want)
		}
	}
	if len(s.Spec.Removed["web"].(map[string]any)) != 1 {
		t.Error("For has changed the stack it was called on")
	}
}

// TestRemovedBuiltInGo: what a program says is removed is held to the words of a file.
func TestRemovedBuiltInGo(t *testing.T) {
	for _, c := range []struct {
		reason  string
		removed Environment
		want    string
	}{
		{"a field", Environment{"web": map[string]any{"replicas": nil}}, ""},
		{"other letters", Environment{"WEB": map[string]any{"replicas": nil}}, `spec.WEB: unknown field; did you mean "web"?`},
		{
			"other letters below",
			Environment{"web": map[string]any{"Replicas": nil}},
			`spec.web.Replicas: unknown field; did you mean "replicas"?`,
		},
		{
			"a value",
			Environment{"web": map[string]any{"replicas": 3}},
			"spec.web.replicas: must be null in Removed; set the field instead",
		},
	} {
		s := &DjangoStack{Metadata: Metadata{Name: "shop"}}
		s.Spec.Image.Repository, s.Spec.Image.Tag = "shop", "1"
		s.Spec.Django.Settings, s.Spec.Django.Hosts = "shop.settings", []Host{"shop.example.com"}
		s.Spec.Removed = c.removed
		_, errs, _ := (&Document{Stack: s}).Resolve()
		if errs.Error() != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, errs.Error(), c.want)
		}
	}
}
