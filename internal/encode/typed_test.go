package encode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/internal/worktest"
)

// newObjects makes one empty object of every type under test.
func newObjects() []any {
	return []any{
		&appsv1.Deployment{}, &appsv1.StatefulSet{}, &appsv1.DaemonSet{}, &corev1.Service{},
		&networkingv1.Ingress{}, &autoscalingv2.HorizontalPodAutoscaler{}, &batchv1.CronJob{},
		&networkingv1.NetworkPolicy{}, &policyv1.PodDisruptionBudget{}, &corev1.ConfigMap{},
		&corev1.Secret{}, &corev1.PersistentVolumeClaim{}, &corev1.Namespace{}, &corev1.ServiceAccount{},
	}
}

func TestTypedObjects(t *testing.T) {
	for seed := range uint64(worktest.Rounds(40)) {
		for _, object := range newObjects() {
			if seed > 0 { // the first is empty
				fill(reflect.ValueOf(object).Elem(), rand.New(rand.NewPCG(seed, 0)), 0)
			}
			want := jsonTree(t, object)
			removeNoise(want, fmt.Sprintf("%T", object))
			for _, v := range []any{object, reflect.ValueOf(object).Elem().Interface()} {
				got, err := encode.Tree(v)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, generic(t, got)); diff != "" {
					t.Fatalf("%T, seed %d: Tree (-want +got):\n%s", v, seed, diff)
				}
				sameYAML(t, want, v, got)
			}
		}
	}
}

// generic is a tree in Go's own maps and lists.
func generic(t *testing.T, n tree.Node) any {
	t.Helper()
	switch n.Kind() {
	case tree.Null:
		return nil
	case tree.String:
		return n.Value()
	case tree.List:
		list := make([]any, len(n.Items()))
		for i, item := range n.Items() {
			list[i] = generic(t, item)
		}
		return list
	case tree.Map:
		m := map[string]any{}
		for _, entry := range n.Items() {
			m[entry.Key] = generic(t, entry)
		}
		return m
	default: // a number or a truth value is JSON
		return readJSON(t, n.Value())
	}
}

// sameYAML checks that all are written as sigs.k8s.io/yaml writes want.
func sameYAML(t *testing.T, want any, all ...any) {
	t.Helper()
	text, err := yaml.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		got, err := encode.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), string(got)); diff != "" {
			t.Fatalf("%T: Marshal (-want +got):\n%s", v, diff)
		}
	}
}

// jsonTree is the tree of v's JSON, with whole numbers as int64.
func jsonTree(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return readJSON(t, string(text))
}

func readJSON(t *testing.T, text string) any {
	t.Helper()
	var out any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return int64s(out)
}

func int64s(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = int64s(x[k])
		}
	case []any:
		for i := range x {
			x[i] = int64s(x[i])
		}
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		f, _ := x.Float64()
		return f
	}
	return v
}

// removeNoise says by path what the package says by type.
func removeNoise(v any, path string) {
	switch x := v.(type) {
	case []any:
		for i := range x {
			removeNoise(x[i], path+"[]")
		}
	case map[string]any:
		for k := range x {
			at := path + "." + k
			removeNoise(x[k], at)
			inner, _ := x[k].(map[string]any)
			if isStatus(at) || inner != nil && len(inner) == 0 && isEmptyNoise(at) {
				delete(x, k)
			}
		}
	}
}

func isStatus(path string) bool {
	atTop := strings.Count(path, ".") == 2 // *v1.Deployment.status
	return strings.HasSuffix(path, ".status") && (atTop || strings.HasSuffix(path, ".volumeClaimTemplates[].status"))
}

func isEmptyNoise(path string) bool {
	resources := strings.HasSuffix(path, "ontainers[].resources")
	return resources || strings.HasSuffix(path, ".metadata") || path == "*v1.Namespace.spec" ||
		path == "*v1.Deployment.spec.strategy" ||
		path == "*v1.StatefulSet.spec.updateStrategy" || path == "*v1.DaemonSet.spec.updateStrategy"
}

func TestNoiseAndMeaning(t *testing.T) {
	cases := []struct {
		reason string
		value  any
		want   string
	}{
		{
			"an empty selector selects all pods: it stays",
			&networkingv1.NetworkPolicy{},
			"spec:\n  podSelector: {}\n",
		},
		{
			"an emptyDir is a volume: it stays",
			&corev1.Volume{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
			"emptyDir: {}\nname: tmp\n",
		},
		{
			"empty resources go, an empty security context stays",
			&corev1.Container{Name: "web", SecurityContext: &corev1.SecurityContext{}},
			"name: web\nsecurityContext: {}\n",
		},
		{
			"resources with empty lists are as empty",
			&corev1.Container{Name: "web", Resources: corev1.ResourceRequirements{Limits: corev1.ResourceList{}}},
			"name: web\n",
		},
		{
			"a null list is written: in a patch it means something",
			&corev1.PodSpec{},
			"containers: null\n",
		},
		{
			"an object with nothing left",
			&corev1.Namespace{},
			"{}\n",
		},
		{
			"trees keep all",
			map[string]any{"status": map[string]any{}, "resources": map[string]any{}},
			"resources: {}\nstatus: {}\n",
		},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			got, err := encode.Marshal(c.value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestConcurrent builds the same plans and writes the same values from many
// goroutines at once; it is for the race detector.
func TestConcurrent(t *testing.T) {
	d := deployment()
	want, err := encode.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				got, err := encode.Marshal(d)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("got %s, %v", got, err)
				}
				if _, err := encode.Tree(&corev1.Pod{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
