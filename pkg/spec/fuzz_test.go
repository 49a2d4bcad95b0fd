package spec

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/worktest"
)

// mergeReference is RFC 7386's own pseudocode, what assign is measured by.
func mergeReference(target, patch any) any {
	entries, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result := map[string]any{}
	if old, ok := target.(map[string]any); ok {
		maps.Copy(result, old)
	}
	for k, v := range entries {
		if v == nil {
			delete(result, k)
		} else {
			result[k] = mergeReference(result[k], v)
		}
	}
	return result
}

// The table of RFC 7386's appendix A.
func TestMergeReference(t *testing.T) {
	for _, tt := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var v [3]any
		for i, text := range tt {
			if err := json.Unmarshal([]byte(text), &v[i]); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(v[2], mergeReference(v[0], v[1])); diff != "" {
			t.Errorf("%s with %s (-want +got):\n%s", tt[0], tt[1], diff)
		}
	}
}

// For agrees with RFC 7386 on the marshalled stack, is idempotent, and leaves
// its source alone, whatever spec and patch Load lets through.
func FuzzMergePatch(f *testing.F) {
	for _, seed := range [][2]string{
		{`{}`, `{}`},
		{`{"web":{"replicas":2,"command":["a"]}}`, `{"web":{"replicas":null,"command":["b"],"autoscaling":{}}}`},
		{`{"celery":{"workers":{"a":{},"b":{"queues":["q"]}}}}`, `{"celery":{"workers":{"a":null,"c":{}},"beat":{}}}`},
		{`{"media":{"volume":{"size":"1Gi"}}}`, `{"media":{"volume":null,"bucket":{"name":"x"}}}`},
		{`{"databases":{"default":{"storage":{"size":"1Gi"}}}}`, `{"databases":{"default":{"storage":{"size":2,"class":"x"}}}}`},
		{`{"django":{"env":{"A":"1"},"hosts":["a.b"]}}`, `{"django":{"env":null,"hosts":[]}}`},
		{`{"web":{"timeout":"1m"}}`, `{"web":{"timeout":"2m","resources":{"limits":{"cpu":"1"}}}}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, spec, patch string) {
		stack := `{"apiVersion":"djangostack.dev/v1alpha1","kind":"DjangoStack","metadata":{"name":"x"},"spec":`
		var doc, override *Document
		var err, err2 error
		worktest.Bounded(t, len(spec)+len(patch), perByte, func() {
			doc, err = Load(strings.NewReader(stack+spec+"}"), "f")
			override, err2 = Load(strings.NewReader(stack+`{"environments":{"x":`+patch+"}}}"), "f")
		})
		if err != nil || err2 != nil || len(doc.Stack.Spec.Environments) > 0 {
			return
		}
		base := treeOf(t, marshal(t, doc.Stack.Spec))
		doc.Stack.Spec.Environments = override.Stack.Spec.Environments
		before := marshal(t, doc.Stack)
		got, err := doc.Stack.For("x")
		if err != nil {
			t.Fatal(err)
		}
		merged := mergeReference(base, treeOf(t, marshal(t, override.Stack.Spec.Environments["x"])))
		var want StackSpec
		if err := json.Unmarshal([]byte(marshal(t, merged)), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(marshal(t, want), marshal(t, got.Spec)); diff != "" {
			t.Errorf("not RFC 7386 (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, marshal(t, doc.Stack)); diff != "" {
			t.Errorf("the source changed (-want +got):\n%s", diff)
		}
		got.Spec.Environments = doc.Stack.Spec.Environments
		again, err := got.For("x")
		if err != nil {
			t.Fatal(err)
		}
		got.Spec.Environments = nil
		if diff := cmp.Diff(marshal(t, got), marshal(t, again)); diff != "" {
			t.Errorf("not idempotent (-once +twice):\n%s", diff)
		}
	})
}

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
