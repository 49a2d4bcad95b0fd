package conformance

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// goldenDir holds EXAMPLE/built/ENVIRONMENT.yaml. The variable GOLDEN_DIR points
// the tests at another tree.
func goldenDir() string { return cmp.Or(os.Getenv("GOLDEN_DIR"), filepath.Join("..", "..", "golden")) }

// TestGoldens takes every example through the server, its environments side by
// side in one cluster as they are while a release moves from dev to prod.
func TestGoldens(t *testing.T) {
	examples, err := loadExamples(goldenDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(examples) == 0 {
		t.Fatalf("%s holds no EXAMPLE/built/ENVIRONMENT.yaml: nothing was proved", goldenDir())
	}
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		t.Run(name, example(examples[name]).test)
	}
}

// example is one stack in all its environments.
type example []environment

func (environments example) test(t *testing.T) {
	t.Parallel() // a server spends half of its start waiting
	cluster := newCluster(t)
	if err := cluster.installCRDs(t.Context(), crdDir, environments); err != nil {
		t.Fatalf("installing CRDs: %v", err)
	}
	var stacks []*stack
	for _, environment := range environments {
		t.Run(environment.name, func(t *testing.T) {
			s := newStack(cluster, environment)
			s.withAccounts = true
			stacks = append(stacks, s)
			for _, step := range s.steps() {
				t.Run(step.name, func(t *testing.T) {
					if err := step.run(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
		})
	}
	t.Run("environments leave one another alone", func(t *testing.T) {
		for _, s := range stacks {
			if err := s.untouched(t.Context()); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	})
}

// environment is what one overlay builds to.
type environment struct {
	name    string
	objects []*unstructured.Unstructured
}

// loadExamples reads every built environment below dir, by example, in the
// order of a release.
func loadExamples(dir string) (map[string][]environment, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "built", "*.yaml"))
	if err != nil {
		return nil, err
	}
	examples := map[string][]environment{}
	for _, path := range paths {
		objects, err := loadObjects(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		example := filepath.Base(filepath.Dir(filepath.Dir(path)))
		examples[example] = append(examples[example], environment{name, objects})
	}
	release := []string{"prod", "staging", "dev"} // any other name (index -1) comes last
	for _, environments := range examples {
		slices.SortStableFunc(environments, func(a, b environment) int {
			return cmp.Compare(slices.Index(release, b.name), slices.Index(release, a.name))
		})
	}
	return examples, nil
}

// loadObjects reads a multi-document file, in its order.
func loadObjects(path string) ([]*unstructured.Unstructured, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseObjects(data)
}

// parseObjects refuses duplicate keys, which the server would never see.
func parseObjects(data []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		body, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return nil, fmt.Errorf("document %d: %w", len(objects)+1, err)
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(body); err != nil {
			return nil, fmt.Errorf("document %d: %w", len(objects)+1, err)
		}
		objects = append(objects, object)
	}
	if len(objects) == 0 {
		return nil, errors.New("holds no objects")
	}
	return objects, nil
}
