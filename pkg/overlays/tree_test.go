package overlays_test

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/overlays/kustomizeverify"
)

// queue is a custom resource, which kustomize knows nothing about.
type queue struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              map[string]any `json:"spec"`
}

func (q *queue) DeepCopyObject() runtime.Object {
	out := *q
	q.DeepCopyInto(&out.ObjectMeta)
	return &out
}

func newQueue(spec map[string]any) stack.Object {
	return &queue{typeMeta("example.com/v1", "Queue"), metav1.ObjectMeta{Name: "shop-mail"}, spec}
}

func web(change func(*appsv1.Deployment)) stack.Object {
	d := &appsv1.Deployment{
		TypeMeta: typeMeta("apps/v1", "Deployment"), ObjectMeta: metav1.ObjectMeta{Name: "shop-web", Labels: map[string]string{"app": "web"}},
		Spec: appsv1.DeploymentSpec{
			Replicas: new(int32(2)), Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "web"}}, Spec: corev1.PodSpec{
				Containers: []corev1.Container{{Name: "web", Image: "registry.example/shop:1.0", Env: []corev1.EnvVar{{Name: "LOG_LEVEL", Value: "INFO"}, {Name: "WORKERS", Value: "2"}}}},
			}},
		},
	}
	if change != nil {
		change(d)
	}
	return d
}

func settings(data map[string]string) stack.Object {
	return &corev1.ConfigMap{TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: metav1.ObjectMeta{Name: "shop-settings", Labels: map[string]string{"app": "web"}}, Data: data}
}

func migrate(change func(*batchv1.Job)) stack.Object {
	j := &batchv1.Job{TypeMeta: typeMeta("batch/v1", "Job"), ObjectMeta: metav1.ObjectMeta{Name: "shop-migrate"}, Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "migrate", Image: "registry.example/shop:1.0"}}}}}}
	if change != nil {
		change(j)
	}
	return j
}

func TestTree(t *testing.T) {
	same := []stack.Object{web(nil)}
	tests := []struct {
		reason     string
		base, prod []stack.Object
		want       map[string]string // path to exact content below the header; "" says absent
	}{
		{"equal environments need a namespace and labels only", same, same, map[string]string{
			"overlays/prod/kustomization.yaml": `# Stack: shop
# Secrets this environment needs:
#
#   shop-django: SECRET_KEY
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
sortOptions:
  legacySortOptions:
    orderFirst:
    - Namespace
    - ResourceQuota
    - StorageClass
    - CustomResourceDefinition
    - ServiceAccount
    - Role
    - ClusterRole
    - RoleBinding
    - ClusterRoleBinding
    - ConfigMap
    - Secret
    - Service
    - LimitRange
    - PriorityClass
    - PersistentVolume
    - PersistentVolumeClaim
    - NetworkPolicy
    - StatefulSet
    - Job
    - Deployment
    orderLast:
    - MutatingWebhookConfiguration
    - ValidatingWebhookConfiguration
  order: legacy
resources:
- ../../base
namespace: shop-prod
labels:
- includeTemplates: true
  pairs:
    app.kubernetes.io/instance: shop-prod
`, "base/kustomization.yaml": "# Stack: shop\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- web-deployment.yaml\n",
			"overlays/prod/patch-web-deployment.yaml": "",
		}},
		{"a tag and a count have fields of their own", same, []stack.Object{web(func(d *appsv1.Deployment) {
			d.Spec.Replicas, d.Spec.Template.Spec.Containers[0].Image = new(int32(4)), "registry.example/shop:2.0"
		})}, map[string]string{
			"overlays/prod/patch-web-deployment.yaml": "",
			"overlays/prod/kustomization.yaml":        "…images:\n- name: registry.example/shop\n  newTag: \"2.0\"\nreplicas:\n- count: 4\n  name: shop-web\n",
		}},
		{"a tag pinned by a digest", same, []stack.Object{web(func(d *appsv1.Deployment) {
			d.Spec.Template.Spec.Containers[0].Image = "registry.example/shop:2.0@sha256:ab"
		})}, map[string]string{
			"overlays/prod/kustomization.yaml": "…images:\n- digest: sha256:ab\n  name: registry.example/shop\n  newTag: \"2.0\"\n",
		}},
		{"the rest is a patch one can read", same, []stack.Object{web(func(d *appsv1.Deployment) { d.Spec.Template.Spec.Containers[0].Env[0].Value = "WARNING" })}, map[string]string{
			"overlays/prod/patch-web-deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-web
spec:
  template:
    spec:
      containers:
      - env:
        - name: LOG_LEVEL
          value: WARNING
        name: web
`,
		}},
		{"an object not everyone has is not in the base", []stack.Object{web(nil), migrate(nil)}, same, map[string]string{
			"base/migrate-job.yaml": "", "overlays/dev/migrate-job.yaml": "…",
		}},
		{"a Job is renamed by its patch", []stack.Object{migrate(nil)}, []stack.Object{migrate(func(j *batchv1.Job) { j.Spec.BackoffLimit = new(int32(3)) })}, map[string]string{
			"base/migrate-job.yaml":            "…  name: shop-migrate\n…",
			"overlays/prod/kustomization.yaml": "…patches:\n- options:\n    allowNameChange: true\n  path: patch-migrate-job.yaml\n  target:\n    group: batch\n    kind: Job\n    name: shop-migrate\n    version: v1\n",
		}},
		{
			"a Job that loses a label is whole in each overlay",
			[]stack.Object{migrate(func(j *batchv1.Job) { j.Labels = map[string]string{"a": "b", "c": "d"} })},
			[]stack.Object{migrate(func(j *batchv1.Job) { j.Labels = map[string]string{"a": "b"} })},
			map[string]string{
				"base/migrate-job.yaml": "", "overlays/dev/migrate-job.yaml": "…", "overlays/prod/migrate-job.yaml": "…",
			},
		},
		{"what kustomize would garble is whole in each overlay", []stack.Object{web(func(d *appsv1.Deployment) {
			d.Spec.Template.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "A", Value: "1"}, {Name: "A", Value: "2"}}
		})}, same, map[string]string{"base/kustomization.yaml": "", "overlays/dev/web-deployment.yaml": "…", "overlays/prod/web-deployment.yaml": "…"}},
		{"a changed setting merges", []stack.Object{settings(map[string]string{"A": "1", "B": "2", "nginx.conf": "x;\n"})}, []stack.Object{settings(map[string]string{"A": "1", "B": "3", "nginx.conf": "y;\n"})}, map[string]string{
			"base/kustomization.yaml":                       "…configMapGenerator:\n- files:\n  - nginx.conf=config/shop-settings/nginx.conf\n  literals:\n  - A=1\n  - B=2\n  name: shop-settings\n  options:\n    labels:\n      app: web\n",
			"overlays/prod/kustomization.yaml":              "…configMapGenerator:\n- behavior: merge\n  files:\n  - nginx.conf=config/shop-settings/nginx.conf\n  literals:\n  - B=3\n  name: shop-settings\n",
			"overlays/prod/config/shop-settings/nginx.conf": "y;\n",
		}},
		{"a setting that goes replaces", []stack.Object{settings(map[string]string{"A": "1", "B": "2"})}, []stack.Object{settings(map[string]string{"B": "2"})}, map[string]string{
			"overlays/prod/kustomization.yaml": "…configMapGenerator:\n- behavior: replace\n  literals:\n  - B=2\n  name: shop-settings\n",
		}},
		{"lists of custom resources are given whole", []stack.Object{newQueue(map[string]any{"l": []any{"a", "b"}, "keep": "x"})}, []stack.Object{newQueue(map[string]any{"l": []any{"c"}, "keep": "x"})}, map[string]string{
			"overlays/prod/patch-mail-queue.yaml": "apiVersion: example.com/v1\nkind: Queue\nmetadata:\n  name: shop-mail\nspec:\n  l:\n  - c\n",
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			envs := []overlays.Environment{environment("dev", test.base), environment("prod", test.prod)}
			list, err := overlays.CompileEnvironments("shop", test.base, envs)
			if err != nil {
				t.Fatal(err)
			}
			for _, env := range envs {
				if err := kustomizeverify.Verify(list, env.Name, env.Finish(env.Draft)); err != nil {
					t.Error(err)
				}
			}
			compare(t, list, test.want)
		})
	}
}

func TestAJobAllAgreeOnNeedsNoPatch(t *testing.T) {
	draft := []stack.Object{migrate(nil)}
	var envs []overlays.Environment
	for _, name := range []string{"dev", "prod"} {
		envs = append(envs, overlays.Environment{Name: name, Draft: draft, Finish: finish("", nil)})
	}
	list, err := overlays.CompileEnvironments("shop", draft, envs)
	if err != nil {
		t.Fatal(err)
	}
	for _, env := range envs {
		if err := kustomizeverify.Verify(list, env.Name, env.Finish(env.Draft)); err != nil {
			t.Error(err)
		}
	}
	compare(t, list, map[string]string{"overlays/prod/patch-migrate-job.yaml": "", "base/migrate-job.yaml": "…  name: shop-migrate-…"})
}

// compare allows "…" at either end of a wanted content for what is not shown.
func compare(t *testing.T, list []overlays.File, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, file := range list {
		got[file.Path] = strings.TrimPrefix(string(file.Data), "# Code generated by djangostack. DO NOT EDIT.\n")
	}
	for path, content := range want {
		have, exists := got[path]
		middle := strings.Trim(content, "…")
		ok := have == content
		if strings.HasPrefix(content, "…") {
			ok = strings.HasSuffix(have, middle) || strings.HasSuffix(content, "…") && strings.Contains(have, middle)
		}
		if exists != (content != "") || exists && !ok {
			t.Errorf("%s:\n%s\nwant\n%s", path, have, content)
		}
	}
}

// finished changes what an environment's finished objects are.
func finished(change func(final []stack.Object) []stack.Object) func(*overlays.Environment) {
	return func(e *overlays.Environment) {
		finish := e.Finish
		e.Finish = func(draft []stack.Object) []stack.Object { return change(finish(draft)) }
	}
}

func TestCompileRefuses(t *testing.T) {
	good := []stack.Object{web(nil)}
	tests := []struct {
		reason string
		change func(*overlays.Environment)
		want   string
	}{
		{"a name that is a path", func(e *overlays.Environment) { e.Name = "../x" }, `environment "../x": use lower-case`},
		{"a name that is a folder with capitals", func(e *overlays.Environment) { e.Name = "Prod" }, `environment "Prod"`},
		{"a secrets file elsewhere", func(e *overlays.Environment) { e.SecretsFile, e.SecretName = "../s.env", "s" }, "secrets file"},
		{"a secrets file without a Secret", func(e *overlays.Environment) { e.SecretsFile = "s.env" }, "no Secret to make"},
		{"a ConfigMap a generator cannot hold", func(e *overlays.Environment) {
			cm := settings(nil).(*corev1.ConfigMap)
			cm.BinaryData = map[string][]byte{"x": {255}}
			e.Draft = append(e.Draft, cm)
		}, "binaryData: a generated ConfigMap holds text"},
		{"an object twice", func(e *overlays.Environment) { e.Draft = append(e.Draft, web(nil)) }, "two objects are apps/v1 Deployment shop-web"},
		{"an object without a type", func(e *overlays.Environment) { e.Draft = append(e.Draft, &corev1.Service{}) }, "lacks apiVersion"},
		{"a wrong field, by object and path", finished(func(final []stack.Object) []stack.Object {
			final[0].(*appsv1.Deployment).Spec.Template.Spec.Containers[0].Image = "other"
			return final
		}), `overlays/prod: Deployment shop-prod/shop-web (apps/v1): .spec.template.spec.containers[0].image: built "registry.example/shop:1.0", want "other"`},
		{"an object the overlay does not build", finished(func(final []stack.Object) []stack.Object {
			return append(final, newQueue(nil))
		}), "does not build Queue shop-mail"},
		{"an object too many", finished(func([]stack.Object) []stack.Object { return nil }), "which the environment does not have"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			env := environment("prod", good)
			test.change(&env)
			if _, err := overlays.CompileEnvironments("shop", good, []overlays.Environment{env}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
