package strict_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/strict"
)

// garden is a section whose type has the name of another's.
type garden struct {
	// Trees in it.
	Trees int32 `json:"trees,omitempty"`
	// Seats in it.
	Seats int32 `json:"seats,omitempty"`
}

func TestSections(t *testing.T) {
	both := []strict.Section{cafe, {Name: "garden", Type: reflect.TypeFor[garden]()}}
	for _, tt := range []struct {
		reason, in, want string
		sections         []strict.Section
	}{
		{"right", "  extras: {cafe: {tables: 2, menu: {tea: '1'}}}\n", "", both},
		{
			"none are known", "  extras: {cafe: {}}\n",
			"3:12: library.extras.cafe: unknown field; this library has no extras", nil,
		},
		{"a misspelt name", "  extras: {caef: {}}\n", `3:12: library.extras.caef: unknown field; did you mean "cafe"?`, both},
		{
			"a misspelt field", "  extras: {cafe: {tabels: 2}}\n",
			`3:19: library.extras.cafe.tabels: unknown field; did you mean "tables"?`, both,
		},
		{
			"another section's field, which is no place to send anybody", "  extras: {cafe: {trees: 2}}\n",
			"3:19: library.extras.cafe.trees: unknown field; expected one of tables, menu, address, owner", both,
		},
		{"a section's field elsewhere", "  menu: 2\n", "3:3: library.menu: unknown field; expected one of street, city, " +
			"genre, floors, cellars, open, hours, server, keywords, readers, labels, books, rooms, code, facts, motto, seasons, extras", both},
		{
			"the file's own field within a section", "  extras: {garden: {pages: 2}}\n",
			"3:21: library.extras.garden.pages: unknown field; expected one of trees, seats", both,
		},
		{
			"a wrong value", "  extras: {cafe: {tables: many}}\n",
			`3:27: library.extras.cafe.tables: expected a whole number, found the text "many"`, both,
		},
		{"no section", "  extras: {cafe: yes please}\n", `3:18: library.extras.cafe: expected a map, found the text ` +
			`"yes please"; its fields are tables, menu, address, owner`, both},
		{
			"empty", "  extras: {cafe: }\n",
			"3:18: library.extras.cafe: is empty; write {} for the defaults, or remove the line", both,
		},
		{
			"in a patch", "  seasons: {winter: {extras: {cafe: {tables: null, tabels: 1}, garden: null}}}\n",
			`3:52: library.seasons.winter.extras.cafe.tabels: unknown field; did you mean "tables"?`, both,
		},
		{"a list of them", "  extras: [cafe]\n", "3:11: library.extras: expected a map by name, found a list; its fields " +
			"are cafe, garden", both},
	} {
		_, _, found := read(t, catalog(t, tt.sections...), tt.in)
		if diff := cmp.Diff(tt.want, strings.Join(found, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestMergeSections: a section stays data, without short forms, that a program merges which
// does not know its type.
func TestMergeSections(t *testing.T) {
	known, plain := catalog(t, cafe), catalog(t)
	c, _, found := read(t, known, "  extras: {cafe: {tables: 2, owner: A7, menu: {tea: '1', cake: '2'}}}\n")
	if found != nil {
		t.Fatal(found)
	}
	removed, err := plain.At("library").Merge(reflect.ValueOf(&c.Library).Elem(), jsonTree(t,
		`{"extras":{"cafe":{"tables":null,"owner":{"colour":"red"},"menu":{"tea":null}}}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"menu":{"cake":{"number":"2"}},"owner":{"colour":"red","number":"A7"}}`
	if diff := cmp.Diff(want, marshal(t, c.Library.Extras["cafe"].Data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := marshal(t, removed); got != `{"extras":{"cafe":{"menu":{"tea":null},"tables":null}}}` {
		t.Errorf("removed: %s", got)
	}
	if _, err := plain.At("library").Merge(reflect.ValueOf(&c.Library).Elem(), jsonTree(t, `{"extras":{"cafe":1}}`), nil); err == nil {
		t.Error("a number is no section")
	}
}

// TestSectionValues: whoever walks a file meets the value that was made of a section.
func TestSectionValues(t *testing.T) {
	extras := catalog(t, cafe).At("library", "extras")
	f, _ := extras.Field("cafe")
	made := &Cafe{Tables: 3}
	for _, tt := range []struct {
		reason string
		in     map[string]Extra
		want   any
	}{
		{"made", map[string]Extra{"cafe": {Value: made}}, made},
		{"not made", map[string]Extra{"cafe": {}}, (*Cafe)(nil)},
		{"none", nil, (*Cafe)(nil)},
	} {
		if got := f.In(reflect.ValueOf(tt.in)).Interface(); got != tt.want {
			t.Errorf("%s: %v", tt.reason, got)
		}
	}
	extras.Withdraw(reflect.ValueOf(map[string]Extra{"cafe": {Value: made}}),
		strict.Nulls{"cafe": map[string]any{"tables": nil}}, func(_ *strict.Field, v reflect.Value) { v.SetZero() })
	if made.Tables != 3 {
		t.Error("the hook says that only floors may be null")
	}
}
