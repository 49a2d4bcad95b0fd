package bounds

import (
	"slices"
	"strings"
)

// Portable reports whether a file or folder of a name can be had on every system that
// git checks a tree out on. Windows drops dots at the end of a name, and takes some
// names for devices, whatever the extension and the case (learn.microsoft.com, "Naming
// Files, Paths, and Namespaces").
func Portable(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	return !slices.Contains(devices, stem) && !strings.HasSuffix(name, ".")
}

var devices = []string{
	"aux", "con", "nul", "prn",
	"com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// Alike is what two paths have in common that a file system may take for one: it knows
// no case, as on macOS and Windows, or drops dots at the end of names.
func Alike(path string) string {
	segments := strings.Split(strings.ToLower(path), "/")
	for i, segment := range segments {
		segments[i] = strings.TrimRight(segment, ".")
	}
	return strings.Join(segments, "/")
}
