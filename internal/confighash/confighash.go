// Package confighash computes the name suffix kustomize gives a generated
// ConfigMap, without importing kustomize. Everything that names a ConfigMap
// before it is built calls it, so that a name known in Go is the name in the
// cluster. Jobs, which kustomize does not name, get a suffix of the same form.
package confighash

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/internal/encode"
)

// letters is kustomize's substitution: no vowels and no digits that look like
// them, so that a suffix never spells a word.
var letters = strings.NewReplacer("0", "g", "1", "h", "3", "k", "a", "m", "e", "t")

// Suffix returns the ten characters kustomize appends to the name of a ConfigMap
// with this data and binaryData. They depend on nothing else: neither labels,
// annotations and namespace nor, in spite of kustomize's own comments, the
// name (it looks up a field called "metadata/name", which no object has).
func Suffix(data map[string]string, binaryData map[string][]byte) string {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	writeContent(buffer, data, binaryData)
	return suffix(buffer.Bytes())
}

// Value returns ten characters that depend on what is applied of v, a Kubernetes type or part
// of one, and on nothing else: neither on the order of its fields in Go nor on those that are
// empty. A value that has no JSON is a mistake in the program.
func Value(v any) string {
	node, err := encode.Tree(v)
	if err != nil {
		panic("confighash: " + err.Error())
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	writeNode(buffer, &node)
	return suffix(buffer.Bytes())
}

func suffix(content []byte) string {
	sum := sha256.Sum256(content)
	return letters.Replace(hex.EncodeToString(sum[:])[:10])
}

// size is what a ConfigMap mostly has, in bytes.
const size = 32 << 10

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, size)) }}
