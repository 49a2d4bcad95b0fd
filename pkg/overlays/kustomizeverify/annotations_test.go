package kustomizeverify

import (
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestToolsAnnotations shows why spec.ForTools are refused on objects: kustomize drops
// an object that carries one, or the annotation, panics, or leaves to others what they
// make of it.
func TestToolsAnnotations(t *testing.T) {
	const dropped, lost, panics, kept = "the object is gone", "the annotation is gone", "kustomize panics", "kept"
	for annotation, want := range map[string]string{
		`config.kubernetes.io/local-config: "true"`:                dropped,
		`config.kubernetes.io/index: x`:                            lost,
		`config.kubernetes.io/path: a`:                             lost,
		`internal.config.kubernetes.io/previousNames: x`:           panics,
		`internal.config.kubernetes.io/previousKinds: x`:           panics,
		`internal.config.kubernetes.io/previousNamespaces: "a,b"`:  panics,
		`internal.config.kubernetes.io/prefixes: "a,b"`:            lost,
		`internal.config.kubernetes.io/refBy: "]["`:                lost,
		`internal.config.kubernetes.io/generatorBehavior: merge`:   lost,
		`alpha.config.kubernetes.io/transformations: x`:            lost,
		`config.k8s.io/id: "1"`:                                    lost,
		`config.kubernetes.io/function: "exec: {path: /bin/true}"`: kept, // and run by kustomize fn run
		`kustomize.config.k8s.io/needs-hash: "true"`:               kept, // and obeyed where a function's output is read
		`example.com/owner: shop`:                                  kept,
	} {
		key, _, _ := strings.Cut(annotation, ": ")
		got := kept
		switch text, err := buildAnnotated(annotation); {
		case err != nil && strings.HasPrefix(err.Error(), panics):
			got = panics
		case err != nil:
			got = err.Error()
		case text == "":
			got = dropped
		case !strings.Contains(text, key):
			got = lost
		}
		if got != want {
			t.Errorf("%s: %s, want: %s", annotation, got, want)
		}
		if tools := spec.ForTools(key); tools != (key != "example.com/owner") {
			t.Errorf("%s is for tools: %v", key, tools)
		}
	}
}

func buildAnnotated(annotation string) (string, error) {
	fs := filesys.MakeFsInMemory()
	for file, text := range map[string]string{
		"base/object.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  annotations:\n    " + annotation +
			"\ndata: {a: b}\n",
		"base/kustomization.yaml": "resources: [object.yaml]\n",
		"overlay/kustomization.yaml": "resources: [../base]\nnamespace: shop\nlabels: [{pairs: {a: b}}]\n" +
			"patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {c: d}}'}]\n",
	} {
		if err := fs.WriteFile(file, []byte(text)); err != nil {
			return "", err
		}
	}
	result, err := run(fs, "overlay")
	if err != nil {
		return "", err
	}
	text, err := result.AsYaml()
	return string(text), err
}
