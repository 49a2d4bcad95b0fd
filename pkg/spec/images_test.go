package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Scanned is an extension that runs two images.
type Scanned struct {
	Image   spec.ImageRef            `json:"image,omitempty"`
	Helpers map[string]spec.ImageRef `json:"helpers,omitempty"`
}

// TestImages: those that the file names, those of defaults and those of extensions.
func TestImages(t *testing.T) {
	l, err := spec.NewLoader(spec.NewExtensionType[Scanned]("scanner", nil))
	if err != nil {
		t.Fatal(err)
	}
	section, err := spec.NewExtension(map[string]any{"image": "a/scanner:1", "helpers": map[string]any{"x.y": "a/helper:1"}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := l.Effective(&spec.DjangoStack{
		Metadata: spec.Metadata{Name: "shop"},
		Spec: spec.StackSpec{
			Image:      spec.Image{Repository: "registry.example/acme/shop", Tag: "1.4.2"},
			Databases:  map[string]spec.Database{"default": {Version: "17"}},
			Extensions: map[string]spec.Extension{"scanner": section},
		},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"spec.image.repository":                "registry.example/acme/shop",
		"spec.databases.default.image":         "docker.io/library/postgres:17",
		"spec.extensions.scanner.image":        "a/scanner:1",
		"spec.extensions.scanner.helpers[x.y]": "a/helper:1",
	}
	if diff := cmp.Diff(want, e.Images()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
