// Package confighash names objects by their content as kustomize does.
package confighash

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Suffix is what kustomize appends to a generated ConfigMap's name.
func Suffix(cm *corev1.ConfigMap) string {
	content := map[string]any{"kind": "ConfigMap", "name": cm.Name, "data": ""}
	if len(cm.Data) > 0 {
		content["data"] = cm.Data
	}
	return Value(content)
}

// Value is the hash of a value's JSON in the same letters.
func Value(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("confighash: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return strings.NewReplacer("0", "g", "1", "h", "3", "k", "a", "m", "e", "t").Replace(hex.EncodeToString(sum[:])[:10])
}
