package kustomize

import (
	"regexp"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/tree"
)

// Image is one entry of `images`: every container of the repository name gets
// the tag, the digest or both.
type Image struct {
	name, tag, digest string
	pattern           *regexp.Regexp // what kustomize matches; see compile
	literal           string         // what all it matches begins with
}

func (i Image) entry() tree.Node {
	out := []tree.Node{text("name", i.name)}
	if i.tag != "" {
		out = append(out, text("newTag", i.tag))
	}
	if i.digest != "" {
		out = append(out, text("digest", i.digest))
	}
	return tree.OfMap(out...)
}

func (i Image) String() string {
	out := i.name
	if i.tag != "" {
		out += ":" + i.tag
	}
	if i.digest != "" {
		out += "@" + i.digest
	}
	return out
}

// splitImage splits a reference as kustomize does: the first colon after the
// registry's name starts the tag.
func splitImage(ref string) Image {
	rest, digest, _ := strings.Cut(ref, "@")
	slash := max(strings.Index(rest, "/"), 0)
	name, tag := rest, ""
	if colon := strings.Index(rest[slash:], ":"); colon >= 0 {
		name, tag = rest[:slash+colon], rest[slash+colon+1:]
	}
	return Image{name: name, tag: tag, digest: digest}
}

// compile prepares kustomize's own test. The name is a pattern there, which
// is why ImagesFor looks at what else an entry would hit.
func (i Image) compile() (Image, bool) {
	pattern, err := regexp.Compile("^" + i.name + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$")
	i.pattern = pattern
	if regexp.QuoteMeta(i.name) == strings.ReplaceAll(i.name, ".", `\.`) {
		i.literal, _, _ = strings.Cut(i.name, ".")
	}
	return i, err == nil
}

func (i Image) matches(ref string) bool {
	return strings.HasPrefix(ref, i.literal) && i.pattern.MatchString(ref)
}

// apply returns t with the image in every container the entry matches, and whether that
// changes it.
func (i Image) apply(t *tree.Node) (tree.Node, bool) {
	if isDefinition(t) {
		return *t, false
	}
	wanted := i.String()
	return editContainers(t, func(container *tree.Node) (tree.Node, bool) {
		ref := container.Text("image")
		if ref == "" || ref == wanted || !i.matches(ref) {
			return *container, false
		}
		return container.With(tree.OfString(wanted), "image"), true
	})
}

// isDefinition reports an object in which kustomize looks for no images.
func isDefinition(t *tree.Node) bool { return t.Text("kind") == "CustomResourceDefinition" }

// ImagesFor returns an entry for each repository whose containers all have one tag and
// digest in an overlay, and another somewhere in the base.
func ImagesFor(base, want UsedImages) []Image {
	refs := map[string][]string{}
	for _, ref := range sorted.Keys(want.refs) {
		name := splitImage(ref).name
		refs[name] = append(refs[name], ref)
	}
	var out []Image
	for _, name := range sorted.Keys(refs) {
		entry := splitImage(refs[name][0])
		if len(refs[name]) > 1 || entry.tag == "" && entry.digest == "" || !hasOther(base.refs, entry) {
			continue
		}
		entry, ok := entry.compile()
		if ok && entry.keeps(want.refs) && !entry.hits(base.mounted) && !entry.hits(want.mounted) {
			out = append(out, entry)
		}
	}
	return out
}

// hasOther reports whether the base uses the repository with anything else.
func hasOther(inBase map[string]bool, entry Image) bool {
	for ref := range inBase {
		if splitImage(ref).name == entry.name && ref != entry.String() {
			return true
		}
	}
	return false
}

// keeps reports whether every reference the overlay wants stays as it is.
func (i Image) keeps(wanted map[string]bool) bool {
	for ref := range wanted {
		if i.matches(ref) != (ref == i.String()) {
			return false
		}
	}
	return true
}

func (i Image) hits(refs map[string]bool) bool {
	for ref := range refs {
		if i.matches(ref) {
			return true
		}
	}
	return false
}

// UsedImages are the references of containers, and those of image volumes.
// Kustomize 5.8 sets the images of volumes, earlier releases do not: what would
// hit one cannot be an entry.
type UsedImages struct{ refs, mounted map[string]bool }

// ImagesIn returns the images that objects use.
func ImagesIn(objects []*tree.Node) UsedImages {
	used := UsedImages{refs: map[string]bool{}, mounted: map[string]bool{}}
	for _, t := range objects {
		if !isDefinition(t) {
			visitContainers(t, func(container *tree.Node) {
				if ref := container.Get("image"); ref != nil && ref.Kind() == tree.String {
					used.refs[ref.Value()] = true
				}
			})
		}
		for _, path := range imageVolumes {
			for _, volume := range t.Elements(path...) {
				if ref := volume.Text("image", "reference"); ref != "" {
					used.mounted[ref] = true
				}
			}
		}
	}
	return used
}

// imageVolumes holds where pods have their volumes.
var imageVolumes = [][]string{
	{"spec", "volumes"},
	{"spec", "template", "spec", "volumes"},
	{"spec", "jobTemplate", "spec", "template", "spec", "volumes"},
}
