package strict_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestFill: what is unset in a value is what another has there, as if the value were a patch of it.
func TestFill(t *testing.T) {
	for _, tt := range []struct{ reason, value, from, want, removed string }{
		{"a scalar of its own stands", `{"floors":3}`, `{"floors":5,"genre":"poetry"}`, `{"floors":3,"genre":"poetry"}`, `null`},
		{"maps merge", `{"labels":{"a":"1"}}`, `{"labels":{"a":"2","b":"3"}}`, `{"labels":{"a":"1","b":"3"}}`, `null`},
		{"null removes an entry", `{"labels":{"a":null}}`, `{"labels":{"a":"2"}}`, `{}`, `{"labels":{"a":null}}`},
		{"null removes a field", `{"genre":null}`, `{"genre":"poetry"}`, `{}`, `{"genre":null}`},
		{"an empty text in a map is a value", `{"labels":{"a":""}}`, `{"labels":{"a":"2"}}`, `{"labels":{"a":""}}`, `null`},
		{"a list stands as a whole", `{"books":[{"title":"A"}]}`, `{"books":[{"title":"B"},{"title":"C"}]}`, `{"books":[{"title":"A"}]}`, `null`},
		{
			"structs in maps merge", `{"readers":{"ann":{"limit":2}}}`, `{"readers":{"ann":{"card":{"number":"1"}}}}`,
			`{"readers":{"ann":{"limit":2,"card":{"number":"1"}}}}`, `null`,
		},
		{"what null removed of the other is removed", `{}`, `{"genre":null}`, `{}`, `{"genre":null}`},
		{"unless it is set", `{"genre":"novel"}`, `{"genre":null}`, `{"genre":"novel"}`, `null`},
	} {
		library := catalog(t).At("library")
		var v, from Library
		merged := func(into *Library, text string) strict.Nulls {
			var tree any
			if err := json.Unmarshal([]byte(text), &tree); err != nil {
				t.Fatal(err)
			}
			removed, err := library.Merge(reflect.ValueOf(into).Elem(), tree, nil)
			if err != nil {
				t.Fatalf("%s: %v", tt.reason, err)
			}
			return removed
		}
		removed, fromRemoved := merged(&v, tt.value), merged(&from, tt.from)
		removed = library.Fill(reflect.ValueOf(&v).Elem(), reflect.ValueOf(from), removed, fromRemoved)
		var want Library
		merged(&want, tt.want)
		if !reflect.DeepEqual(want, v) {
			t.Errorf("%s: %+v, want %+v", tt.reason, v, want)
		}
		text, _ := json.Marshal(removed)
		if got := strings.Replace(string(text), "{}", "null", 1); got != tt.removed {
			t.Errorf("%s: removed %s, want %s", tt.reason, got, tt.removed)
		}
	}
}
