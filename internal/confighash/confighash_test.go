package confighash

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/kustomize/api/hasher"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

func TestSuffixIsKustomizes(t *testing.T) {
	tests := []struct {
		reason string
		cm     corev1.ConfigMap
	}{
		{"an absent data field hashes as an empty string", corev1.ConfigMap{}},
		{"empty maps are absent on the wire", corev1.ConfigMap{Data: map[string]string{}, BinaryData: map[string][]byte{}}},
		{"plain settings", corev1.ConfigMap{Data: map[string]string{"LOG_LEVEL": "INFO", "DEBUG": ""}}},
		{"values that look like other types stay strings", corev1.ConfigMap{Data: map[string]string{"A": "1", "B": "true", "C": "null", "D": "1e3", "E": "~"}}},
		{"encoding/json escapes HTML, and so does kustomize", corev1.ConfigMap{Data: map[string]string{"A": "a<b>&c"}}},
		{"multi-line bodies, tabs and line separators", corev1.ConfigMap{Data: map[string]string{"nginx.conf": "a\n\tb\r\n\u2028é✓\n\n"}}},
		{"binary data joins only when there is some", corev1.ConfigMap{BinaryData: map[string][]byte{"x": {0, 255, 1}}}},
		{"both maps", corev1.ConfigMap{Data: map[string]string{"a": "b"}, BinaryData: map[string][]byte{"x": {0xff}}}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			cm := test.cm.DeepCopy()
			cm.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"}
			cm.Name, cm.Labels = "shop-settings", map[string]string{"does": "not-count"}
			text, err := yaml.Marshal(cm)
			if err != nil {
				t.Fatal(err)
			}
			want, err := (&hasher.Hasher{}).Hash(kyaml.MustParse(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			if got := Suffix(cm.Data, cm.BinaryData); got != want {
				t.Errorf("Suffix() = %s, kustomize says %s", got, want)
			}
		})
	}
}
