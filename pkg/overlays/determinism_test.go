package overlays_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestOrderOfInputDoesNotMatter compiles the same stack from files whose keys
// stand in another order each time, which is also the order in which its maps
// are filled.
func TestOrderOfInputDoesNotMatter(t *testing.T) {
	const rounds = 40 // each puts any two keys the other way round with a chance of a half
	want := treeDigest(t, spectest.Everything())
	var tree any
	data, err := json.Marshal(spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(worktest.Rounds(rounds)) {
		var file bytes.Buffer
		shuffled(&file, tree, rand.New(rand.NewPCG(seed, 1)))
		doc, err := spec.Load(&file, "shuffled.json")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := treeDigest(t, doc.Stack); got != want {
			t.Fatalf("seed %d: another tree", seed)
		}
	}
}

// shuffled writes a tree as JSON with the keys of every object in a random
// order.
func shuffled(out *bytes.Buffer, v any, r *rand.Rand) {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		out.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				out.WriteByte(',')
			}
			shuffled(out, name, r)
			out.WriteByte(':')
			shuffled(out, v[name], r)
		}
		out.WriteByte('}')
	case []any:
		out.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			shuffled(out, item, r)
		}
		out.WriteByte(']')
	default:
		data, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		out.Write(data)
	}
}

func treeDigest(t *testing.T, s *spec.DjangoStack) string {
	t.Helper()
	files, err := overlays.Compile(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, file := range files {
		fmt.Fprintf(sum, "%q %d\n%s", file.Path, len(file.Data), file.Data)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// TestResolvedAlike: a stack that was found valid before compiles to the same tree.
func TestResolvedAlike(t *testing.T) {
	resolved, err := overlays.Compiler{}.ResolveChecked(t.Context(), spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	files, err := resolved.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want, err := overlays.Compile(t.Context(), spectest.Everything())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Error(diff)
	}
}

// digestOnly makes the test binary print a digest instead of testing.
const digestOnly = "DJANGOSTACK_TEST_DIGEST"

// TestMachineDoesNotMatter compiles in processes with other numbers of cores,
// time zones, languages and garbage collection: nothing of the machine may
// reach the output.
func TestMachineDoesNotMatter(t *testing.T) {
	if os.Getenv(digestOnly) != "" {
		fmt.Fprintf(os.Stdout, "digest %s\n", treeDigest(t, spectest.Everything()))
		return
	}
	want := treeDigest(t, spectest.Everything())
	for _, environment := range []string{
		"GOMAXPROCS=1", "GOMAXPROCS=2", "GOMAXPROCS=8", "GOMAXPROCS=8 GOGC=1",
		"TZ=Asia/Tokyo LANG=ja_JP.UTF-8 LC_ALL=ja_JP.UTF-8", "TZ=America/St_Johns LANG=tr_TR LC_ALL=tr_TR",
		"TZ= LANG=C LC_ALL=C", "HOME=/nonexistent HOSTNAME=other USER=nobody",
	} {
		t.Run(environment, func(t *testing.T) {
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMachineDoesNotMatter$")
			command.Env = append(os.Environ(), digestOnly+"=1")
			command.Env = append(command.Env, strings.Fields(environment)...)
			out, err := command.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "digest "+want+"\n") {
				t.Errorf("%v, want digest %s, got\n%s", err, want, out)
			}
		})
	}
}
