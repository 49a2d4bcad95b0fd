package kustomize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
)

type mapping = map[string]any

// pods makes a Deployment whose containers have the given images; "volume:"
// before one mounts it instead.
func pods(t *testing.T, images ...string) *tree.Node {
	t.Helper()
	containers, volumes := []any{}, []any{}
	for i, ref := range images {
		if mounted, ok := strings.CutPrefix(ref, "volume:"); ok {
			volumes = append(volumes, mapping{"name": "v", "image": mapping{"reference": mounted}})
			continue
		}
		containers = append(containers, mapping{"name": fmt.Sprint("c", i), "image": ref})
	}
	spec := mapping{"containers": containers, "volumes": volumes}
	return node(t, mapping{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": mapping{"name": "web"}, "spec": mapping{"template": mapping{"spec": spec}}})
}

func node(t *testing.T, m mapping) *tree.Node {
	t.Helper()
	n, err := encode.Tree(m)
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

func TestImagesFor(t *testing.T) {
	tests := []struct {
		reason     string
		base, want []string
		entries    string
	}{
		{"equal images need no entry", []string{"shop:1"}, []string{"shop:1"}, ""},
		{"one new tag", []string{"shop:1"}, []string{"shop:2"}, "shop:2"},
		{"the registry's port is not a tag", []string{"localhost:5000/shop:1"}, []string{"localhost:5000/shop:2"}, "localhost:5000/shop:2"},
		{"a tag becomes a digest", []string{"shop:1"}, []string{"shop@sha256:ab"}, "shop@sha256:ab"},
		{"a tag and a digest", []string{"shop:1"}, []string{"shop:2@sha256:ab"}, "shop:2@sha256:ab"},
		{"two tags of one repository cannot be one entry", []string{"shop:1", "shop:1"}, []string{"shop:2", "shop:3"}, ""},
		{"all containers follow, also those the base has at two tags", []string{"shop:1", "shop:2"}, []string{"shop:3", "shop:3"}, "shop:3"},
		{"another repository is a patch", []string{"shop:1"}, []string{"mirror/shop:1"}, ""},
		{"a dot in the name is a pattern, which must not hit another image", []string{"a.b/shop:1", "a-b/shop:1"}, []string{"a.b/shop:2", "a-b/shop:1"}, ""},
		{"an image volume follows in some releases and not in others", []string{"shop:1", "volume:shop:1"}, []string{"shop:2", "volume:shop:1"}, ""},
		{"entries are sorted", []string{"b:1", "a:1"}, []string{"b:2", "a:2"}, "a:2 b:2"},
		{"no tag at all cannot be set", []string{"shop:1"}, []string{"shop"}, ""},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			var got []string
			for _, entry := range ImagesFor(ImagesIn([]*tree.Node{pods(t, test.base...)}), ImagesIn([]*tree.Node{pods(t, test.want...)})) {
				got = append(got, entry.String())
			}
			if strings.Join(got, " ") != test.entries {
				t.Errorf("entries %v, want %q", got, test.entries)
			}
		})
	}
}

// TestImagesStayOutOfDefinitions: kustomize looks at the kind of the object, not
// at that of what is inside.
func TestImagesStayOutOfDefinitions(t *testing.T) {
	definition := mapping{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": mapping{"name": "d"},
		"spec": mapping{"containers": []any{mapping{"name": "c", "image": "shop:1"}}},
	}
	holder := mapping{
		"apiVersion": "example.com/v1", "kind": "Template", "metadata": mapping{"name": "t"}, "spec": definition,
	}
	entry, _ := Image{name: "shop", tag: "2"}.compile()
	for _, tc := range []struct {
		object  mapping
		reached bool
	}{{definition, false}, {holder, true}} {
		n := node(t, tc.object)
		if _, changed := entry.apply(n); changed != tc.reached {
			t.Errorf("%s: changed %v", tc.object["kind"], changed)
		}
		if used := ImagesIn([]*tree.Node{n}); used.refs["shop:1"] != tc.reached {
			t.Errorf("%s: uses %v", tc.object["kind"], used.refs)
		}
	}
}
