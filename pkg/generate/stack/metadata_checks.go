package stack

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// checkMetadata refuses labels and annotations that no API server takes.
func checkMetadata(o Object) error {
	err := checkKeys("label", o.GetLabels())
	if err == nil {
		err = checkKeys("annotation", o.GetAnnotations())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", describe(o), err)
	}
	return nil
}

// checkKeys refuses an illegal label or annotation, and one by which a file talks to kustomize:
// the objects that it builds would be others.
func checkKeys(what string, entries map[string]string) error {
	for _, key := range sorted.Keys(entries) {
		qualified := key
		if what == "annotation" {
			qualified = strings.ToLower(key) // as the API server does
		}
		switch {
		case len(validation.IsQualifiedName(qualified)) > 0:
			return fmt.Errorf("%s %q: the key must be one such as team or example.com/team; choose another", what, key)
		case what == "label" && len(validation.IsValidLabelValue(entries[key])) > 0:
			return fmt.Errorf("label %s: %q must have at most 63 letters, digits, '-', '_' and '.'; choose another value",
				key, entries[key])
		case what == "annotation" && spec.ForTools(key) && !strings.HasPrefix(key, labelDomain+"/"):
			return fmt.Errorf("annotation %s: is for tools that read files, to which the object would be another one; "+
				"remove it", key)
		}
	}
	return nil
}

// checkFields refuses what is written of an object where it is not what its methods say: they
// are what names, namespaces and labels are set by.
func checkFields(o Object, written any) error {
	fields, _ := written.(map[string]any)
	metadata, _ := fields["metadata"].(map[string]any)
	apiVersion, kind := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	for _, one := range []struct {
		field      string
		value      any
		methodsSay string
	}{
		{"apiVersion", fields["apiVersion"], apiVersion},
		{"kind", fields["kind"], kind},
		{"metadata.name", metadata["name"], o.GetName()},
		{"metadata.namespace", metadata["namespace"], o.GetNamespace()},
	} {
		if text, _ := one.value.(string); text != one.methodsSay {
			return fmt.Errorf("%s: %s: is written as %q; correct the type, whose TypeMeta has to be inline and whose "+
				"ObjectMeta has to be called metadata in JSON", describe(o), one.field, text)
		}
	}
	for _, field := range []string{"labels", "annotations"} {
		if value, there := metadata[field]; there && !isTexts(value) {
			return fmt.Errorf("%s: metadata.%s: must be a map of texts; correct it", describe(o), field)
		}
	}
	if _, list := fields["items"]; list && strings.HasSuffix(kind, "List") {
		return fmt.Errorf("%s: is a list, which kustomize takes apart; return its items", describe(o))
	}
	return nil
}

// isTexts reports whether a value is a map of texts.
func isTexts(value any) bool {
	entries, ok := value.(map[string]any)
	for _, entry := range entries {
		_, text := entry.(string)
		ok = ok && text
	}
	return ok
}

// checkSecretsOf refuses the Secrets that an object says it reads where none can have the name.
func checkSecretsOf(o Object) error {
	reader, ok := o.(SecretReader)
	if !ok {
		return nil
	}
	for _, ref := range reader.SecretKeys() {
		if ref.Key == "" {
			ref.Key = "whole"
		}
		if err := checkSecretKey(ref); err != nil {
			return fmt.Errorf("%s: SecretKeys: %w", describe(o), err)
		}
	}
	return nil
}
