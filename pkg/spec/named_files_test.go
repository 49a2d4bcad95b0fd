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
