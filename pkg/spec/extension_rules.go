package spec

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/sorted"
)

// validateExtensions asks the extensions' own rules.
func validateExtensions(r *report, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Extensions) {
		v, ok := s.Spec.Extensions[name].Value.(ExtensionValidator)
		if !ok {
			continue
		}
		path := field.NewPath("spec", "extensions", name)
		if message := caught("Validate", func() { r.take(v.Validate(path, r.effective)) }); message != "" {
			r.invalid(extensionPath(name), "%s", message)
		}
	}
}

func extensionPath(name string) string { return "spec.extensions" + segment(name) }

// caught calls a method of an extension, and says where it panicked.
func caught(method string, call func()) (message string) {
	defer func() {
		if p := recover(); p != nil {
			message = clean(fmt.Sprintf("%s panics: %v", method, p))
		}
	}()
	call()
	return ""
}
