package generate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestWhatEveryPodRepeatsIsLimited grows every map and list of the spec, in a stack with
// few processes and in one with many. Where an entry makes each process's objects larger,
// so that the output is a product, the limits keep the product small.
func TestWhatEveryPodRepeatsIsLimited(t *testing.T) {
	const entries, processes, stacks, most = 8, 6, 1, 40 << 20
	const product = mostEntries * mostProcesses
	seen := map[string]int{}
	for _, s := range append([]*spec.DjangoStack{lean()}, severalStacks(t)...) {
		few := sizeOf(s)
		many := sizeOf(withProcesses(s, processes))
		if many == 0 {
			continue // its processDefaults are not those of any process
		}
		for _, path := range worktest.Sample(collections(s)) {
			field := fieldAt(path)
			if seen[field] == stacks {
				continue
			}
			seen[field]++
			grown := grow(s, path, entries)
			grownFew, grownMany := sizeOf(grown), sizeOf(withProcesses(grown, processes))
			if refused := grownFew == 0 || grownMany == 0; refused && hasElementDefaults(s) {
				seen[field]-- // the entry may be a part of one, which the defaults have the rest of
				continue
			} else if refused {
				t.Errorf("%s: with more entries the stack is refused", path)
				continue
			}
			more := grownMany - grownFew - (many - few)
			each := float64(more) / (entries * processes)
			if each*product <= most {
				continue // whatever the limits are
			}
			if bytes := each * float64(largestProduct(s, path)); bytes > most {
				t.Errorf("%s: an entry makes each process %.0f bytes larger, and the limits let that be %.0f MiB of them",
					path, each, bytes/(1<<20))
			}
		}
	}
}

// lean has what many pods may have to do with, and little that the limits count.
func lean() *spec.DjangoStack {
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "lean"}}
	s.Spec.Environments = map[string]spec.Environment{"prod": {}}
	s.Spec.Image.Repository = "registry.example/lean"
	s.Spec.Databases = map[string]spec.Database{"default": {}}
	s.Spec.Caches = map[string]spec.Cache{"default": {}}
	s.Spec.Broker = &spec.Broker{}
	s.Spec.Celery = &spec.Celery{Workers: map[string]spec.Worker{"a": {}}}
	s.Spec.Processes = map[string]spec.Process{"a": {Command: []string{"a"}, Port: 9000}}
	s.Spec.Cron = map[string]spec.Cron{"a": {Command: []string{"a"}}}
	s.Spec.Migrate.Check.Command = []string{"a"}
	s.Spec.Network.Egress = map[string]spec.Egress{"a": {Ports: []spec.Port{25}}}
	return s
}

// mostEntries and mostProcesses are as far as the largest product is looked for.
const mostEntries, mostProcesses = 500, 800

// largestProduct is how many entries at a path times how many processes the limits allow
// beside each other.
func largestProduct(s *spec.DjangoStack, path string) int {
	largest := 0
	for _, entries := range []int{100, mostEntries} {
		grown := grow(s, path, entries)
		for _, processes := range []int{50, 200, mostProcesses} {
			if spec.CheckLimits(withProcesses(grown, processes)) != nil {
				break
			}
			largest = max(largest, entries*processes)
		}
	}
	return largest
}

// severalStacks have an entry in every map and list of the spec between them, each in one
// environment.
func severalStacks(t *testing.T) []*spec.DjangoStack {
	t.Helper()
	missing := sets.New(slices.DeleteFunc(fieldsOf(reflect.TypeFor[spec.DjangoStack](), ""), headersOfCelery.MatchString)...)
	missing.Delete(".Spec.Extends", ".Spec.Extends[]") // which no stack has once it is loaded
	var all []*spec.DjangoStack
	for seed := uint64(0); missing.Len() > 0 && seed < 1000; seed++ {
		s := spectest.Everything() // first, since it has what is rare in random stacks
		if seed > 0 {
			s = spectest.Random(rand.New(rand.NewPCG(seed, 9)))
		}
		s = inOneEnvironment(t, s)
		has := sets.New[string]()
		for _, path := range collections(s) {
			has.Insert(fieldAt(path))
		}
		if has.Intersection(missing).Len() > 0 {
			all, missing = append(all, s), missing.Difference(has)
		}
	}
	if missing.Len() > 0 {
		t.Errorf("no random stack has %v", sets.List(missing))
	}
	return all
}

// headersOfCelery are those of checks over HTTP, where nothing listens.
var headersOfCelery = regexp.MustCompile(`^\.Spec\.Celery\.(Beat|Workers\[\])\.Probes\..*\.Headers$`)

func inOneEnvironment(t *testing.T, s *spec.DjangoStack) *spec.DjangoStack {
	t.Helper()
	merged, err := s.For(s.EnvironmentNames()[0])
	if err != nil {
		t.Fatal(err)
	}
	merged.Spec.Environments = map[string]spec.Environment{"prod": {}}
	return merged
}

// fieldsOf are the paths of all maps and lists below a type.
func fieldsOf(typ reflect.Type, path string) []string {
	switch typ.Kind() {
	case reflect.Pointer:
		return fieldsOf(typ.Elem(), path)
	case reflect.Map, reflect.Slice:
		return append(fieldsOf(typ.Elem(), path+"[]"), path)
	case reflect.Struct:
		var all []string
		for f := range typ.Fields() {
			apart := f.Type == reflect.TypeFor[map[string]spec.Environment]() || f.Type == reflect.TypeFor[map[string]spec.Extension]()
			if f.IsExported() && !apart && f.Tag.Get("json") != "-" && !strings.HasSuffix(f.Name, "Defaults") {
				all = append(all, fieldsOf(f.Type, fieldAt(path+"."+f.Name))...)
			}
		}
		return all
	default:
		return nil
	}
}

func hasElementDefaults(s *spec.DjangoStack) bool {
	return s.Spec.ProcessDefaults != nil || s.Spec.CronDefaults != nil || s.Spec.Celery != nil && s.Spec.Celery.WorkerDefaults != nil
}

func withProcesses(s *spec.DjangoStack, n int) *spec.DjangoStack {
	s = s.DeepCopy()
	if s.Spec.Processes == nil {
		s.Spec.Processes = map[string]spec.Process{}
	}
	for i := range n {
		s.Spec.Processes[fmt.Sprintf("added%d", i)] = spec.Process{Command: []string{"a"}, Port: 9000}
	}
	return s
}

// sizeOf is how many bytes the objects of a stack have, 0 if one of them is refused.
func sizeOf(s *spec.DjangoStack) int {
	s = s.DeepCopy()
	s.SetDefaults("prod")
	stack := stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})
	n := 0
	for _, o := range stacktest.ObjectsIfAny(stack) {
		data, err := json.Marshal(o)
		if err != nil {
			panic(err)
		}
		n += len(data)
	}
	return n
}

var (
	entryOf = regexp.MustCompile(`\[[^]]*\]`)
	// ofOnePod are the paths below what is large and is the same wherever it stands, never of
	// another component: an affinity, the containers that a user adds and their volumes.
	ofOnePod = regexp.MustCompile(`^.*\.(Affinity|Sidecars\[\]|InitContainers\[\]|Volumes\[\])\.`)
)

// fieldAt is the field of the spec at a path.
func fieldAt(path string) string {
	return ofOnePod.ReplaceAllString(entryOf.ReplaceAllString(path, "[]"), "$1.")
}

// collections are the paths of all maps and lists that have an entry.
func collections(s *spec.DjangoStack) []string {
	var all []string
	spectest.EachCollection(s, func(path string, _ reflect.Value) { all = append(all, path) })
	return all
}

// grow is a stack with n more entries at a path, which are like the one that is there.
func grow(s *spec.DjangoStack, path string, n int) *spec.DjangoStack {
	s = s.DeepCopy()
	spectest.EachCollection(s, func(at string, v reflect.Value) {
		for i := range n {
			switch {
			case at != path:
			case v.Kind() == reflect.Map:
				key := v.MapKeys()[0]
				name := reflect.ValueOf(fmt.Sprintf("%s%d", key, i)).Convert(key.Type())
				v.SetMapIndex(name, elsewhere(v.MapIndex(key), v.Len()))
			default:
				item := reflect.New(v.Type().Elem()).Elem()
				item.Set(v.Index(0))
				own := item
				if item.Kind() == reflect.Struct { // nothing is mounted twice at one path
					own = item.FieldByName("Path")
				}
				if own.Kind() == reflect.String {
					own.SetString(fmt.Sprintf("%s%d", own.String(), i))
				}
				v.Set(reflect.Append(v, item))
			}
		}
	})
	return s
}

// elsewhere is an entry of a map at a path or a port of its own, if it has one: no two volumes are
// mounted at one path, and no two programs listen on one port.
func elsewhere(entry reflect.Value, n int) reflect.Value {
	switch v := entry.Interface().(type) {
	case spec.Volume:
		if v.Path != "" {
			v.Path = fmt.Sprintf("%s%d", v.Path, n)
		}
		return reflect.ValueOf(v)
	case spec.Port:
		return reflect.ValueOf(spec.Port(1 + n)) // below all that random stacks have
	case spec.ContainerPort:
		v.Port = spec.Port(1 + n)
		return reflect.ValueOf(v)
	default:
		return entry
	}
}
