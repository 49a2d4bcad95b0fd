package spec

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/worktest"
)

// Load never panics, nor does Check of what Load could not read whole; the errors stand
// within the file; what Load accepts survives being marshalled and loaded again.
func FuzzLoad(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range seeds {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, body := range []string{
		"", "  web: {port: 0}\n", "  web: &a {command: *a}\n", "  web:\n\tport: 1\n", "  django: {env: {A: \"\\x85\\u2028\"}}\n",
		"  proxy: {bodySize: 1e3, staticMaxAge: 1.5h}\n", "  environments: {a: {web: null, proxy: {bodySize: .5}}}\n",
		"  django: {files: {? |\n a\n : {}}}\n", "  cron: {a: {schedule: \"TZ=0\"}}\n", "---\n" + head, "  web: !!map {}\n",
	} {
		f.Add([]byte(head + body))
	}
	f.Add([]byte(manyRefused))
	f.Add([]byte("a\u0085: b\xc2"))
	f.Add([]byte("{\"a\u2028\": \"b\", \"kind\": 1}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var doc *Document
		var err error
		worktest.Bounded(t, len(data), perByte, func() { doc, err = Load(bytes.NewReader(data), "f") })
		if err != nil {
			checkInside(t, data, err)
			if doc != nil {
				_, _, _ = doc.Resolve()
			}
			return
		}
		once := marshal(t, doc.Stack)
		again, err := Load(strings.NewReader(once), "f")
		if err != nil {
			t.Fatalf("not accepted again: %v\n%s", err, once)
		}
		if diff := cmp.Diff(once, marshal(t, again.Stack)); diff != "" {
			t.Errorf("changed (-once +twice):\n%s", diff)
		}
		for _, name := range doc.Stack.EnvironmentNames() {
			if _, err := doc.Stack.For(name); err != nil {
				t.Errorf("For(%q): %v", name, err)
			}
		}
	})
}

// What a file holds that a stack extends makes nobody panic, and what is wrong with it stands
// in the file; what is right is merged as Load would read it.
func FuzzExtends(f *testing.F) {
	for _, body := range []string{
		"  {}\n", "  web: {replicas: 3}\n", "  celery: null\n  environments: {prod: null, dev: {web: null}}\n",
		"  extends: [low.yaml]\n  web: {args: []}\n", "  extends: [middle.yaml]\n", "  web: &a {replicas: *a}\n", "  extends: [1, null, ../a]\n",
		"  environments: {dev: {extends: [low.yaml]}}\n", "  image: a\n  django:\n",
	} {
		f.Add([]byte(defaultsHead + body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := "  extends: [middle.yaml]\n  celery: {workers: {a: {}}}\n  environments: {dev: {web: {replicas: 1}}, prod: null}\n"
		loader := Loader{}.In(Repository{Path: "f", FS: fstest.MapFS{
			"middle.yaml": {Data: data},
			"low.yaml":    holding(defaultsHead + "  web: {replicas: 2, port: 9000}\n  environments: {dev: {celery: null}, prod: {}}\n"),
		}})
		doc, err := loader.Load(strings.NewReader(head+in), "f")
		if err != nil {
			for _, e := range AsErrors(err) {
				if e.File == "middle.yaml" {
					checkInside(t, data, Errors{e})
				}
			}
		}
		if doc == nil {
			t.Fatal("the stack's own file is right")
		}
		_, _, _ = doc.Resolve()
		if err != nil {
			return
		}
		for _, name := range doc.Stack.EnvironmentNames() {
			if _, err := doc.Stack.For(name); err != nil {
				t.Errorf("For(%q): %v", name, err)
			}
		}
	})
}

func checkInside(t *testing.T, data []byte, err error) {
	t.Helper()
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	lines := strings.Split(text, "\n")                                                                             // as JSON and editors have them
	more := strings.Split(strings.NewReplacer("\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n") // as YAML 1.1 has
	all := AsErrors(err)
	if len(all) == 0 {
		t.Fatalf("%v is of type %s", err, reflect.TypeOf(err))
	}
	for _, e := range all {
		if !stands(e, lines) && !stands(e, more) {
			t.Errorf("%v: no such place in\n%s", e, data)
		}
		if e.Message == "" {
			t.Errorf("%v: no message", e)
		}
	}
}

// stands reports whether an error is somewhere in the lines.
func stands(e *Error, lines []string) bool {
	return e.Line >= 1 && e.Line <= len(lines) && e.Column >= 1 && e.Column <= len(lines[e.Line-1])+1
}
