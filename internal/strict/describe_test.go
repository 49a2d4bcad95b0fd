package strict_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/djangostack/djangostack/internal/strict"
)

func TestExplain(t *testing.T) {
	for _, tt := range []struct{ reason, path, want string }{
		{"an enum", "genre", "FIELD: library.genre\nTYPE:  string\nENUM:  novel, poetry, science\n\nDESCRIPTION:\n" +
			"      Genre of most books. Default: novel.\n\n      Genre is one of some.\n"},
		{"a link to Go", "floors", "FIELD: library.floors\nTYPE:  integer\n\nDESCRIPTION:\n" +
			"      Floors that are open; see Library.\n"},
		{"of an embedded struct", "library.city", "FIELD: library.city\nTYPE:  string\n\nDESCRIPTION:\n      City is needed.\n"},
		{"of one whose meaning the embedding struct says", "library.street", "FIELD: library.street\nTYPE:  string\n\n" +
			"DESCRIPTION:\n      Street where the library is, and its number.\n"},
		{"a short form, in a map", "readers.ANN.card", "FIELD: library.readers.ANN.card\nTYPE:  Card or string\n\nDESCRIPTION:\n" +
			"      Card of the reader.\n\n      Card may be written as its number.\n\nFIELDS:\n  number <string>\n" +
			"      Number on the card.\n  colour <string>\n      Colour of the card.\n"},
		{"one or several", "keywords", "FIELD: library.keywords\nTYPE:  string or list of string\n\nDESCRIPTION:\n" +
			"      Keywords are one or several.\n"},
		{"within itself, in a patch", "seasons.winter.rooms.A.rooms.B.seats", "FIELD: library.seasons.winter.rooms.A.rooms.B.seats\n" +
			"TYPE:  integer\n\nDESCRIPTION:\n      Seats in it.\n"},
		{"a section", "extras.cafe", "FIELD: library.extras.cafe\nTYPE:  Cafe\n\nDESCRIPTION:\n      Cafe is what one section is.\n\n" +
			"FIELDS:\n  tables <integer>\n      Tables there are.\n  menu <map of Card or string>\n      Menu by dish.\n" +
			"  address <Address>\n      Address of the cafe.\n  owner <Card or string>\n      Owner is a reader's card.\n"},
		{"all sections", "extras", "FIELD: library.extras\nTYPE:  map\n\nDESCRIPTION:\n      Extras come with the program.\n\n" +
			"FIELDS:\n  cafe <Cafe>\n      Cafe is what one section is.\n"},
	} {
		got, err := catalog(t, cafe).Explain(tt.path)
		if err != nil {
			t.Errorf("%s: %v", tt.reason, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
	for path, want := range map[string]string{
		"flors":      `library.flors: unknown field; did you mean "floors"?`,
		"floors.a":   "library.floors: has no fields; it is a whole number",
		"extras.caf": `library.extras.caf: unknown field; did you mean "cafe"?`,
	} {
		if _, err := catalog(t, cafe).Explain(path); err == nil || err.Error() != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := catalog(t).Explain("extras.cafe"); err == nil || err.Error() != "library.extras.cafe: unknown field; this library has no extras" {
		t.Error(err)
	}
}

// TestTwoVocabularies: what one description knows, another does not.
func TestTwoVocabularies(t *testing.T) {
	with, without := catalog(t, cafe), catalog(t)
	const text = "  extras: {cafe: {}}\n"
	if _, _, found := read(t, with, text); found != nil {
		t.Error(found)
	}
	if _, _, found := read(t, without, text); len(found) != 1 {
		t.Error(found)
	}
}

func TestJSONSchema(t *testing.T) {
	schema := compiled(t, catalog(t, cafe))
	for _, tt := range []struct {
		reason, in string
		want       bool
	}{
		{"right", `{"city": "Rome"}`, true},
		{"required, of an embedded struct", `{}`, false},
		{"unknown", `{"city": "Rome", "town": "Rome"}`, false},
		{"enum", `{"city": "Rome", "genre": "novle"}`, false},
		{"below the least", `{"city": "Rome", "floors": 0}`, false},
		{"zero behind a pointer", `{"city": "Rome", "cellars": 0}`, true},
		{"null where it may be", `{"city": "Rome", "floors": null}`, true},
		{"null where it may not", `{"city": "Rome", "genre": null}`, false},
		{"a pattern", `{"city": "Rome", "hours": "8"}`, false},
		{"short forms", `{"city": "Rome", "keywords": "a", "readers": {"ann": {"card": "A7"}}}`, true},
		{"within itself", `{"city": "Rome", "rooms": {"a": {"rooms": {"b": {"seats": "2"}}}}}`, false},
		{"a patch", `{"city": "Rome", "seasons": {"winter": {"genre": null, "city": null}}}`, true},
		{"a patch in a patch", `{"city": "Rome", "seasons": {"winter": {"seasons": {}}}}`, false},
		{"a section", `{"city": "Rome", "extras": {"cafe": {"tables": 3}}}`, true},
		{"a section that is not known", `{"city": "Rome", "extras": {"bar": {}}}`, false},
		{"a wrong section", `{"city": "Rome", "extras": {"cafe": {"tables": "3"}}}`, false},
		{"a section in a patch", `{"city": "Rome", "seasons": {"winter": {"extras": {"cafe": {"tables": null}}}}}`, true},
		{"no section", `{"city": "Rome", "seasons": {"winter": {"extras": {"cafe": null}}}}`, true},
	} {
		err := schema.Validate(map[string]any{"version": "1", "library": jsonTree(t, tt.in)})
		if (err == nil) != tt.want {
			t.Errorf("%s: %v", tt.reason, err)
		}
		if _, _, found := readFile(t, catalog(t, cafe), `{"version": "1", "library": `+tt.in+"}"); tt.want && found != nil {
			t.Errorf("%s: the schema accepts what is refused: %v", tt.reason, found)
		}
	}
}

// TestJSONSchemaNames: types of one name are told apart by their packages.
func TestJSONSchemaNames(t *testing.T) {
	data, err := catalog(t, cafe, strict.Section{Name: "other", Type: reflect.TypeFor[csv.Reader]()}).JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	for name, field := range map[string]string{"Reader": "card", "csv.Reader": "Comma", "csv.ReaderPatch": "Comma", "CafePatch": "menu"} {
		if schema.Defs[name].Properties[field] == nil {
			t.Errorf("%s has no %s", name, field)
		}
	}
}

func compiled(t *testing.T, of *strict.Type) *jsonschema.Schema {
	t.Helper()
	data, err := of.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("catalog.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("catalog.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestPositions(t *testing.T) {
	documents, wrong := catalog(t).Parse([]byte("a:\n  b.c: [x, {d: &z 1}]\n  e: *z\n  f: null\n"))
	if wrong != nil {
		t.Fatal(wrong)
	}
	p := strict.NewPositions(documents[0])
	for _, tt := range []struct {
		path, is, rest string
		line, column   int
	}{
		{"a", "a", "", 1, 1},
		{"a[b.c]", "a[b.c]", "", 2, 8},
		{"a.b.c[1].d", "a[b.c][1].d", "", 2, 16},
		{"a.e", "a.e", "", 3, 6},
		{"a.f.g.h", "a.f.g.h", ".g.h", 4, 6},
		{"a.b.c[7]", "a[b.c][7]", "[7]", 2, 8},
		{"", "", "", 1, 1},
	} {
		found := p.Find(tt.path)
		if line, column := found.Position(); line != tt.line || column != tt.column || found.Path != tt.is || found.Rest != tt.rest {
			t.Errorf("%s: %+v at %d:%d", tt.path, found, line, column)
		}
	}
	if !p.Find("a.f").IsNull() || p.Find("a.e").IsNull() {
		t.Error("only f is null")
	}
	var none *strict.Positions
	if line, column := none.Find("a").Position(); line != 0 || column != 0 {
		t.Errorf("%d:%d of no file", line, column)
	}
}

func TestClone(t *testing.T) {
	three := 3
	c := &Catalog{Library: Library{
		Cellars: &three, Books: []Book{{Title: "a"}}, Labels: map[string]string{"a": "b"},
		Seasons: map[string]Season{"winter": {"books": []any{map[string]any{"title": "x"}}}},
		Extras:  map[string]Extra{"cafe": {Data: map[string]any{"tables": int64(1)}, Value: &Cafe{Menu: map[string]Card{"tea": {}}}}},
	}}
	before := marshal(t, c)
	d := strict.Clone(c)
	if got := marshal(t, d); got != before {
		t.Fatalf("%s, want %s", got, before)
	}
	*d.Library.Cellars = 4
	d.Library.Books[0].Title = "b"
	d.Library.Labels["a"] = "c"
	d.Library.Seasons["winter"]["books"].([]any)[0].(map[string]any)["title"] = "y"
	d.Library.Extras["cafe"].Data["tables"] = int64(2)
	d.Library.Extras["cafe"].Value.(*Cafe).Menu["cake"] = Card{}
	if got := marshal(t, c); got != before {
		t.Errorf("%s, was %s", got, before)
	}
}

// FuzzRead: whatever a file is, what is wrong with it stands within it.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "city: a", "rooms: {a: &a {rooms: {b: *a}}}", "a\u0085: b", "{\"a\": 1}", "extras: {cafe: {tables: x}}"} {
		f.Add(seed)
	}
	of := catalog(f, cafe)
	f.Fuzz(func(t *testing.T, text string) {
		documents, wrong := of.Parse([]byte(text))
		var found []strict.Finding
		if wrong != nil {
			found = append(found, *wrong)
		}
		for _, d := range documents {
			r := strict.NewReader(of.At("library"), "library")
			r.Read(d)
			all, _ := r.Findings()
			found = append(found, all...)
		}
		lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r") + strings.Count(text, "\u0085") +
			strings.Count(text, "\u2028") + strings.Count(text, "\u2029")
		for _, one := range found {
			if one.Line < 1 || one.Line > lines || one.Column < 1 || one.Message == "" {
				t.Errorf("%+v: no such place in %q", one, text)
			}
		}
	})
}
