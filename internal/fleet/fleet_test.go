package fleet

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

const stackYAML = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: NAME}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
`

func named(name string) string { return strings.Replace(stackYAML, "NAME", name, 1) }

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{
		"b.yaml", "a.yml", "c.json", "d.txt", ".hidden.yaml", "one/stack.yaml", "one/other.yaml", "two/stack.yml",
		"deep/er/stack.yaml", "folder.yaml/x", "odd/stack.yaml/x",
	} {
		write(t, filepath.Join(dir, path), "")
	}
	found, err := Find([]string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range found.List {
		path, _ := filepath.Rel(dir, s.Name)
		got = append(got, filepath.ToSlash(path))
	}
	if diff := cmp.Diff([]string{"a.yml", "b.yaml", "c.json", "one/stack.yaml"}, got); diff != "" {
		t.Errorf("a folder's stacks (-want +got):\n%s", diff)
	}
	if !found.Fleet {
		t.Error("a folder is no fleet")
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "lost.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, err := Find([]string{dir}, nil); err == nil || !strings.Contains(err.Error(), "lost.yaml: ") {
		t.Errorf("a stack that cannot be found is left out: %v", err)
	}
	alone, err := Find([]string{filepath.Join(dir, "b.yaml")}, nil)
	if err != nil || alone.Fleet {
		t.Errorf("one file is a fleet, or %v", err)
	}
}

func TestLoadAndCompile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"alpha", "beta", "gamma"} {
		write(t, filepath.Join(dir, name+".yaml"), named(name))
	}
	sources, err := Find([]string{dir, Stdin}, strings.NewReader(named("delta")))
	if err != nil {
		t.Fatal(err)
	}
	var steps atomic.Int64
	stacks, err := Load(t.Context(), overlays.Compiler{}, sources, func() { steps.Add(1) })
	if err := errors.Join(err, Failure(stacks)); err != nil {
		t.Fatal(err)
	}
	refused := errors.New("no room")
	err = Compile(t.Context(), stacks, func() { steps.Add(1) }, func(s *Stack, files []overlays.File) error {
		if len(files) == 0 {
			t.Errorf("%s: no files", s.Name())
		}
		if s.Name() == "beta" {
			return refused
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if steps.Load() != 8 {
		t.Errorf("%d steps, want two a stack", steps.Load())
	}
	for _, s := range stacks {
		if want := s.Name() == "beta"; errors.Is(s.Err, refused) != want {
			t.Errorf("%s: error %v", s.Name(), s.Err)
		}
	}
}

// TestFailureEnds: nobody reads the findings of a thousand files, but what was not
// written must be known.
func TestFailureEnds(t *testing.T) {
	stacks := make([]*Stack, 150)
	for i := range stacks {
		stacks[i] = &Stack{Errors: spec.Errors{{File: "a.yaml", Message: "wrong"}}}
	}
	stacks[149].Err = errors.New("no room")
	lines := strings.Split(Failure(stacks).Error(), "\n")
	if diff := cmp.Diff([]string{"a.yaml: wrong", "no room", "and 50 more stacks have errors"}, lines[99:]); diff != "" {
		t.Error(diff)
	}
}

func TestEachIsBounded(t *testing.T) {
	var running, most atomic.Int64
	err := each(t.Context(), 100, nil, func(int) {
		now := running.Add(1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		runtime.Gosched()
		running.Add(-1)
	})
	if err != nil {
		t.Error(err)
	}
	if limit := int64(runtime.GOMAXPROCS(0)); most.Load() > limit {
		t.Errorf("%d at a time, more than %d", most.Load(), limit)
	}
}

// TestContextEnds: what waits for input ends with the context, and so does a fleet between
// two of its stacks.
func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	waiting, writer := io.Pipe()
	defer writer.Close()
	found, err := Find([]string{Stdin}, waiting)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = writer.Write([]byte("kind: ")) // returns once it is read
		cancel()
	}()
	if _, err := Load(ctx, overlays.Compiler{}, found, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("reading: %v", err)
	}

	stacks, err := Load(t.Context(), overlays.Compiler{}, sources(named("alpha"), named("beta"), named("gamma")), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	err = Compile(ctx, stacks, nil, func(*Stack, []overlays.File) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("compiling: %v", err)
	}
}

// failure is what Load finds.
func failure(tb testing.TB, c overlays.Compiler, s Sources) error {
	tb.Helper()
	stacks, err := Load(tb.Context(), c, s, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return Failure(stacks)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
