package kustomize

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
)

const (
	webDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    spec:
      containers:
      - {name: web, image: "shop:1", envFrom: [{configMapRef: {name: env}}]}
      - {name: proxy, image: "nginx:1"}
      volumes: [{name: env, configMap: {name: env}}]
`
	migrateJob = `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec: {template: {spec: {containers: [{name: migrate, image: "shop:1"}], serviceAccountName: web}}}
`
	roleBinding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects: [{kind: ServiceAccount, name: web}, {kind: ServiceAccount, name: default}]
`
	envConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {DEBUG: \"0\", nginx.conf: \"a\\nb\\n\"}\n"
)

func configMapOf(t *testing.T, text string) *ConfigMap {
	t.Helper()
	cm, err := ReadConfigMap(parse(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return cm
}

// TestBuildIsKustomizes writes a base and an overlay with one field at a time, and all of
// them, and compares what kustomize builds with the model, byte for byte.
func TestBuildIsKustomizes(t *testing.T) {
	deployment := parse(t, webDeployment)
	for _, test := range []struct {
		reason string
		change func(t *testing.T, d *Directory)
	}{
		{"an overlay of nothing", func(*testing.T, *Directory) {}},
		{"a namespace, also of subjects", func(_ *testing.T, d *Directory) { d.Kustomization.Namespace = "prod" }},
		{"labels, also of pods", func(_ *testing.T, d *Directory) {
			d.Kustomization.Labels = LabelsFor(map[string]string{"team": "shop"}, nil)
		}},
		{"an image of two objects", func(t *testing.T, d *Directory) {
			t.Helper()
			want := ImagesIn(nodes(t, "containers: [{image: \"shop:2\"}, {image: \"nginx:1\"}]"))
			if d.Kustomization.Images = ImagesFor(ImagesIn(nodes(t, webDeployment)), want); len(d.Kustomization.Images) != 1 {
				t.Fatalf("images %v", d.Kustomization.Images)
			}
		}},
		{"replicas", func(t *testing.T, d *Directory) {
			t.Helper()
			base, want := nodes(t, webDeployment), nodes(t, "kind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n")
			if d.Kustomization.Replicas = ReplicasFor(base, want, want); len(d.Kustomization.Replicas) != 1 {
				t.Fatalf("replicas %v", d.Kustomization.Replicas)
			}
		}},
		{"an order", func(_ *testing.T, d *Directory) {
			d.Kustomization.OrderFirst, d.Kustomization.OrderLast = []string{"RoleBinding"}, []string{"Deployment", "ConfigMap"}
		}},
		{"a patch", func(t *testing.T, d *Directory) {
			t.Helper()
			want := parse(t, webDeployment+"      terminationGracePeriodSeconds: 60\n")
			change, err := CreatePatch(deployment, want, nil)
			if err != nil {
				t.Fatal(err)
			}
			d.AddPatch(Patch{Path: "patch-web.yaml", Target: IDOf(deployment)}, named(change, want))
		}},
		{"a patch that renames", func(t *testing.T, d *Directory) {
			t.Helper()
			base, want := parse(t, migrateJob), parse(t, migrateJob)
			*want = want.With(*parse(t, "migrate-2"), "metadata", "name")
			change, err := CreatePatch(base, want, nil)
			if err != nil {
				t.Fatal(err)
			}
			d.AddPatch(Patch{Path: "patch-migrate.yaml", Target: IDOf(base), Rename: "migrate"}, named(change, want))
		}},
		{"a ConfigMap with more", func(t *testing.T, d *Directory) {
			t.Helper()
			override(t, d, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {DEBUG: \"1\", nginx.conf: \"a\\nb\\n\", MORE: x}\n")
		}},
		{"a ConfigMap with less", func(t *testing.T, d *Directory) {
			t.Helper()
			override(t, d, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {DEBUG: \"0\"}\n")
		}},
		{"a resource and a ConfigMap of its own", func(t *testing.T, d *Directory) {
			t.Helper()
			d.AddResource("own.yaml", parse(t, "apiVersion: v1\nkind: Service\nmetadata: {name: own}\nspec: {ports: [{port: 80}]}\n"))
			d.AddConfigMap(configMapOf(t, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata: {A: b}\n"))
		}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			base := NewDirectory("base", "# By hand.")
			base.AddResource("web.yaml", deployment)
			base.AddResource("migrate.yaml", parse(t, migrateJob))
			base.AddResource("account.yaml", parse(t, "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n"))
			base.AddResource("binding.yaml", parse(t, roleBinding))
			base.AddConfigMap(configMapOf(t, envConfigMap))
			base.Sort()
			overlay := NewDirectory("overlays/prod", "# By hand.")
			overlay.Kustomization.Resources = []string{"../../base"}
			overlay.Kustomization.OrderFirst, overlay.Kustomization.OrderLast = []string{"Namespace"}, []string{"Job"}
			test.change(t, overlay)
			overlay.Sort()
			if diff := cmp.Diff(builtByKustomize(t, base, overlay), built(t, base, overlay)); diff != "" {
				t.Errorf("(-kustomize +model):\n%s", diff)
			}
		})
	}
}

func nodes(t *testing.T, text string) []*tree.Node {
	t.Helper()
	return []*tree.Node{parse(t, text)}
}

// named is a patch as a file: with what names its object.
func named(change, want *tree.Node) *tree.Node {
	out := *change
	for _, path := range [][]string{{"apiVersion"}, {"kind"}, {"metadata", "name"}} {
		out = out.With(*want.Get(path...), path...)
	}
	return &out
}

func override(t *testing.T, d *Directory, want string) {
	t.Helper()
	change, ok := configMapOf(t, want).Override(configMapOf(t, envConfigMap))
	if !ok || change == nil {
		t.Fatalf("no override: %v, %v", change, ok)
	}
	d.AddConfigMap(change)
}

func built(t *testing.T, base, overlay *Directory) string {
	t.Helper()
	list, err := Build(base, overlay)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, object := range list {
		data, err := encode.Marshal(object.Tree)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
	}
	return string(bytes.Join(out, []byte("---\n")))
}

func builtByKustomize(t *testing.T, directories ...*Directory) string {
	t.Helper()
	fs := filesys.MakeFsInMemory()
	for _, d := range directories {
		err := d.Encode(func(path string, data []byte) {
			if err := fs.WriteFile(path, data); err != nil {
				t.Fatal(err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	result, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, directories[len(directories)-1].Path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := result.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
