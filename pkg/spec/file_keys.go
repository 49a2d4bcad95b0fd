package spec

import (
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// FileKeys are the keys that the files whose content stands in the spec have in their
// ConfigMap, by path: /etc/a/b.py is etc.a.b.py. Of two paths that would have one key,
// such as /etc/a.b.py beside it, the second gets a number before it.
func (d Django) FileKeys() map[string]string {
	keys, taken := map[string]string{}, map[string]bool{}
	for _, path := range sorted.Keys(d.Files) {
		if d.Files[path].SecretKey != nil {
			continue
		}
		key := plainKey(path)
		for n := 2; taken[key]; n++ {
			key = strconv.Itoa(n) + "-" + plainKey(path)
		}
		keys[path], taken[key] = key, true
	}
	return keys
}

// plainKey is a path in the letters of a key.
func plainKey(path string) string {
	return strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", ".")
}
