package strict_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/strict"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"right", "  city: Rome\n  keywords: one\n  rooms: {a: {rooms: {b: {seats: 2}}}}\n", ""},
		{"misspelt", "  ctiy: Rome\n", `3:3: library.ctiy: unknown field; did you mean "city"?`},
		{"a field of an embedded struct", "  street: [a]\n", "3:11: library.street: expected text, found a list"},
		{"misplaced", "  pages: 3\n", "3:3: library.pages: unknown field; did you mean library.books[].pages?"},
		{"another's word", "  town: Rome\n", "3:3: library.town: unknown field; did you mean library.city?"},
		{"misplaced in a patch", "  seasons: {winter: {pages: 3}}\n", "3:22: library.seasons.winter.pages: unknown field; " +
			"did you mean library.seasons.winter.books[].pages?"},
		{"enum", "  genre: novle\n", `3:10: library.genre: unknown value "novle"; did you mean "novel"?`},
		{"enum with a hint", "  genre: lyrics\n", `3:10: library.genre: unknown value "lyrics"; write poetry`},
		{"number as text", "  street: 12\n", `3:11: library.street: expected text, found the number 12; quote it: street: "12"`},
		{"text as number", "  floors: \"3\"\n", "3:11: library.floors: expected a number, found text; remove the quotes: floors: 3"},
		{"zero that is unset", "  floors: 0\n", "3:11: library.floors: 0 would count as unset; write 1 or more, or remove " +
			"the line for the default"},
		{"zero behind a pointer", "  cellars: 0\n", ""},
		{"too large", "  floors: 3000000000\n", "3:11: library.floors: 3000000000 is too large; at most 2147483647"},
		{"old truth value", "  open: yes\n", "3:9: library.open: expected true or false, found yes, which many tools read " +
			"as true or false; write open: true"},
		{"custom scalar", "  hours: 8\n", "3:10: library.hours: expected hours such as 8h"},
		{"custom scalar that is a map", "  hours: {a: b}\n", "3:10: library.hours: expected hours, found a map"},
		{"text that reads itself", "  server: nowhere\n", `3:11: library.server: ParseAddr("nowhere"): unable to parse IP`},
		{"short form", "  readers: {ann: {card: A7}, bob: {card: {number: B8}}}\n", ""},
		{
			"short form of another type", "  readers: {ann: {card: 7}}\n",
			`3:25: library.readers.ann.card: expected text, found the number 7; quote it: card: "7"`,
		},
		{"validated", "  code: \"12\"\n", `3:9: library.code: "…" is not a code; write four digits`},
		{"secret of the look", "  books: 1234\n", "3:10: library.books: expected a list, found text"},
		{"an item", "  books: [{title: a}, 3]\n", "3:23: library.books[1]: expected a map, found the number 3; its fields are title, pages"},
		{"empty", "  books:\n", "3:9: library.books: is empty; write a list, or remove the line"},
		{"null for what may be null", "  floors: null\n", ""},
		{"null for what may not", "  genre: null\n", "3:10: library.genre: is empty; write a value, or remove the line"},
		{"null in a patch", "  seasons: {winter: {genre: null, readers: {ann: null}}}\n", ""},
		{
			"null in a patch's list", "  seasons: {winter: {books: [null]}}\n",
			"3:30: library.seasons.winter.books[0]: is empty; write {} for the defaults, or remove the line",
		},
		{
			"patches in a patch", "  seasons: {winter: {seasons: {}}}\n",
			"3:22: library.seasons.winter.seasons: a patch cannot hold patches; move them up",
		},
		{"twice", "  city: a\n  city: b\n", "4:3: library.city: duplicate key; it stands in line 3 already"},
		{"control character", "  city: \"\\x07\"\n", "3:9: library.city: holds the control character U+0007; remove it"},
		{
			"an alias of itself", "  rooms: {a: &a {rooms: {b: *a}}}\n",
			"3:29: library.rooms.a.rooms.b.rooms.b: an alias that contains itself; write the value out",
		},
		{"merge keys", "  <<: {city: a}\n", `3:3: library: merge keys ("<<") are not read; alias the whole value`},
		{"in no file", "  cards: 3\n", "3:3: library.cards: unknown field; expected one of street, city, genre, floors, " +
			"cellars, open, hours, server, keywords, readers, labels, books, rooms, code, facts, motto, seasons, extras"},
		{"a template where one may stand", "  motto: \"{{ city }}\"\n", ""},
		{"anything", "  facts: {a: [1, {b: null}, 1.5, true, text, \"{{ b }}\", 2020-01-01], c: {}, d: []}\n", ""},
		{"an octal number", "  facts: {mode: 0644}\n", `3:17: library.facts.mode: 0644 can be read in two ways; quote it: ` +
			`mode: "0644", or write the number 420`},
		{"a version", "  facts: {a: [1.10]}\n", `3:15: library.facts.a[0]: 1.10 is the number 1.1; write that, or quote it: "1.10"`},
		{"no number of JSON", "  facts: {a: .inf}\n", `3:14: library.facts.a: .inf is no number of JSON; quote it: a: ".inf"`},
		{"too many digits", "  facts: {a: 99999999999999999999}\n", "3:14: library.facts.a: 99999999999999999999 is too large " +
			"for a whole number; quote it"},
		{"an old truth value among anything", "  facts: {a: on}\n", `3:14: library.facts.a: on, which many tools read as true or ` +
			`false; quote it: a: "on", or write true or false`},
		{
			"twice among anything", "  facts:\n    a:\n      b: 1\n      b: 2\n",
			"6:7: library.facts.a.b: duplicate key; it stands in line 5 already",
		},
		{"a template", "  city: \"{{ city }}\"\n", "3:9: library.city: is a template; write the value"},
		{"several at once", "  ctiy: Rome\n  floors: x\n", "3:3: library.ctiy: unknown field; did you mean \"city\"?\n" +
			"4:11: library.floors: expected a whole number, found the text \"x\""},
	} {
		_, _, found := read(t, catalog(t), tt.in)
		if diff := cmp.Diff(tt.want, strings.Join(found, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"UTF-16", "\xff\xfea", "1:1: : is UTF-16 or UTF-32; save it as UTF-8"},
		{"no UTF-8", "version: \"1\"\na: \xff", "2:4: : is not UTF-8 here; save the file as UTF-8"},
		{"tab", "version:\n\ta: 1\n", "2:1: : a tab indents this line; YAML takes spaces only"},
		{"another version of YAML", "%YAML 1.2\n---\nversion: \"1\"\nlibrary: {}\n", ""},
		{"JSON", "{\"version\": \"1\",\n\"library\": {\"floors\": true}}", "2:23: library.floors: expected a whole number, found the truth value true"},
		{"JSON like YAML", "{version: '1', library: {}}", ""},
		{"nothing", "# nothing\n", ""},
		{
			"a byte order mark and Windows' line ends", "\ufeffversion: \"1\"\r\nlibrary: 1\r\n",
			"2:10: library: expected a map, found the number 1; its fields are street, city, genre, floors, cellars, open, " +
				"hours, server, keywords, readers, labels, books, rooms, code, facts, motto, seasons, extras",
		},
	} {
		_, _, found := readFile(t, catalog(t), tt.in)
		if diff := cmp.Diff(tt.want, strings.Join(found, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestReadStops: neither a file that is wrong throughout nor one that grows by aliases is
// read to its end.
func TestReadStops(t *testing.T) {
	_, _, found := read(t, catalog(t), strings.Repeat("  x: 1\n", 500))
	if len(found) != strict.MaxFindings {
		t.Errorf("%d findings, want %d", len(found), strict.MaxFindings)
	}
	doubled := "  rooms:\n    a: &a {seats: 1}\n"
	for c := 'b'; c < 'q'; c++ {
		doubled += fmt.Sprintf("    %[1]c: &%[1]c {rooms: {x: *%[2]c, y: *%[2]c}}\n", c, c-1)
	}
	_, _, found = read(t, catalog(t), doubled)
	if len(found) != 1 || !strings.HasSuffix(found[0], "aliases add more than 10000 values; write them out") {
		t.Errorf("%q", found)
	}
}

// unlisted has an author who forgot its values.
type unlisted string

func (unlisted) Enum() []string { panic("no list") }

// unreadable panics at what it does not expect.
type unreadable struct{}

func (*unreadable) UnmarshalJSON([]byte) error { panic("no digit") }

// TestUnmarshalPanics: a type that panics where it reads itself is an error where the value stands.
func TestUnmarshalPanics(t *testing.T) {
	of, err := strict.Of(reflect.TypeFor[struct {
		A unreadable `json:"a"`
	}](), strict.Options{})
	if err != nil {
		t.Fatal(err)
	}
	documents, wrong := of.Parse([]byte("a: x\n"))
	if wrong != nil {
		t.Fatal(wrong)
	}
	r := strict.NewReader(of, "")
	r.Read(documents[0])
	found, _ := r.Findings()
	if len(found) != 1 || found[0].Path != "a" || !strings.HasSuffix(found[0].Message, "cannot read it: panic: no digit") {
		t.Error(found)
	}
}

// knot is within itself, by a field that its JSON always has.
type knot struct {
	Next *knot  `json:"next"`
	Name string `json:"name"`
}

// TestRequiredWithinItself: a schema has an end where its type has none.
func TestRequiredWithinItself(t *testing.T) {
	of, err := strict.Of(reflect.TypeFor[knot](), strict.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if schema, err := of.JSONSchema(); err != nil || !strings.Contains(string(schema), `"name"`) {
		t.Error(string(schema), err)
	}
}

// TestOf refuses types whose values no file can hold, and says where they are.
func TestOf(t *testing.T) {
	type list []list
	type embedded struct{ *Address }
	for _, tt := range []struct {
		reason string
		of     reflect.Type
		want   string
	}{
		{"fractions", reflect.TypeFor[struct{ Share float64 }](), "struct { Share float64 }.Share: no file can hold a float64"},
		{"values with methods", reflect.TypeFor[struct{ A error }](), "struct { A error }.A: no file can hold a error"},
		{"keys that are numbers", reflect.TypeFor[map[int]string](), "the type: no file can hold a map[int]string"},
		{"a pointer to a pointer", reflect.TypeFor[struct{ A **string }](), "struct { A **string }.A: no file can hold a pointer to a " +
			"pointer, **string"},
		{"a value that is text in JSON", reflect.TypeFor[struct {
			A int `json:"a,string"`
		}](), "struct { A int \"json:\\\"a,string\\\"\" }.A: no file can hold a value that JSON has as text, by the option string of " +
			"its tag; leave that out"},
		{"an enum that panics", reflect.TypeFor[unlisted](), "the type: no file can hold a strict_test.unlisted, a method of which " +
			"panics: no list"},
		{"no end", reflect.TypeFor[list](), "the type: no file can hold a strict_test.list, which has no end"},
		{"an embedded pointer", reflect.TypeFor[embedded](), "strict_test.embedded.Address: no file can hold an embedded " +
			"*strict_test.Address; embed the struct itself, or give it a name in JSON"},
		{"two fields of a name", reflect.TypeFor[struct {
			Address
			City string `json:"city"`
		}](), "struct { strict_test.Address; City string \"json:\\\"city\\\"\" }.City: no file can hold two fields called city"},
	} {
		if _, err := strict.Of(tt.of, strict.Options{}); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.reason, err, tt.want)
		}
	}
}

// TestKubernetesTypes: what a section holds is often a type of Kubernetes' own.
func TestKubernetesTypes(t *testing.T) {
	of, err := strict.Of(reflect.TypeFor[corev1.PodSpec](), strict.Options{})
	if err != nil {
		t.Fatal(err)
	}
	documents, wrong := of.Parse([]byte("containers:\n- name: a\n  resources: {limits: {cpu: 500m}}\n" +
		"  livenessProbe: {httpGet: {port: 80}}\n  readinessProbe: {httpGet: {port: http}}\n"))
	if wrong != nil {
		t.Fatal(wrong)
	}
	r := strict.NewReader(of, "")
	tree, _ := r.Read(documents[0])
	if found, _ := r.Findings(); found != nil {
		t.Fatal(found)
	}
	var pod corev1.PodSpec
	if _, err := of.Merge(reflect.ValueOf(&pod).Elem(), tree, nil); err != nil {
		t.Fatal(err)
	}
	c := pod.Containers[0]
	if live, ready := c.LivenessProbe.HTTPGet.Port, c.ReadinessProbe.HTTPGet.Port; live.IntVal != 80 || ready.StrVal != "http" ||
		c.Resources.Limits.Cpu().String() != "500m" {
		t.Errorf("%+v", c)
	}
	if _, err := of.JSONSchema(); err != nil {
		t.Error(err)
	}
}
