package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// stack is one example in one environment on the cluster.
type stack struct {
	example, environment string
	// host is the public one.
	host string
	// https is how the public reaches it.
	https bool
	// ingress is the namespace of the way in; the probe stands there.
	ingress string
	// change is what a test changes of the example's spec; nil for nothing.
	change func(*spec.DjangoStack)

	dir string
	// untried is why a claim was skipped.
	untried string
}

func (s *stack) namespace() string { return s.example + "-" + s.environment }
func (s *stack) overlay() string   { return filepath.Join(s.dir, "overlays", s.environment) }
func (s *stack) name(part string) string {
	return s.example + "-" + part
}

const (
	superuserPassword = "correct horse"
	flowerLogin       = "flower:power"
)

// secrets are what a person would have put into the cluster.
var secrets = map[string]map[string]string{
	"secrets": {
		"SECRET_KEY":         "a-secret-key-of-more-than-fifty-characters-for-django-to-be-content",
		"DATABASE_PASSWORD":  "abcdefghijklmnopqrstuvwxyz012345",
		"SUPERUSER_PASSWORD": superuserPassword,
		"FLOWER_BASIC_AUTH":  flowerLogin,
	},
	"mail": {"password": "none"},
}

// compile writes the tree for the example with the test's change. Without one it
// must be the committed tree, byte for byte: that is what the claims are about.
func (s *stack) compile(t *testing.T) {
	t.Helper()
	file := filepath.Join("..", "..", "examples", s.example, "stack.yaml")
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	document, err := spec.Load(f, file)
	if err != nil {
		t.Fatal(err)
	}
	if s.change != nil {
		s.change(document.Stack)
	}
	files, err := overlays.Compile(document.Stack)
	if err != nil {
		t.Fatal(err)
	}
	if s.change == nil {
		committed := filepath.Join("..", "..", "golden", s.example)
		for _, f := range files {
			if data, err := os.ReadFile(filepath.Join(committed, f.Path)); err != nil || string(data) != string(f.Data) {
				t.Fatalf("golden/%s/%s is not what the example compiles to", s.example, f.Path)
			}
		}
	}
	if s.dir == "" {
		s.dir = t.TempDir()
	}
	if _, err := overlays.Write(s.dir, files); err != nil {
		t.Fatal(err)
	}
}

// up brings the stack into an empty namespace and waits until all is ready.
func (s *stack) up(t *testing.T) {
	t.Helper()
	t.Cleanup(func() { s.down(t) })
	s.start(t)
}

// start is up for a stack that somebody else takes down.
func (s *stack) start(t *testing.T) {
	t.Helper()
	s.down(t)
	s.compile(t)
	kubectl(t, "apply", "-f", filepath.Join(s.overlay(), "namespace.yaml"))
	s.putSecrets(t)
	s.apply(t)
	s.ready(t, 5*time.Minute)
}

// putSecrets fills in what the overlay says must exist: a file beside it or
// Secrets in the namespace.
func (s *stack) putSecrets(t *testing.T) {
	t.Helper()
	if example, err := os.ReadFile(filepath.Join(s.overlay(), "secrets.env.example")); err == nil {
		lines := strings.Split(string(example), "\n")
		for i, line := range lines {
			if key, _, ok := strings.Cut(line, "="); ok {
				lines[i] = key + "=" + secrets["secrets"][key]
			}
		}
		file := filepath.Join(s.overlay(), "secrets.env")
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, values := range secrets {
		args := []string{"create", "secret", "generic", s.name(name), "-n", s.namespace()}
		for key, value := range values {
			args = append(args, "--from-literal="+key+"="+value)
		}
		kubectl(t, args...)
	}
}

// apply is what a person or a pipeline does.
func (s *stack) apply(t *testing.T) string {
	t.Helper()
	return kubectl(t, "apply", "-k", s.overlay())
}

// ready waits until every workload runs what was applied and every Job is done.
func (s *stack) ready(t *testing.T, limit time.Duration) time.Duration {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Log(s.diagnosis())
		}
	}()
	return eventually(t, limit, s.namespace()+" ready", func() error {
		if said := s.crashing(); said != "" {
			t.Fatal(said)
		}
		waiting, err := s.unready()
		if err != nil {
			return err
		}
		return failed(len(waiting) == 0, "waiting for %s", strings.Join(waiting, ", "))
	})
}

// unready names what is not there yet.
func (s *stack) unready() ([]string, error) {
	var waiting []string
	deployments, err := tryGet[appsv1.DeploymentList]("deployments", "-n", s.namespace())
	if err != nil {
		return nil, err
	}
	autoscalers, err := tryGet[autoscalingv2.HorizontalPodAutoscalerList]("hpa", "-n", s.namespace())
	if err != nil {
		return nil, err
	}
	least := map[string]int32{}
	for _, a := range autoscalers.Items {
		least[a.Spec.ScaleTargetRef.Name] = *a.Spec.MinReplicas
	}
	for _, d := range deployments.Items {
		st, want := d.Status, *d.Spec.Replicas
		want = max(want, least[d.Name])
		if st.ObservedGeneration != d.Generation || st.UpdatedReplicas != want || st.Replicas != want || st.AvailableReplicas != want {
			waiting = append(waiting, d.Name)
		}
	}
	sets, err := tryGet[appsv1.StatefulSetList]("statefulsets", "-n", s.namespace())
	if err != nil {
		return nil, err
	}
	for _, d := range sets.Items {
		if d.Status.ObservedGeneration != d.Generation || d.Status.ReadyReplicas != *d.Spec.Replicas {
			waiting = append(waiting, d.Name)
		}
	}
	jobs, err := tryGet[batchv1.JobList]("jobs", "-n", s.namespace())
	if err != nil {
		return nil, err
	}
	for _, j := range jobs.Items {
		if j.Status.Succeeded == 0 {
			waiting = append(waiting, j.Name)
		}
	}
	return waiting, nil
}

// down deletes the namespace and hands its volumes back.
func (s *stack) down(t *testing.T) {
	t.Helper()
	if t.Failed() && os.Getenv("E2E_KEEP") != "" {
		return
	}
	kubectl(t, "delete", "namespace", s.namespace(), "--ignore-not-found", "--timeout=4m")
	if err := releaseVolumes(s.namespace()); err != nil {
		t.Error(err)
	}
}

// pods are the running ones of a component, oldest first.
func (s *stack) pods(t *testing.T, component string) []corev1.Pod {
	t.Helper()
	list := get[corev1.PodList](t, "pods", "-n", s.namespace(), "-l", "app.kubernetes.io/component="+component)
	running := slices.DeleteFunc(list.Items, func(p corev1.Pod) bool {
		return p.DeletionTimestamp != nil || p.Status.Phase != corev1.PodRunning
	})
	slices.SortFunc(running, func(a, b corev1.Pod) int {
		return a.CreationTimestamp.Compare(b.CreationTimestamp.Time)
	})
	return running
}

// exec runs a command in a pod or workload ("deploy/blog-web").
func (s *stack) exec(t *testing.T, in, container string, command ...string) string {
	t.Helper()
	args := append([]string{"exec", "-n", s.namespace(), in, "-c", container, "--"}, command...)
	return strings.TrimSpace(kubectl(t, args...))
}

// sql asks the stack's own database.
func (s *stack) sql(t *testing.T, query string) string {
	t.Helper()
	return s.exec(t, s.name("database")+"-0", "postgres",
		"psql", "-h", "127.0.0.1", "-U", s.example, "-d", s.example, "-Atc", query)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.0f s", d.Seconds()) }
