package overlays_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestAnotherStacksFolder: one stack never takes the place of another unasked, also
// where its files have the same names, and after git changed line ends.
func TestAnotherStacksFolder(t *testing.T) {
	compiled := func(name string) []overlays.File {
		stack := blog()
		stack.Metadata.Name = name
		list, err := overlays.Compile(t.Context(), stack)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	blog, shop := compiled("blog"), compiled("shop")
	noBase := func(list []overlays.File) []overlays.File {
		var out []overlays.File
		for _, file := range list {
			if !strings.HasPrefix(file.Path, "base/") {
				out = append(out, file)
			}
		}
		return out
	}
	crlf := func(list []overlays.File) []overlays.File {
		var out []overlays.File
		for _, file := range list {
			out = append(out, overlays.File{Path: file.Path, Data: []byte(strings.ReplaceAll(string(file.Data), "\n", "\r\n"))})
		}
		return out
	}
	for _, old := range [][]overlays.File{blog, noBase(blog), crlf(blog)} {
		dir := t.TempDir()
		write(t, dir, old)
		before := readTree(t, dir)
		_, wrote := overlays.Write(t.Context(), dir, shop)
		_, checked := overlays.Check(t.Context(), dir, shop)
		for _, err := range []error{wrote, checked} {
			if conflict, ok := errors.AsType[*overlays.ConflictError](err); !ok || conflict.Conflicts[0].Reason != overlays.ConflictOtherStack || !strings.Contains(err.Error(), "holds the tree of the stack blog, not of shop; choose another folder") {
				t.Errorf("%v", err)
			}
		}
		if got := readTree(t, dir); !reflect.DeepEqual(got, before) {
			t.Error("something was written")
		}
		write(t, dir, shop, overlays.Force())
		if report, err := overlays.Check(t.Context(), dir, shop); err != nil || !report.Clean() {
			t.Errorf("%s, %v", said(report), err)
		}
	}
}
