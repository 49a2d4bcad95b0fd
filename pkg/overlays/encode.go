package overlays

import (
	"fmt"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Encode returns the YAML of each object as `kustomize build` prints it.
func Encode(list []stack.Object) ([][]byte, error) {
	out := make([][]byte, 0, len(list))
	for _, object := range list {
		t, err := encode.Tree(object)
		if err != nil {
			return nil, fmt.Errorf("encode %T %s: %w", object, object.GetName(), err)
		}
		data, err := encode.Marshal(t)
		if err != nil {
			return nil, fmt.Errorf("encode %T %s: %w", object, object.GetName(), err)
		}
		out = append(out, data)
	}
	return out, nil
}
