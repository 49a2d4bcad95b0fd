package controllergen

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/spec"
	"github.com/djangostack/djangostack/test/controllergen/api"
)

var update = flag.Bool("update", false, "rewrite the deep copies of package api")

// TestDeepCopies: controller-gen makes of the types what is compiled into this test.
func TestDeepCopies(t *testing.T) {
	const name = "zz_generated.deepcopy.go"
	out := t.TempDir()
	generate(t, "object", "output:object:dir="+out)
	generated := read(t, filepath.Join(out, name))
	if *update {
		if err := os.WriteFile(filepath.Join("api", name), generated, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(read(t, filepath.Join("api", name)), generated) {
		t.Errorf("api/%s is not what controller-gen makes of the types; run go test . -update", name)
	}
	original := site(spectest.Everything())
	duplicate := original.DeepCopy()
	if !reflect.DeepEqual(original, duplicate) {
		t.Fatal("the copy is not equal to the original")
	}
	clear(duplicate.Spec.Databases)
	clear(duplicate.Spec.Environments)
	clear(duplicate.Status.Workers)
	clear(duplicate.Status.Applied.Spec.Celery.Workers)
	clear(duplicate.Status.Sections[0].Data)
	if again := site(spectest.Everything()); !reflect.DeepEqual(original, again) {
		t.Error("a change of the copy has changed the original")
	}
}

// TestDefinition: the CustomResourceDefinition that controller-gen makes is structural, and
// an API server that has it takes a resource with all fields, and keeps each.
func TestDefinition(t *testing.T) {
	structural, validator := definition(t)
	stacks := map[string]*spec.DjangoStack{"everything": spectest.Everything()}
	examples, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, name := range examples {
		document, err := spec.Load(bytes.NewReader(read(t, name)), name)
		if err != nil {
			t.Fatal(err)
		}
		stacks[name] = document.Stack
	}
	for name, stack := range stacks {
		t.Run(name, func(t *testing.T) {
			object := tree(t, site(stack))
			for _, err := range validation.ValidateCustomResource(nil, object, validator) {
				t.Error(err)
			}
			pruned := pruning.PruneWithOptions(object, structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
			if len(pruned) > 0 {
				t.Errorf("the API server would drop %v", pruned)
			}
		})
	}
}

// definition returns the schema of the definition, as an API server reads it.
func definition(t *testing.T) (*schema.Structural, validation.SchemaValidator) {
	t.Helper()
	out := t.TempDir()
	generate(t, "crd", "output:crd:dir="+out)
	var written apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(read(t, filepath.Join(out, "platform.example.com_sites.yaml")), &written); err != nil {
		t.Fatal(err)
	}
	var props apiextensions.JSONSchemaProps
	source := written.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(source, &props, nil); err != nil {
		t.Fatal(err)
	}
	structural, err := schema.NewStructural(&props)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range schema.ValidateStructural(nil, structural) {
		t.Error(err)
	}
	validator, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		t.Fatal(err)
	}
	return structural, validator
}

// site returns a resource with a stack in all of the places that the type has for one.
func site(s *spec.DjangoStack) *api.Site {
	all := &api.Site{
		TypeMeta:   metav1.TypeMeta{APIVersion: "platform.example.com/v1", Kind: "Site"},
		ObjectMeta: metav1.ObjectMeta{Name: s.Metadata.Name},
		Spec:       api.SiteSpec{StackSpec: s.Spec, Team: "shop"},
	}
	all.Status = api.SiteStatus{
		Applied: s.DeepCopy(), Took: spec.NewDuration(1), Variables: spec.EnvNames{"url": {"A", "B"}},
		Hosts: spec.Names{"HOSTS"}, Sections: []spec.Extension{{Data: map[string]any{"replicas": int64(1)}}},
	}
	if s.Spec.Celery != nil {
		all.Status.Workers = s.Spec.Celery.DeepCopy().Workers
	}
	return all
}

// generate runs controller-gen on package api.
func generate(t *testing.T, arguments ...string) {
	t.Helper()
	command := exec.Command("go", append([]string{"tool", "controller-gen", "paths=./api"}, arguments...)...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, output)
	}
}

// tree returns an object as an API server has it.
func tree(t *testing.T, object any) map[string]any {
	t.Helper()
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
