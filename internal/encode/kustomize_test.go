package encode_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/djangostack/djangostack/internal/encode"
)

// build runs "kustomize build" over one resource file.
func build(t *testing.T, resource []byte) (string, error) {
	t.Helper()
	fs := filesys.MakeFsInMemory()
	for name, data := range map[string][]byte{
		"kustomization.yaml": []byte("resources: [resource.yaml]\n"),
		"resource.yaml":      resource,
	} {
		if err := fs.WriteFile(name, data); err != nil {
			t.Fatal(err)
		}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, ".")
	if err != nil {
		return "", err
	}
	text, err := built.AsYaml()
	return string(text), err
}

func configMap(value string) map[string]any {
	return map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": "a", "annotations": map[string]any{"note": value}},
		"data":     map[string]any{"value": value},
	}
}

// TestKustomizePrintsTheSame leaves out only what kustomize itself cannot
// carry: it refuses control characters beyond ASCII and turns U+0085 into a
// space, as it prints by way of JSON read as YAML.
func TestKustomizePrintsTheSame(t *testing.T) {
	for _, c := range scalarCases {
		t.Run(c.reason, func(t *testing.T) {
			want, err := encode.Marshal(configMap(c.value))
			if err != nil {
				t.Fatal(err)
			}
			got, err := build(t, want)
			diff := cmp.Diff(string(want), got)
			switch {
			case unfaithful(c.value):
				if err == nil && diff == "" {
					t.Error("kustomize does carry it")
				}
			case err != nil:
				t.Error(err)
			case diff != "":
				t.Error(diff)
			}
		})
	}
}

func TestKustomizePrintsTheSameDeployment(t *testing.T) {
	d := deployment()
	d.Annotations = maps.Clone(d.Labels)
	for _, c := range scalarCases {
		if len(c.value) > 100 {
			d.Annotations[c.reason] = c.value
		}
	}
	want, err := encode.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := build(t, want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Fatal(diff)
	}
}
