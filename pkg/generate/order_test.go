package generate_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOrderOfMapsDoesNotMatter builds stacks several times in which a map has a name in
// two spellings: whatever takes these for one must not go by the order of the map, which
// is another each time.
func TestOrderOfMapsDoesNotMatter(t *testing.T) {
	const times = 6
	stacks := 0
	everything := inOneEnvironment(t, spectest.Everything())
	for _, path := range worktest.Sample(collections(everything)) {
		for _, s := range twins(everything, path) {
			want := jsonOf(t, s)
			if string(want) == "null" {
				continue // the spelling is no legal name
			}
			stacks++
			for range times - 1 {
				if !bytes.Equal(jsonOf(t, s), want) {
					t.Errorf("%s: with a name in two spellings the objects differ from build to build", path)
					break
				}
			}
		}
	}
	if stacks < worktest.Rounds(30) {
		t.Errorf("%d stacks, which have not all maps", stacks)
	}
}

// twins are copies of a stack that have a name of a map, and its entry changed, in another
// spelling, too.
func twins(s *spec.DjangoStack, path string) []*spec.DjangoStack {
	var all []*spec.DjangoStack
	spectest.EachCollection(s, func(at string, v reflect.Value) {
		if at != path || v.Kind() != reflect.Map {
			return
		}
		for _, name := range v.MapKeys() {
			for _, spelling := range spectest.Spellings(name.String()) {
				twin := s.DeepCopy()
				spectest.EachCollection(twin, func(at string, v reflect.Value) {
					if at == path {
						v.SetMapIndex(reflect.ValueOf(spelling).Convert(name.Type()), otherEntry(v.MapIndex(name)))
					}
				})
				all = append(all, twin)
			}
		}
	})
	return all
}

// otherEntry is an entry of a map that differs, where it is text.
func otherEntry(entry reflect.Value) reflect.Value {
	if entry.Kind() == reflect.String {
		return reflect.ValueOf(entry.String() + "0").Convert(entry.Type())
	}
	return entry
}

func jsonOf(t *testing.T, s *spec.DjangoStack) []byte {
	t.Helper()
	s = s.DeepCopy()
	s.SetDefaults("prod")
	st := stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})
	data, err := json.Marshal(stacktest.ObjectsIfAny(st))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
