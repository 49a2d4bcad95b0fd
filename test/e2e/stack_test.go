package e2e

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// stack is one example in one environment on the cluster.
type stack struct {
	example, environment string
	// folder is that of the example where it is not called as the example.
	folder string
	// file is that of a stack of the suite's own, which no example is.
	file string
	// host is the public one.
	host string
	// https is how the public reaches it.
	https bool
	// ingress is the namespace of the way in; the probe stands there.
	ingress string
	// outside is its database where that is outside the cluster.
	outside *outside
	// tight: a small node has no room for one more pod of each workload at a time.
	tight bool
	// grows: its claims have the autoscaler start all the pods it may.
	grows bool
	// patience is how long its claims wait: those that wait longest come first.
	patience time.Duration
	// change is what a test changes of the example's spec; nil for nothing.
	change func(*spec.DjangoStack)

	dir string
	// asks is what its pods ask for, held what is kept for them.
	asks requests
	held int64
	// said tells the others that it waits for room, called is closed when it has what
	// it waits for.
	said   func()
	called chan struct{}
	// looked is what its containers said of themselves.
	looked []container
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
		"SECRET_KEY":         "a-secret-key-of-fifty-characters-is-all-it-asks-for",
		"DATABASE_PASSWORD":  "abcdefghijklmnopqrstuvwxyz012345",
		"BROKER_PASSWORD":    "543210zyxwvutsrqponmlkjihgfedcba",
		"CACHE_PASSWORD":     "0a1b2c3d4e5f6g7h8i9j",
		"SUPERUSER_PASSWORD": superuserPassword,
		"FLOWER_BASIC_AUTH":  flowerLogin,
	},
	"mail":    {"password": "none"},
	"payment": {"api-key": "none"},
	"pg":      {"username": "recruitment", "password": "98765432109876543210abcdefghijkl"},
	"pool":    {"username": "servers", "password": "0123456789abcdefghijklmnopqrstuv"},
	"mysql":   {"username": "shop", "password": "lkjihgfedcba01234567890123456789"},
}

// spec is the example's, with the test's change.
func (s *stack) spec(t *testing.T) *spec.DjangoStack {
	t.Helper()
	file := cmp.Or(s.file, filepath.Join("..", "..", "examples", cmp.Or(s.folder, s.example), "stack.yaml"))
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root := filepath.Join("..", "..", "examples")
	if s.file != "" {
		root = "stacks"
	}
	path, err := filepath.Rel(root, file)
	if err != nil {
		t.Fatal(err)
	}
	within := spec.Repository{FS: os.DirFS(root), Path: filepath.ToSlash(path)}
	document, err := spec.Loader{}.In(within).Load(f, file)
	if err != nil {
		t.Fatal(err)
	}
	if s.change != nil {
		s.change(document.Stack)
	}
	return document.Stack
}

// alter applies the stack with one more change.
func (s *stack) alter(t *testing.T, change func(*spec.DjangoStack)) {
	t.Helper()
	before := s.change
	s.change = func(d *spec.DjangoStack) {
		if before != nil {
			before(d)
		}
		change(d)
	}
	s.compile(t)
	s.apply(t)
}

// compile writes the tree for the example with the test's change. Without one it
// must be the committed tree, byte for byte: that is what the claims are about. A
// stack of the suite's own has no committed tree.
func (s *stack) compile(t *testing.T) {
	t.Helper()
	files, err := overlays.Compile(t.Context(), s.spec(t))
	if err != nil {
		t.Fatal(err)
	}
	if s.change == nil && s.file == "" {
		committed := filepath.Join("..", "..", "golden", strings.ReplaceAll(cmp.Or(s.folder, s.example), "/", "-"))
		for _, f := range files {
			if data, err := os.ReadFile(filepath.Join(committed, f.Path)); err != nil || string(data) != string(f.Data) {
				t.Fatalf("golden/%s/%s is not what the example compiles to", s.example, f.Path)
			}
		}
	}
	if s.dir == "" {
		s.dir = t.TempDir()
	}
	if _, err := overlays.Write(t.Context(), s.dir, files); err != nil {
		t.Fatal(err)
	}
}

// beside brings the stack up beside others, as soon as there is room for it.
func (s *stack) beside(t *testing.T) *stack {
	t.Helper()
	s.said = nodes.expect(t)
	t.Parallel()
	s.clear(t)
	s.compile(t)
	kubectl(t, "apply", "-f", filepath.Join(s.overlay(), "namespace.yaml"))
	s.putSecrets(t)
	s.enter(t)
	t.Cleanup(func() { s.down(t) })
	s.apply(t)
	if s.outside != nil {
		s.outside.start(t)
	}
	s.ready(t, 5*time.Minute)
	nodes.settle(s)
	return s
}

// putSecrets fills in what the overlay says must exist: a file beside it, which the
// stack's own Secret is made of, and other Secrets in the namespace.
func (s *stack) putSecrets(t *testing.T) {
	t.Helper()
	put := maps.Clone(secrets)
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
		delete(put, "secrets")
	}
	var list []corev1.Secret
	for name, values := range put {
		list = append(list, corev1.Secret{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
			ObjectMeta: metav1.ObjectMeta{Name: s.name(name), Namespace: s.namespace()},
			StringData: values,
		})
	}
	manage(t, documents(t, list), "create")
}

// apply is what a person or a pipeline does.
func (s *stack) apply(t *testing.T) string {
	t.Helper()
	return kubectl(t, "apply", "-k", s.overlay())
}

// down makes room and deletes the namespace.
func (s *stack) down(t *testing.T) {
	t.Helper()
	if t.Failed() && os.Getenv("E2E_KEEP") != "" {
		nodes.leave(s) // the others must do with what is left
		return
	}
	s.clear(t)
}

// clear deletes the namespace and hands its volumes back. The pods go first, and at
// once: a namespace waits for them by half their time to end, be they gone or not.
func (s *stack) clear(t *testing.T) {
	t.Helper()
	if len(get[corev1.NamespaceList](t, "namespaces", "--field-selector=metadata.name="+s.namespace()).Items) == 0 {
		return
	}
	kubectl(t, "delete", "deployments,replicasets,statefulsets,cronjobs,jobs", "-n", s.namespace(), "--all", "--cascade=orphan")
	kubectl(t, "delete", "pods", "-n", s.namespace(), "--all", "--grace-period=1")
	nodes.leave(s)
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

// sql asks the stack's database; columns come with tabs between them.
func (s *stack) sql(t *testing.T, query string) string {
	t.Helper()
	if s.outside != nil {
		return s.outside.sql(t, query)
	}
	pod := s.name("database") + "-0"
	if s.example == "shop" {
		return s.exec(t, pod, "mysql", "sh", "-c",
			`MYSQL_PWD="$MYSQL_PASSWORD" exec mysql -h 127.0.0.1 -u "$MYSQL_USER" -NBe "$1" "$MYSQL_DATABASE"`, "sql", query)
	}
	return s.exec(t, pod, "postgres",
		"psql", "-h", "127.0.0.1", "-U", s.example, "-d", s.example, "-AtF", "\t", "-c", query)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.0f s", d.Seconds()) }
