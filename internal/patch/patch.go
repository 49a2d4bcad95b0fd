// Package patch changes objects, as trees of the types of encoding/json with int64 for whole
// numbers, by the patches of kubectl: strategic merge patches, JSON merge patches (RFC 7386) and
// JSON patches (RFC 6902). The work of a patch is bounded by its size and that of the object.
package patch

import (
	"encoding/json"
	"fmt"

	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// Error is what is wrong with a patch, and where in it.
type Error struct {
	// Path from the whole patch: .spec.replicas, [0].path; empty for the whole.
	Path string
	// Message says what is wrong; after a semicolon, the remedy.
	Message string
}

// Error returns both.
func (e *Error) Error() string {
	if e.Path == "" {
		return e.Message
	}
	return e.Path + ": " + e.Message
}

func errorAt(path, format string, args ...any) *Error {
	return &Error{Path: path, Message: fmt.Sprintf(format, args...)}
}

// Value returns a new tree of any Go value, as encoding/json has it.
func Value(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("cannot be written as JSON: %w", err)
	}
	var tree any
	if err := utiljson.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	return tree, nil
}
