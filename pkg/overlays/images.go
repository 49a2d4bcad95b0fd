package overlays

import (
	"regexp"
	"slices"
	"strings"
)

// image is one entry of `images`: every container of the repository name gets
// the tag, the digest or both.
type image struct {
	name, tag, digest string
	pattern           *regexp.Regexp // what kustomize matches; see compile
}

func (i image) tree() tree {
	out := tree{"name": i.name}
	if i.tag != "" {
		out["newTag"] = i.tag
	}
	if i.digest != "" {
		out["digest"] = i.digest
	}
	return out
}

func (i image) String() string {
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
func splitImage(ref string) image {
	rest, digest, _ := strings.Cut(ref, "@")
	slash := max(strings.Index(rest, "/"), 0)
	name, tag := rest, ""
	if colon := strings.Index(rest[slash:], ":"); colon >= 0 {
		name, tag = rest[:slash+colon], rest[slash+colon+1:]
	}
	return image{name: name, tag: tag, digest: digest}
}

// compile prepares kustomize's own test. The name is a pattern there, which
// is why imagesFor looks at what else an entry would hit.
func (i image) compile() (image, bool) {
	pattern, err := regexp.Compile("^" + i.name + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$")
	i.pattern = pattern
	return i, err == nil
}

func (i image) matches(ref string) bool { return i.pattern.MatchString(ref) }

// apply is t with the image in every container the entry matches, and whether
// that changes it.
func (i image) apply(t tree) (tree, bool) {
	return editContainersOf(t, func(container tree) (tree, bool) {
		if ref, ok := container["image"].(string); ok && ref != i.String() && i.matches(ref) {
			return with(container, i.String(), "image"), true
		}
		return container, false
	})
}

// editContainers is v with some containers changed: elements of a field
// containers or initContainers at any depth, where kustomize looks for images.
func editContainers(v any, edit func(tree) (tree, bool)) (_ any, changed bool) {
	switch v := v.(type) {
	case tree:
		return editContainersOf(v, edit)
	case []any:
		out := v
		for i, element := range v {
			element, inner := editContainers(element, edit)
			if inner && !changed {
				out, changed = slices.Clone(v), true
			}
			if inner {
				out[i] = element
			}
		}
		return out, changed
	}
	return v, false
}

func editContainersOf(t tree, edit func(tree) (tree, bool)) (out tree, changed bool) {
	if t["kind"] == "CustomResourceDefinition" && t["spec"] != nil {
		return t, false
	}
	out = t
	for key, value := range t {
		value, inner := editContainers(value, edit)
		own := false
		if key == "containers" || key == "initContainers" {
			value, own = edited(value, edit)
		}
		if inner || own {
			out, changed = with(out, value, key), true
		}
	}
	return out, changed
}

// visitContainers calls visit for every element of a field containers or
// initContainers at any depth, where kustomize looks for images.
func visitContainers(v any, visit func(tree)) {
	switch v := v.(type) {
	case tree:
		if v["kind"] == "CustomResourceDefinition" && v["spec"] != nil {
			return
		}
		for key, value := range v {
			visitContainers(value, visit)
			if key == "containers" || key == "initContainers" {
				each(value, visit)
			}
		}
	case []any:
		for _, value := range v {
			visitContainers(value, visit)
		}
	}
}

// imagesFor finds the repositories whose containers all have one tag and
// digest in an environment, and another somewhere in the base.
func imagesFor(base, want []tree) []image {
	inBase, wanted := references(base), references(want)
	refs := map[string][]string{}
	for _, ref := range sortedKeys(wanted) {
		name := splitImage(ref).name
		refs[name] = append(refs[name], ref)
	}
	mounted := imageVolumes(append(append([]tree{}, base...), want...))
	var out []image
	for _, name := range sortedKeys(refs) {
		entry := splitImage(refs[name][0])
		if len(refs[name]) > 1 || entry.tag == "" && entry.digest == "" || !hasOther(inBase, entry) {
			continue
		}
		if entry, ok := entry.compile(); ok && entry.safe(wanted, mounted) {
			out = append(out, entry)
		}
	}
	return out
}

// hasOther reports whether the base uses the repository with anything else.
func hasOther(inBase map[string]bool, entry image) bool {
	for ref := range inBase {
		if splitImage(ref).name == entry.name && ref != entry.String() {
			return true
		}
	}
	return false
}

// safe reports whether the entry leaves every reference the environment wants
// as it is. Image volumes count against it: kustomize 5.8 sets their images,
// earlier releases do not.
func (i image) safe(wanted, mounted map[string]bool) bool {
	for ref := range wanted {
		if i.matches(ref) != (ref == i.String()) {
			return false
		}
	}
	for ref := range mounted {
		if i.matches(ref) {
			return false
		}
	}
	return true
}

func references(list []tree) map[string]bool {
	out := map[string]bool{}
	for _, t := range list {
		visitContainers(t, func(container tree) {
			if ref, ok := container["image"].(string); ok {
				out[ref] = true
			}
		})
	}
	return out
}

func imageVolumes(list []tree) map[string]bool {
	out := map[string]bool{}
	for _, t := range list {
		for _, path := range [][]string{
			{"spec", "volumes"},
			{"spec", "template", "spec", "volumes"},
			{"spec", "jobTemplate", "spec", "template", "spec", "volumes"},
		} {
			each(lookup(t, path...), func(volume tree) {
				if ref := text(volume, "image", "reference"); ref != "" {
					out[ref] = true
				}
			})
		}
	}
	return out
}
