package spectest

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// samples is enough for every field to be set once. attempts is how many of them are looked at
// for what is so of each.
const samples, attempts = 900, 50

func sample(seed uint64) *spec.DjangoStack { return Random(rand.New(rand.NewPCG(seed, 1))) }

// TestEveryFieldIsExercised fails with the fields no sample ever sets: a field that needs a
// hint must not silently drop out of every property test. Checks of what listens on no port
// are commands, and random stacks are in no repository that has files.
func TestEveryFieldIsExercised(t *testing.T) {
	missing := map[string]bool{}
	declared(reflect.TypeFor[spec.StackSpec](), "spec", missing)
	if len(missing) < 200 {
		t.Fatalf("only %d fields declared; is the walk broken?", len(missing))
	}
	silent := regexp.MustCompile(`^spec\.(Celery\.(Beat|Workers\[\])\.Probes\..*\.(Path|Scheme|Headers)|Manifests\[\]\.File|ValuesSchema)$`)
	maps.DeleteFunc(missing, func(path string, _ bool) bool { return silent.MatchString(path) })
	for seed := uint64(0); len(missing) > 0 && seed < samples; seed++ {
		used(reflect.ValueOf(&sample(seed).Spec).Elem(), "spec", missing)
	}
	if len(missing) > 0 {
		t.Errorf("never set in %d samples: %s", samples, strings.Join(sorted.Keys(missing), "\n"))
	}
}

func declared(t reflect.Type, path string, found map[string]bool) {
	switch {
	case isScalar(t) || t == reflect.TypeFor[spec.Environment]():
	case t.Kind() == reflect.Pointer:
		declared(t.Elem(), path, found)
	case t.Kind() == reflect.Map, t.Kind() == reflect.Slice:
		declared(t.Elem(), path+"[]", found)
	case t.Kind() == reflect.Struct:
		path = knownAs(t, path)
		for field := range t.Fields() {
			at := path + "." + field.Name
			if field.Tag.Get("json") == "-" || isApart(field.Type) && field.Name != "Environments" {
				continue // no file holds it, or none of a program without extensions or files
			}
			found[at] = true
			if !strings.HasSuffix(field.Name, "Defaults") { // whose fields are those of the elements
				declared(field.Type, at, found)
			}
		}
	}
}

// knownAs is the path of the fields of a type: of those that stand in several places and are rare
// in each, a field need not be met in every place.
func knownAs(t reflect.Type, path string) string {
	switch t {
	case reflect.TypeFor[spec.Affinity](), reflect.TypeFor[spec.Bucket](), reflect.TypeFor[spec.Container](),
		reflect.TypeFor[spec.Sidecar](),
		reflect.TypeFor[spec.Volume]():
		return t.Name()
	default:
		return path
	}
}

func used(v reflect.Value, path string, missing map[string]bool) {
	switch {
	case isScalar(v.Type()) || v.Type() == reflect.TypeFor[spec.Environment]():
	case v.Kind() == reflect.Pointer && !v.IsNil():
		used(v.Elem(), path, missing)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			used(v.Index(i), path+"[]", missing)
		}
	case v.Kind() == reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			used(entries.Value(), path+"[]", missing)
		}
	case v.Kind() == reflect.Struct:
		path = knownAs(v.Type(), path)
		for i := range v.NumField() {
			at := path + "." + v.Type().Field(i).Name
			if !v.Field(i).IsZero() {
				delete(missing, at)
			}
			used(v.Field(i), at, missing)
		}
	}
}

// TestAttemptsSettle: a generator that gives up on many stacks makes a small part of the
// spec only, and takes long.
func TestAttemptsSettle(t *testing.T) {
	settled := 0
	for seed := range uint64(attempts) { // all of them, since of a few chance decides
		if attempt(rand.New(rand.NewPCG(seed, 3))) != nil {
			settled++
		}
	}
	if settled < attempts*85/100 {
		t.Errorf("%d of %d attempts are valid, want 85 %%", settled, attempts)
	}
	t.Logf("%d of %d attempts are valid", settled, attempts)
}

// TestPatchMakesTheTarget holds For against what a patch was computed from, by
// other means than For's own.
func TestPatchMakesTheTarget(t *testing.T) {
	for seed := range uint64(worktest.Rounds(attempts)) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 2)), density: 0.4}
		s := Random(g.Rand)
		s.Spec.Environments = nil
		patch, want := g.environment(s)
		s.Spec.Environments = map[string]spec.Environment{"prod": patch}
		want.Environments = nil
		merged, err := s.For("prod")
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, YAML(s))
		}
		if diff := cmp.Diff(text(t, want), text(t, merged.Spec)); diff != "" {
			t.Fatalf("seed %d (-target +merged):\n%s\n%s", seed, diff, YAML(s))
		}
	}
}

// TestSeedDecides: the same seed makes the same stack, or no failure could be
// looked at.
func TestSeedDecides(t *testing.T) {
	for seed := range uint64(worktest.Rounds(20)) {
		if diff := cmp.Diff(YAML(sample(seed)), YAML(sample(seed))); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// TestYAMLLoads: what a failure prints is the stack that failed.
func TestYAMLLoads(t *testing.T) {
	for seed := range uint64(worktest.Rounds(attempts)) {
		s := sample(seed)
		doc, err := spec.Load(strings.NewReader(YAML(s)), "random.yaml")
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, YAML(s))
		}
		if diff := cmp.Diff(text(t, s), text(t, doc.Stack)); diff != "" {
			t.Fatalf("seed %d (-made +loaded):\n%s", seed, diff)
		}
	}
}

func text(t *testing.T, value any) string {
	t.Helper()
	data, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
