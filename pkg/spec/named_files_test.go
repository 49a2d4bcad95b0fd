package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestNamedFiles reads the templates that a stack and its environments name.
func TestNamedFiles(t *testing.T) {
	loader := spec.Loader{}.In(spec.Repository{
		FS: fstest.MapFS{
			"shop/a.yaml":     {Data: []byte("a: {{ .Values.a }}\n")},
			"b.yaml":          {Data: []byte("b: {{ .Values.b }}\n")},
			"shop/token.yaml": {Data: []byte("token: ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2\n")},
		},
		Path: "shop/stack.yaml",
	})
	head := strings.TrimSuffix(valid, "\n") + "\n"
	for _, tt := range []struct{ reason, in, prod, want string }{
		{
			"a file, and another one in an environment", "  manifests: {x: {file: a.yaml}}\n  environments: {prod: {manifests: {x: {file: ../b.yaml}}}}\n",
			"b: {{ .Values.b }}\n", "",
		},
		{
			"a file instead of a template", "  manifests: {x: {template: c}}\n  environments: {prod: {manifests: {x: {template: null, file: a.yaml}}}}\n",
			"a: {{ .Values.a }}\n", "",
		},
		{
			"both", "  manifests: {x: {template: c, file: a.yaml}}\n  environments: {prod: {}}\n", "a: {{ .Values.a }}\n",
			"spec.manifests.x.file: cannot be combined with template; remove one of them",
		},
		{
			"a secret in a file", "  manifests: {x: {file: token.yaml}}\n  environments: {prod: {}}\n", "",
			"in plain text; name a Secret that has it",
		},
		{
			"no such file", "  manifests: {x: {file: none.yaml}}\n  environments: {prod: {}}\n", "",
			"spec.manifests.x.file: there is no file none.yaml; correct the path, which begins in the folder of the file that names it",
		},
		{
			"no such file in an environment", "  environments: {prod: {manifests: {x: {file: none.yaml}}}}\n", "",
			"spec.environments.prod.manifests.x.file: there is no file none.yaml; correct the path",
		},
	} {
		doc, err := loader.Load(strings.NewReader(head+tt.in), "stack.yaml")
		if doc == nil {
			t.Fatal(err)
		}
		all, errs, _ := doc.Resolve()
		errs = spec.JoinErrors(spec.AsErrors(err), errs)
		if tt.want != "" {
			if len(errs) != 1 || !strings.Contains(errs[0].Error(), tt.want) {
				t.Errorf("%s: %v, want %s", tt.reason, errs, tt.want)
			}
			continue
		}
		if len(errs) > 0 {
			t.Errorf("%s: %v", tt.reason, errs)
			continue
		}
		s := &all[0].Spec
		if diff := cmp.Diff(tt.prod, s.Manifests["x"].Text(s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestValuesSchema: the values of each environment must meet the schema that the stack names.
func TestValuesSchema(t *testing.T) {
	loader := spec.Loader{}.In(spec.Repository{
		FS: fstest.MapFS{
			"values.schema.json": {Data: []byte(`{
				"properties": {"search": {"properties": {"size": {"type": "integer", "minimum": 1}}, "required": ["image"]},
				               "hosts": {"items": {"pattern": "^[a-z.]+$"}}},
				"additionalProperties": false}`)},
			"strict.yaml": {Data: []byte("required: [search]\n")},
			"wrong.yaml":  {Data: []byte("requierd: [search]\n")},
			"loop.yaml":   {Data: []byte("$ref: '#'\n")},
		},
		Path: "stack.yaml",
	})
	for _, tt := range []struct {
		reason, in string
		want       []string
	}{
		{"values that meet it", "  valuesSchema: values.schema.json\n  values: {search: {image: a, size: 2}, hosts: [a.b]}\n", nil},
		{"no values", "  valuesSchema: values.schema.json\n", nil},
		{
			"each value that does not meet it, where it stands",
			"  valuesSchema: values.schema.json\n  values:\n    search: {size: 0}\n    hosts: [a.b, A.B]\n    sarch: {}\n",
			[]string{
				"stack.yaml:10:13: spec.values.search.image: missing; /properties/search of values.schema.json requires it",
				"stack.yaml:10:20: spec.values.search.size: must be at least 1, by /properties/search/properties/size of " +
					"values.schema.json; correct the value or the schema",
				"stack.yaml:11:18: spec.values.hosts[1]: must match the pattern ^[a-z.]+$, by /properties/hosts/items of " +
					"values.schema.json; correct the value or the schema",
				`stack.yaml:12:12: spec.values.sarch: unknown value, by values.schema.json; did you mean "search"?`,
			},
		},
		{
			"what an environment says", "  valuesSchema: values.schema.json\n  values: {search: {image: a}}\n" +
				"  environments:\n    dev: {}\n    prod: {values: {search: {size: many}}}\n",
			[]string{"stack.yaml:12:36: spec.environments.prod.values.search.size: must be of type integer, not string, by " +
				"/properties/search/properties/size of values.schema.json; correct the value or the schema"},
		},
		{
			"another schema in an environment",
			"  valuesSchema: values.schema.json\n  environments:\n    dev: {}\n    prod: {valuesSchema: strict.yaml}\n",
			[]string{"spec.values.search: missing; strict.yaml requires it"},
		},
		{
			"no schema", "  valuesSchema: wrong.yaml\n",
			[]string{`spec.valuesSchema: the file must be a JSON Schema; correct it: /requierd: unknown keyword; did you mean "required"?`},
		},
		{
			"a schema without an end", "  valuesSchema: loop.yaml\n",
			[]string{"spec.valuesSchema: the schema takes more than 1000000 steps with these values, or refers to itself; simplify it"},
		},
		{"no such file", "  valuesSchema: none.json\n", []string{"spec.valuesSchema: there is no file none.json"}},
	} {
		doc, err := loader.Load(strings.NewReader(strings.TrimSuffix(valid, "\n")+"\n"+tt.in), "stack.yaml")
		if doc == nil {
			t.Fatal(err)
		}
		_, errs, _ := doc.Resolve()
		errs = spec.JoinErrors(spec.AsErrors(err), errs)
		if len(errs) != len(tt.want) {
			t.Errorf("%s: %v\nwant %s", tt.reason, errs, strings.Join(tt.want, "\n"))
			continue
		}
		for i, want := range tt.want {
			if got := errs[i].Error(); !strings.Contains(got, want) {
				t.Errorf("%s:\n     %s\nwant %s", tt.reason, got, want)
			}
		}
	}
}
