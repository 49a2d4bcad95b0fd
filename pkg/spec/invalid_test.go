package spec_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

var updateInvalid = flag.Bool("update-invalid", false, "rewrite the expected messages of examples/invalid")

const wantPrefix = "# want: "

// TestInvalid loads every file of examples/invalid and compares all that is
// said about it, word by word, with the comments at its top.
func TestInvalid(t *testing.T) {
	files, err := filepath.Glob("../../examples/invalid/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if *updateInvalid {
				update(t, file)
			}
			data := readFile(t, file)
			want, _ := splitWant(string(data))
			got := messages(t, data)
			if len(got) == 0 {
				t.Fatal("is accepted")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// messages are all errors of a file, in its order.
func messages(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := spec.Load(bytes.NewReader(data), "")
	var loaded spec.Errors
	if err != nil && !errors.As(err, &loaded) {
		t.Fatalf("Load: %v", err)
	}
	if doc != nil {
		_, _, err := overlays.Compiler{}.Resolve(t.Context(), doc)
		loaded = spec.JoinErrors(loaded, spec.AsErrors(err))
	}
	var all []string
	for _, e := range loaded {
		all = append(all, strings.TrimSpace(e.Error()))
	}
	return all
}

func splitWant(text string) (want []string, body string) {
	for {
		line, rest, _ := strings.Cut(text, "\n")
		message, ok := strings.CutPrefix(line, wantPrefix)
		if !ok {
			return want, text
		}
		want, text = append(want, message), rest
	}
}

// update writes the messages of a file to its top. Their number moves the rest
// of the file, so it is counted first.
func update(t *testing.T, file string) {
	t.Helper()
	_, body := splitWant(string(readFile(t, file)))
	count := len(messages(t, []byte(body)))
	moved := strings.Repeat(wantPrefix+"\n", count) + body
	top := ""
	for _, message := range messages(t, []byte(moved)) {
		top += wantPrefix + message + "\n"
	}
	if err := os.WriteFile(file, []byte(top+body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
