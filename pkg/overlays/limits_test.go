package overlays_test

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestObjectsFit: what a component of one's own makes is refused where no cluster would
// take it, or would make no pods of it.
func TestObjectsFit(t *testing.T) {
	meta := func(length int) metav1.ObjectMeta { return metav1.ObjectMeta{Name: strings.Repeat("n", length)} }
	for _, c := range []struct {
		reason string
		object stack.Object
		want   string
	}{
		{"its pods' labels have room", &appsv1.StatefulSet{ObjectMeta: meta(52)}, ""},
		{"no pod would have such a label", &appsv1.StatefulSet{ObjectMeta: meta(53)}, "53 characters are more than the name of a StatefulSet may have"},
		{"the hash behind it counts", &batchv1.Job{ObjectMeta: meta(53)}, "64 characters are more than the name of a Job may have"},
		{"a Deployment's name is a host name in part", &appsv1.Deployment{ObjectMeta: meta(64)}, "64 characters are more than the name of a Deployment may have"},
		{"nobody makes a label of a claim's name", &corev1.PersistentVolumeClaim{ObjectMeta: meta(253)}, ""},
		{"text and bytes count together", &corev1.ConfigMap{
			ObjectMeta: meta(9), Data: map[string]string{"a": strings.Repeat("x", 1<<19)},
			BinaryData: map[string][]byte{"b": make([]byte, 1<<19+1)},
		}, "holds 1024 KiB, and a ConfigMap takes 1024"},
		{"so do the keys of annotations", &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{
			Name: "a", Annotations: map[string]string{"a": strings.Repeat("x", 256<<10)},
		}}, "its annotations have 256 KiB"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			compiler := overlays.Compiler{Components: append(generate.Components(), stack.Component{
				Name: "own", Objects: func(*stack.Stack) ([]stack.Object, error) {
					return []stack.Object{c.object.DeepCopyObject().(stack.Object)}, nil
				},
			})}
			resolved, err := compiler.ResolveChecked(t.Context(), spectest.Everything())
			if err != nil {
				t.Fatal(err)
			}
			_, compiled := resolved.Files(t.Context())
			_, rendered := resolved.Objects("prod")
			for _, err := range []error{compiled, rendered} {
				if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
					t.Errorf("%v, want %q", err, c.want)
				}
			}
		})
	}
}

// TestFilesHaveNamesEverywhere: names that are fine in a container and in a ConfigMap,
// and not in a folder on macOS or Windows, are no names of files.
func TestFilesHaveNamesEverywhere(t *testing.T) {
	s := spectest.Everything()
	for _, name := range []string{"/etc/shop/Local.py", "/etc/shop/local.py", "/etc/shop/LOCAL.py", "/con", "/aux.d/a", "/etc/a."} {
		s.Spec.Django.Files[name] = spec.ConfigFile{Content: "of " + name + "\n"}
	}
	s.Spec.Django.Env["NUL"], s.Spec.Django.Env["nul"] = "two\nlines", "other\nlines"
	for _, alias := range []string{"con", "nul", "com1"} {
		s.Spec.Celery.Workers[alias], s.Spec.Caches[alias] = spec.Worker{}, spec.Cache{}
		s.Spec.Cron[alias] = spec.Cron{Schedule: "@daily", Command: []string{"tidy"}}
	}
	files, err := overlays.Compile(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	alike, found := map[string]string{}, 0
	for _, file := range files {
		for name := range strings.SplitSeq(file.Path, "/") {
			if !bounds.Portable(name) {
				t.Errorf("%s: Windows has no such name", file.Path)
			}
		}
		if other := alike[bounds.Alike(file.Path)]; other != "" {
			t.Errorf("%s and %s are one file on macOS", file.Path, other)
		}
		alike[bounds.Alike(file.Path)] = file.Path
		if strings.HasPrefix(string(file.Data), "of /") {
			found++
		}
	}
	if found != 6 {
		t.Errorf("%d of 6 files are in the tree", found)
	}
	for _, env := range s.EnvironmentNames() {
		st, err := resolved(s, env)
		if err != nil {
			t.Fatal(err)
		}
		if err := kustomizeverify.Verify(files, env, stacktest.Objects(st)); err != nil {
			t.Error(err)
		}
	}
}

// TestTreesAreRefused: what is not of a spec's making cannot be mended by another name.
func TestTreesAreRefused(t *testing.T) {
	config := func(name string) stack.Object {
		cm := settings(map[string]string{"a.conf": "two\nlines"})
		cm.SetName(name)
		return cm
	}
	for _, c := range []struct{ reason, environment, config, want string }{
		{"a folder of that name is a device", "aux", "shop", `Windows has no folder of that name`},
		{"so is one with an extension", "prod", "com1.shop", `Windows has no file or folder "com1.shop"`},
		{"all else is fine", "prod", "shop", ""},
	} {
		draft := []stack.Object{config(c.config)}
		env := overlays.Environment{Name: c.environment, Draft: draft, Finish: finish("", nil)}
		_, err := overlays.CompileEnvironments("shop", draft, []overlays.Environment{env})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.reason, err, c.want)
		}
	}
}
