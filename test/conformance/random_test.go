package conformance

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	schedulingv1 "k8s.io/api/scheduling/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestRandomStacks: what the spec's own validation lets through the server accepts,
// and its pods may run. Otherwise a mistake would come to light as late as it can.
func TestRandomStacks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	writer := exec.CommandContext(t.Context(), "go", "run", "./test/random", "-n", "60", "-o", dir)
	writer.Dir = root
	if output, err := writer.CombinedOutput(); err != nil {
		t.Fatalf("writing random stacks: %v\n%s", err, output)
	}
	stacks, err := loadExamples(dir)
	if err != nil || len(stacks) == 0 {
		t.Fatalf("%d stacks: %v", len(stacks), err)
	}
	cluster := newCluster(t)
	for _, name := range slices.Sorted(maps.Keys(stacks)) {
		for _, e := range stacks[name] {
			t.Run(name, func(t *testing.T) {
				if err := cluster.addPriorityClasses(t.Context(), e.objects); err != nil {
					t.Fatal(err)
				}
				s := newStack(cluster, e)
				text, err := os.ReadFile(filepath.Join(dir, name, "stack.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				s.withAccounts = true
				s.unmeasured = withoutResources.Match(text)
				for _, step := range s.steps() {
					if err := step.run(t.Context()); err != nil {
						t.Errorf("%s: %v", step.name, err)
					}
				}
			})
		}
	}
}

// withoutResources is in a stack that removes what its pods ask for, which a quota
// would refuse.
var withoutResources = regexp.MustCompile(`(?m)^ *"?(resources|requests|limits|cpu|memory)"?: null,?$`)

// addPriorityClasses makes those that pods name: they are the cluster's own, as
// nodes are.
func (c *cluster) addPriorityClasses(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, o := range objects {
		name, _, _ := unstructured.NestedString(podTemplate(o), "spec", "priorityClassName")
		if name == "" {
			continue
		}
		class := &schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{Name: name}, Value: 1}
		_, err := c.admin.SchedulingV1().PriorityClasses().Create(ctx, class, metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) {
			return fmt.Errorf("priority class %s: %w", name, err)
		}
	}
	return nil
}
