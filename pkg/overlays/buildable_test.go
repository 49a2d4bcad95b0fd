package overlays_test

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// TestBuildable compares what is refused with what kustomize fails on, so that
// neither too much nor too little is.
func TestBuildable(t *testing.T) {
	for _, key := range []string{
		"null", "Null", "nUll", "true", "TRUE", "Y", "yes", "on", "12", "017", "0x1F", "0b1", "1e3", "1.5", "1_000",
		"2024-01-01", "nan", "inf", "a", "a.b", "-", "_", "1a",
	} {
		agree(t, key, "x")
	}
	for _, value := range []string{
		"\ta", "\ta\n", "\ta\nb", "\t\n", "\t\na", "\ta \nb", "\ta\nb ", "\ta\r\nb", " \ta\nb", "\n\ta\n", "a\n\tb\n",
		"\n\t\n", "  a\n\tb\n", "\t\u2028a\n", "\tünïcode\n", "\t'\n", "",
	} {
		agree(t, "k", value)
	}
}

func agree(t *testing.T, key, value string) {
	t.Helper()
	entries := map[string]string{key: value}
	for where, draft := range map[string]generate.Object{
		"data": &corev1.ConfigMap{
			TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: metav1.ObjectMeta{Name: "a"}, Data: entries,
		},
		"annotations": &corev1.Service{
			TypeMeta: typeMeta("v1", "Service"), ObjectMeta: metav1.ObjectMeta{Name: "a", Annotations: entries},
		},
	} {
		env := environment("dev", []generate.Object{draft})
		_, err := overlays.CompileEnvironments("shop", nil, []overlays.Environment{env})
		if err != nil && !strings.Contains(err.Error(), "kustomize cannot build the") {
			t.Fatal(err)
		}
		if failure := kustomizeFailure(where, key, value); (failure == nil) != (err == nil) {
			t.Errorf("%s %q: %q: kustomize says %v, Compile says %v", where, key, value, failure, err)
		}
	}
}

// kustomizeFailure is what kustomize says to an entry in a tree written by hand.
func kustomizeFailure(where, key, value string) error {
	kustomization := fmt.Sprintf("configMapGenerator: [{name: a, files: [%q]}]", key+"=value")
	if where == "annotations" {
		kustomization = "resources: [a.yaml]"
	}
	_, err := kustomizeverify.Build([]overlays.File{
		{Path: "overlays/dev/kustomization.yaml", Data: []byte("namespace: a\n" + kustomization)},
		{Path: "overlays/dev/value", Data: []byte(value)},
		{Path: "overlays/dev/a.yaml", Data: fmt.Appendf(nil,
			"apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    %q: %q\n", key, value)},
	}, "dev")
	return err
}
