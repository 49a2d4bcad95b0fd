package overlays_test

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestBuildable compares what is refused with what kustomize fails on, so that
// neither too much nor too little is.
func TestBuildable(t *testing.T) {
	for _, key := range keys {
		agree(t, key, "x")
	}
	for _, value := range values {
		agree(t, "k", value)
	}
}

var keys = []string{
	"null", "Null", "nUll", "true", "TRUE", "Y", "yes", "on", "12", "017", "0x1F", "0b1", "1e3", "1.5", "1_000",
	"2024-01-01", "nan", "inf", "a", "a.b", "-", "_", "1a",
}

var values = []string{
	"\ta", "\ta\n", "\ta\nb", "\t\n", "\t\na", "\ta \nb", "\ta\nb ", "\ta\r\nb", " \ta\nb", "\n\ta\n", "a\n\tb\n",
	"\n\t\n", "  a\n\tb\n", "\t\u2028a\n", "\tünïcode\n", "\t'\n", "",
}

// entries put a key and a value wherever a spec can bring them into an
// annotation or a ConfigMap.
var entries = map[string]func(s *spec.DjangoStack, key, value string){
	"metadata.labels": func(s *spec.DjangoStack, key, _ string) {
		s.Metadata.Labels = map[string]string{key: "x"}
	},
	"metadata.annotations": func(s *spec.DjangoStack, key, value string) {
		s.Metadata.Annotations = map[string]string{key: value}
	},
	"annotations of the Ingress": func(s *spec.DjangoStack, key, value string) {
		s.Spec.Expose = &spec.Expose{Ingress: &spec.Ingress{Annotations: map[string]string{key: value}}}
	},
	"annotations of the Service": func(s *spec.DjangoStack, key, value string) {
		s.Spec.Expose = &spec.Expose{LoadBalancer: &spec.LoadBalancer{Annotations: map[string]string{key: value}}}
	},
	"django.env": func(s *spec.DjangoStack, key, value string) {
		s.Spec.Django.Env = map[string]string{key: value}
	},
	"django.files": func(s *spec.DjangoStack, key, value string) {
		s.Spec.Django.Files = map[string]spec.ConfigFile{"/" + key: {Content: value}}
	},
	"django.files from a Secret": func(s *spec.DjangoStack, key, _ string) {
		s.Spec.Django.Files = map[string]spec.ConfigFile{"/" + key: {SecretKey: &spec.SecretKey{Key: key}}}
	},
	"envNames": func(s *spec.DjangoStack, key, _ string) {
		s.Spec.Databases = map[string]spec.Database{"default": {EnvNames: spec.EnvNames{"host": {key}}}}
	},
	"media.bucket": func(s *spec.DjangoStack, key, value string) {
		s.Spec.Media = &spec.Media{Bucket: &spec.Bucket{Name: key, Region: value, CustomDomain: value}}
	},
}

// TestValidateKnowsTheUnbuildable holds Validate, which knows where in a file a
// mistake stands, against Compile: what the one lets through the other takes,
// and what the one refuses for kustomize's sake so does the other.
func TestValidateKnowsTheUnbuildable(t *testing.T) {
	for where, put := range entries {
		for _, key := range keys {
			s := small()
			put(s, key, "x")
			judge(t, where, s)
		}
		for _, value := range values {
			s := small()
			put(s, "k", value)
			judge(t, where, s)
		}
	}
}

// small is a stack whose objects are in the base and in two overlays.
func small() *spec.DjangoStack {
	return &spec.DjangoStack{
		Metadata: spec.Metadata{Name: "shop"},
		Spec: spec.StackSpec{
			Image:        spec.Image{Repository: "shop", Tag: "1"},
			Django:       spec.Django{Settings: "shop.settings", Hosts: []spec.Host{"shop.example.com"}},
			Environments: map[string]spec.Environment{"dev": {"cluster": "a"}, "prod": {}},
		},
	}
}

func judge(t *testing.T, where string, s *spec.DjangoStack) {
	t.Helper()
	merged, err := s.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	errs, _ := spec.Validate(merged)
	switch {
	case len(errs) == 0:
		if _, err := overlays.Compile(t.Context(), s); err != nil {
			t.Errorf("%s: Validate lets through what does not compile: %v", where, err)
		}
	case strings.Contains(errs.ToAggregate().Error(), "kustomize"):
		st := stacktest.Resolve(merged)
		env := overlays.Environment{Name: "prod", Draft: stacktest.Build(st), Finish: st.Finish}
		_, err := overlays.CompileEnvironments("shop", nil, []overlays.Environment{env})
		if err == nil || !strings.Contains(err.Error(), "kustomize cannot build the") {
			t.Errorf("%s: Compile says %v, Validate refuses: %v", where, err, errs)
		}
	}
}

// TestKeysOfAnEnvFile: Compile never sees the Secret that kustomize makes of an
// env file, so kustomize itself is asked about its keys.
func TestKeysOfAnEnvFile(t *testing.T) {
	for _, key := range append([]string{"A", "_1", "False", "TRUE"}, keys...) {
		s := small()
		s.Spec.Secrets.EnvFile = "secrets.env"
		s.Spec.Django.SecretEnv = map[string]spec.SecretKey{"A": {Key: key}}
		s.Spec.Environments = map[string]spec.Environment{"dev": {}}
		if !spectest.Valid(s) {
			continue
		}
		if err := kustomizeAgrees(s, s.EnvironmentNames()...); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// TestBaseOfWhatIsTakenAway: what no environment has left is nobody's mistake.
func TestBaseOfWhatIsTakenAway(t *testing.T) {
	s := small()
	s.Spec.Django.Env = map[string]string{"null": "\ta\nb"}
	for name := range s.Spec.Environments {
		s.Spec.Environments[name] = spec.Environment{"django": map[string]any{"env": nil}}
	}
	if err := kustomizeAgrees(s, s.EnvironmentNames()...); err != nil {
		t.Error(err)
	}
}

func agree(t *testing.T, key, value string) {
	t.Helper()
	entries := map[string]string{key: value}
	for where, draft := range map[string]stack.Object{
		"data": &corev1.ConfigMap{
			TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: metav1.ObjectMeta{Name: "a"}, Data: entries,
		},
		"labels": &corev1.ConfigMap{
			TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: metav1.ObjectMeta{Name: "a", Labels: entries},
		},
		"annotations": &corev1.Service{
			TypeMeta: typeMeta("v1", "Service"), ObjectMeta: metav1.ObjectMeta{Name: "a", Annotations: entries},
		},
	} {
		if where == "labels" && strings.Contains(value, "\t") {
			continue // which no cluster takes
		}
		env := environment("dev", []stack.Object{draft})
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
	switch where {
	case "annotations":
		kustomization = "resources: [a.yaml]"
	case "labels":
		kustomization = fmt.Sprintf("configMapGenerator: [{name: a, options: {labels: {%q: %q}}}]", key, value)
	}
	_, err := kustomizeverify.Build([]overlays.File{
		{Path: "overlays/dev/kustomization.yaml", Data: []byte("namespace: a\n" + kustomization)},
		{Path: "overlays/dev/value", Data: []byte(value)},
		{Path: "overlays/dev/a.yaml", Data: fmt.Appendf(nil,
			"apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    %q: %q\n", key, value)},
	}, "dev")
	return err
}
