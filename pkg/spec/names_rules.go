package spec

import (
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
)

// longestCollectionName bounds the names of workers, databases and the like:
// they become part of objects' names, labels and variables.
const longestCollectionName = 40

// name checks the key of a named collection.
func (r *report) name(path, name string) {
	if isCollectionName(name) {
		return
	}
	example := ""
	if usable := strings.ToLower(strings.ReplaceAll(name, "_", "-")); isCollectionName(usable) {
		example = ", such as " + usable
	}
	r.invalid(path, "%q must be a name that Kubernetes accepts; write lower-case letters, digits and dashes, at "+
		"most %d of them%s", name, longestCollectionName, example)
}

func isCollectionName(name string) bool { return len(name) <= longestCollectionName && isLabel(name) }

// objectName checks the name of an object in the cluster, such as a Secret.
func (r *report) objectName(path, name string) {
	if name != "" && len(validation.IsDNS1123Subdomain(name)) > 0 {
		r.invalid(path, "%q must be the name of an object; write lower-case letters, digits, dashes and dots", name)
	}
}

// qualifiedName checks a name that may have a domain before it, such as a class.
func (r *report) qualifiedName(path, name string) {
	if name != "" && len(validation.IsQualifiedName(name)) > 0 {
		r.invalid(path, "%q must be a qualified name; write one such as example.com/shared", name)
	}
}

// isLabel reports whether text is one label of a DNS name.
func isLabel(text string) bool { return len(validation.IsDNS1123Label(text)) == 0 }

// namespace checks the name of a namespace that is given.
func (r *report) namespace(path, name string) {
	if name != "" && !isLabel(name) {
		r.invalid(path, "%q must be the name of a namespace; write lower-case letters, digits and dashes, at most 63 of them",
			name)
	}
}

// portable checks a name that a file or folder of the tree gets.
func (r *report) portable(path, name string) (wrong bool) {
	if bounds.Portable(name) {
		return false
	}
	r.invalid(path, "the file or folder %q cannot be checked out on Windows, where it is the name of a device or loses "+
		"the dot at its end; choose another name", name)
	return true
}

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// consistsOf reports whether text has no other characters than allowed ones.
func consistsOf(text, allowed string) bool {
	for i := range len(text) {
		if strings.IndexByte(allowed, text[i]) < 0 {
			return false
		}
	}
	return true
}

// once checks that nothing stands in a list twice.
func once[T ~string](r *report, path string, list []T) {
	seen := make(map[T]bool, len(list))
	for i, item := range list {
		if seen[item] {
			r.invalid(path+"["+strconv.Itoa(i)+"]", "%s must not be in the list twice; remove one", item)
		}
		seen[item] = true
	}
}
