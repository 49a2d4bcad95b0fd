package spec_test

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/spec"
)

//go:embed extensions_test.go
var searchDocs embed.FS

// Search is a search engine.
type Search struct {
	// Replicas of the engine. Default: 2.
	Replicas int32 `json:"replicas,omitempty"`
	// Engine to run.
	Engine Engine `json:"engine,omitempty"`
	// Size of the index. Default: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Resources of the engine.
	Resources spec.Resources `json:"resources,omitzero"`
	// Key of the engine.
	Key *spec.SecretKey `json:"key,omitempty"`
	// Config of the engine.
	Config string `json:"config,omitempty"`
	// Options of the engine.
	Options map[string]string `json:"options,omitempty"`
	// Token is in the wrong place.
	Token string `json:"token,omitempty"`
	// Index has the fields of each index.
	Index map[string]Index `json:"index,omitempty"`
}

// Index is one index.
type Index struct {
	// Fields to search in.
	Fields []string `json:"fields,omitempty"`
}

// Engine is one of two.
type Engine string

// Enum lists them.
func (Engine) Enum() []string { return []string{"meilisearch", "typesense"} }

// SetDefaults follows the profile.
func (s *Search) SetDefaults(e *spec.Effective) {
	if s.Config == "panic" {
		panic("no default")
	}
	if s.Replicas == 0 {
		s.Replicas = 2
		if e.Spec.Profile == spec.ProfileDev {
			s.Replicas = 1
		}
	}
	if s.Size == nil {
		size := resource.MustParse("1Gi")
		s.Size = &size
	}
}

// Validate refuses many replicas.
func (s *Search) Validate(path *field.Path, e *spec.Effective) (errs, warnings field.ErrorList) {
	if s.Replicas > 3 {
		errs = append(errs, field.Invalid(path.Child("replicas"), s.Replicas, "must not be greater than 3; "+e.Environment))
	}
	if s.Engine == "" {
		errs = append(errs, field.Required(path.Child("engine"), ""))
	}
	if len(s.Index["a.b"].Fields) == 1 {
		warnings = append(warnings, field.Invalid(path.Child("index").Key("a.b"), "", "has one field"))
	}
	if s.Config == "fail" {
		panic(errors.New("cannot go on"))
	}
	return errs, warnings
}

// Mail is another extension, whose type knows nothing.
type Mail struct {
	// From is the sender.
	From string `json:"from"`
}

func loader(t *testing.T) spec.Loader {
	t.Helper()
	l, err := spec.NewLoader(spec.NewExtensionType[Search]("search", searchDocs), spec.NewExtensionType[Mail]("mail", nil))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const extended = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: a/b, tag: "1"}
  django: {settings: shop.settings, hosts: [a.example]}
  databases: {default: {}}
`

// resolved are the environments of a stack whose file ends in more lines, and what is said
// of it.
func resolved(t *testing.T, more string) (all []*spec.Effective, errs, warnings spec.Errors) {
	t.Helper()
	doc, err := loader(t).Load(strings.NewReader(extended+more), "")
	if doc == nil {
		return nil, spec.AsErrors(err), nil
	}
	all, errs, warnings = doc.Resolve()
	return all, spec.JoinErrors(spec.AsErrors(err), errs), warnings
}

func TestExtension(t *testing.T) {
	all, errs, warnings := resolved(t, `  extensions:
    search: {engine: meilisearch, size: 2Gi, index: {shop: {fields: [name, text]}}, key: {secret: search, key: key}}
  environments:
    dev: {extensions: {search: {size: null, index: {shop: null, blog: {}}}}}
    prod: {extensions: {search: {replicas: 3, engine: typesense}}}
    staging: {extensions: {search: null}}
`)
	if len(errs)+len(warnings) > 0 {
		t.Fatal(errs, warnings)
	}
	got := map[string]string{}
	for _, e := range all {
		search, ok := spec.ExtensionOf[Search](e, "search")
		got[e.Environment] = fmt.Sprint(ok)
		if ok {
			got[e.Environment] = fmt.Sprintf("%d %s %v %d", search.Replicas, search.Engine, search.Size, len(search.Index))
		}
		if _, ok := spec.ExtensionOf[Mail](e, "search"); ok {
			t.Error("search is no mail")
		}
		if _, ok := spec.ExtensionOf[Mail](e, "mail"); ok {
			t.Error("there is no mail")
		}
	}
	want := map[string]string{"dev": "1 meilisearch <nil> 1", "prod": "3 typesense 2Gi 1", "staging": "false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestExtensionFindings(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"unknown", "  extensions: {serach: {}}\n", `8:16: spec.extensions.serach: unknown field; did you mean "search"?`},
		{
			"unknown within", "  extensions: {search: {engin: meilisearch, engine: meilisearch}}\n",
			`8:25: spec.extensions.search.engin: unknown field; did you mean "engine"?`,
		},
		{
			"wrong type", "  extensions: {search: {engine: meilisearch, replicas: two}}\n",
			`8:56: spec.extensions.search.replicas: expected a whole number, found the text "two"`,
		},
		{
			"a rule, in the environment that breaks it",
			"  extensions: {search: {engine: meilisearch}}\n  environments: {prod: {extensions: {search: {replicas: 9}}}, dev: {}}\n",
			"9:57: spec.environments.prod.extensions.search.replicas: must not be greater than 3; prod",
		},
		{"a rule without words", "  extensions: {search: {}}\n", "8:24: spec.extensions.search.engine: required value"},
		{
			"a secret by its name", "  extensions: {search: {engine: meilisearch, token: Xk29fj3kd93}}\n",
			"8:53: spec.extensions.search.token: seems to hold a secret in plain text; put it into a Secret, and name that " +
				"under spec.extensions.search.key",
		},
		{
			"a secret among options", "  extensions: {search: {engine: meilisearch, options: {master_password: Xk29fj3kd93}}}\n",
			"8:73: spec.extensions.search.options.master_password: seems to hold a secret in plain text; put it into a Secret, " +
				"and name that under spec.extensions.search.key",
		},
		{
			"a secret of an extension that reads none", "  extensions: {mail: {from: \"https://ann:Xk29fj3kd93@mail.example\"}}\n",
			"8:29: spec.extensions.mail.from: holds a password within an address in plain text; remove it, since no field of " +
				"the extension names a Secret",
		},
		{
			"a control character", "  extensions: {search: {engine: meilisearch, config: \"a\\x07\"}}\n",
			"8:54: spec.extensions.search.config: holds the control character U+0007; remove it",
		},
		{"several lines", "  extensions: {search: {engine: meilisearch, config: \"a\\nb\"}}\n", ""},
		{
			"the stack's own types have their rules", "  extensions: {search: {engine: meilisearch, resources: {requests: {memory: 5}}}}\n",
			"8:77: spec.extensions.search.resources.requests.memory: 5 must be at least 1Mi; write a unit, as in 512Mi or 2Gi",
		},
		{
			"null that removes nothing", "  extensions: {search: {engine: meilisearch}}\n" +
				"  environments: {prod: {extensions: {search: {token: null}}}}\n",
			"9:54: spec.environments.prod.extensions.search.token: null removes nothing, since the spec has no token there; remove the line",
		},
		{"null of a default", "  extensions: {search: {engine: meilisearch}}\n" +
			"  environments: {prod: {extensions: {search: {size: null}}}}\n", ""},
		{
			"a warning", "  extensions: {search: {engine: meilisearch, index: {a.b: {fields: [x]}}}}\n",
			"8:59: spec.extensions.search.index[a.b]: has one field",
		},
		{
			"defaults that panic", "  extensions: {search: {engine: meilisearch, config: panic}}\n",
			"8:24: spec.extensions.search: SetDefaults panics: no default",
		},
		{
			"a rule that panics", "  extensions: {search: {engine: meilisearch, config: fail}}\n",
			"8:24: spec.extensions.search: Validate panics: cannot go on",
		},
		{
			"too many entries", "  extensions: {search: {index: {" + many(1001) + "}}}\n",
			"8:32: spec.extensions.search.index: must have at most 1000 entries and has 1001; remove some",
		},
	} {
		_, errs, warnings := resolved(t, tt.in)
		var got []string
		for _, e := range append(errs, warnings...) {
			if strings.Contains(e.Path, "extensions") {
				e.Environments = nil
				got = append(got, e.Error())
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// many are entries of a map.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "i%d: {}, ", i)
	}
	return b.String()
}

// TestWithoutExtensions: what one loader knows no other does, and neither does the package.
func TestWithoutExtensions(t *testing.T) {
	const text = extended + "  extensions: {search: {engine: meilisearch}}\n"
	const refused = "8:16: spec.extensions.search: unknown field; this program brings no extensions; remove it, or use the program that does"
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			if _, err := spec.Load(strings.NewReader(text), ""); err == nil || err.Error() != refused {
				t.Error(err)
			}
			if _, err := loader(t).Load(strings.NewReader(text), ""); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	if _, err := spec.Explain("extensions.search"); err == nil {
		t.Error("is explained")
	}
}

// TestForeignTypes: the tables of the package go by names, and mean its own types only.
func TestForeignTypes(t *testing.T) {
	type Image struct {
		Registry string `json:"registry"`
	}
	l, err := spec.NewLoader(spec.NewExtensionType[Image]("scanner", nil))
	if err != nil {
		t.Fatal(err)
	}
	const want = "8:25: spec.extensions.scanner: expected a map, found the truth value true; write {} for the defaults, or " +
		"some of registry"
	if _, err := l.Load(strings.NewReader(extended+"  extensions: {scanner: true}\n"), ""); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestExtensionsCount: nobody can tell what pods repeat of an extension, so all of it counts.
func TestExtensionsCount(t *testing.T) {
	carried := func(more string) int {
		doc, err := loader(t).Load(strings.NewReader(extended+more), "")
		if err != nil {
			t.Fatal(err)
		}
		return spec.ExtentOf(doc.Stack).Carried
	}
	before := carried("")
	if got := carried("  extensions: {search: {index: {a: {fields: [x, y]}}}}\n") - before; got != 6*6 {
		t.Errorf("%d, want the section, its field, the index, its field and two items, in six sets of pods", got)
	}
}

// TestExtensionsInGo: a stack that is built in Go has the same sections, and is refused
// with the same words.
func TestExtensionsInGo(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(extended), "")
	if err != nil {
		t.Fatal(err)
	}
	s := doc.Stack
	section, err := spec.NewExtension(Search{Engine: "typesense", Replicas: 1})
	if err != nil {
		t.Fatal(err)
	}
	s.Spec.Extensions = map[string]spec.Extension{"search": section}
	s.Spec.Environments = map[string]spec.Environment{
		"prod": {"extensions": map[string]any{"search": map[string]any{"replicas": 2}}},
	}
	e, err := loader(t).Effective(s, "prod")
	if err != nil {
		t.Fatal(err)
	}
	if search, ok := spec.ExtensionOf[Search](e, "search"); !ok || search.Replicas != 2 || search.Engine != "typesense" {
		t.Errorf("%+v", search)
	}
	if errs, warnings := spec.Validate(e); len(errs)+len(warnings) > 0 {
		t.Error(errs, warnings)
	}
	if _, ok := spec.ExtensionOf[Search](&spec.Effective{}, "search"); ok {
		t.Error("an empty stack has a section")
	}
	if data, err := json.Marshal(s); err != nil || !strings.Contains(string(data), `"extensions":{"search":{"engine":"typesense"`) {
		t.Errorf("%v: %s", err, data)
	}
	s.Spec.Environments, s.Spec.Extensions["search"].Data["replicas"] = nil, "two"
	const want = `spec.extensions.search.replicas: expected a whole number, found the text "two"`
	if _, err := loader(t).Effective(s, ""); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, errs, _ := loader(t).Document(s).Resolve(); len(errs) == 0 || errs[0].Error() != want {
		t.Errorf("%v, want %s", errs, want)
	}
	if _, err := s.Effective(""); err == nil {
		t.Error("nobody knows the section")
	}
}

// TestFoundTwice: what is found in an environment in several ways is said of it once.
func TestFoundTwice(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(extended), "")
	if err != nil {
		t.Fatal(err)
	}
	s := doc.Stack
	s.Spec.Extensions = map[string]spec.Extension{"search": {Data: map[string]any{"key": map[string]any{}}}}
	s.Spec.Environments = map[string]spec.Environment{
		"dev":  {"extensions": map[string]any{"search": map[string]any{"key": nil}}},
		"prod": {},
	}
	_, errs, _ := spec.Loader{}.Document(s).Resolve()
	const want = "spec.extensions.search: unknown field; this program brings no extensions; remove it, or use the program that does"
	if len(errs) != 1 || errs[0].Error() != want {
		t.Errorf("%v, want %s", errs, want)
	}
}

// TestExtensionJSON: a section survives what an API server does with a stack, numbers of any
// size included.
func TestExtensionJSON(t *testing.T) {
	const text = `{"a":9007199254740993,"b":[1.5,{"c":null}]}`
	var e spec.Extension
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	var into spec.Extension
	e.DeepCopyInto(&into)
	e.Data["b"].([]any)[1].(map[string]any)["c"] = 1
	if data, err := json.Marshal(into); err != nil || string(data) != text {
		t.Errorf("%v: %s", err, data)
	}
	if err := json.Unmarshal([]byte(`[]`), &e); err == nil {
		t.Error("a list is no section")
	}
	if data, err := json.Marshal(spec.Extension{}); err != nil || string(data) != "{}" {
		t.Errorf("%v: %s", err, data)
	}
}

func TestNewLoader(t *testing.T) {
	for _, tt := range []struct {
		want string
		of   []spec.ExtensionType
	}{
		{
			`extension "Search": the name is not usable; write lower-case letters, digits and dashes, at most 40 of them`,
			[]spec.ExtensionType{spec.NewExtensionType[Search]("Search", nil)},
		},
		{
			"extension search: there are two of this name; rename one",
			[]spec.ExtensionType{spec.NewExtensionType[Search]("search", nil), spec.NewExtensionType[Mail]("search", nil)},
		},
		{"extension search: its type must be a struct", []spec.ExtensionType{spec.NewExtensionType[*Search]("search", nil)}},
		{"extension search: its type must be a struct", []spec.ExtensionType{{Name: "search"}}},
		{
			"extensions: struct { Share float64 }.Share: no file can hold a float64",
			[]spec.ExtensionType{spec.NewExtensionType[struct{ Share float64 }]("search", nil)},
		},
	} {
		if _, err := spec.NewLoader(tt.of...); err == nil || err.Error() != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
	if _, err := spec.NewLoader(); err != nil {
		t.Error(err)
	}
}

func TestExtensionDescription(t *testing.T) {
	got, err := loader(t).Explain("extensions.search.engine")
	const want = "FIELD: spec.extensions.search.engine\nTYPE:  string\nENUM:  meilisearch, typesense\n\nDESCRIPTION:\n" +
		"      Engine to run.\n\n      Engine is one of two.\n"
	if err != nil || got != want {
		t.Errorf("%v: %s", err, cmp.Diff(want, got))
	}
	data, err := loader(t).Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"Search"`, `"SearchPatch"`, "Index has the fields of each index.", `"Resources"`} {
		if !strings.Contains(string(data), part) {
			t.Errorf("the schema has no %s", part)
		}
	}
}
