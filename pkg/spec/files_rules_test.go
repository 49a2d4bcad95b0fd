package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFileKeys(t *testing.T) {
	for _, tt := range []struct {
		reason string
		files  map[string]ConfigFile
		want   map[string]string
	}{
		{"a path", map[string]ConfigFile{"/etc/a/b.py": {}}, map[string]string{"/etc/a/b.py": "etc.a.b.py"}},
		{
			"three paths of one key",
			map[string]ConfigFile{"/a/b/c": {}, "/a.b/c": {}, "/a.b.c": {}},
			map[string]string{"/a.b.c": "a.b.c", "/a.b/c": "2-a.b.c", "/a/b/c": "3-a.b.c"},
		},
		{
			"the key with a number is a path's own",
			map[string]ConfigFile{"/2-a.b": {}, "/a.b": {}, "/a/b": {}},
			map[string]string{"/2-a.b": "2-a.b", "/a.b": "a.b", "/a/b": "3-a.b"},
		},
		{
			"a file of a Secret has none",
			map[string]ConfigFile{"/a.b": {SecretKey: &SecretKey{}}, "/a/b": {}},
			map[string]string{"/a/b": "a.b"},
		},
	} {
		if diff := cmp.Diff(tt.want, Django{Files: tt.files}.FileKeys()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}
