package overlays

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"
)

// encodeYAML and encodeTree stand in for internal/encode's Marshal and Tree
// until that package is merged; nothing else in this package encodes.

func encodeYAML(v any) ([]byte, error) { return yaml.Marshal(v) }

// encodeTree turns a typed object into maps, slices, strings, int64, float64
// and booleans, without the empty fields that only Go's encoder writes.
func encodeTree(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		return nil, err
	}
	out, err := numbers(decoded)
	if m, ok := out.(map[string]any); ok {
		delete(m, "status")
	}
	return out, err
}

// noise holds the struct fields without omitempty that encode as empty.
var noise = map[string]bool{"resources": true, "strategy": true, "updateStrategy": true, "status": true}

func numbers(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			child, err := numbers(value)
			if err != nil {
				return nil, err
			}
			v[key] = child
			if m, ok := child.(map[string]any); ok && len(m) == 0 && noise[key] || child == nil && key == "creationTimestamp" {
				delete(v, key)
			}
		}
		return v, nil
	case []any:
		for i, value := range v {
			child, err := numbers(value)
			if err != nil {
				return nil, err
			}
			v[i] = child
		}
		return v, nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		f, err := v.Float64()
		if err != nil {
			return nil, fmt.Errorf("number %s: %w", v, err)
		}
		return f, nil
	}
	return v, nil
}
