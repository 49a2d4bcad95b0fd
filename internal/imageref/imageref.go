// Package imageref reads names of container images by the grammar of
// github.com/distribution/reference. That package makes 4,000 objects of regular expressions at
// each start of a program, a good part of the time of a generate; the tests hold this one
// against it.
package imageref

import (
	"errors"
	"regexp"
	"strings"
)

// The errors of Parse.
var (
	ErrInvalid   = errors.New("not an image")
	ErrUpperCase = errors.New("an image's name has no capital letters")
)

// Reference is what follows an image's name.
type Reference struct {
	// Tag is empty where the text has none.
	Tag string
	// Digest is empty where the text has none, and otherwise an algorithm and hexadecimal
	// digits: sha256:0d1e…
	Digest string
}

// Lengths that the grammar allows.
const (
	longestPath = 255
	longestTag  = 128
	imageID     = 64
)

// hexadecimalDigits is how many digits the digests of each algorithm have.
var hexadecimalDigits = map[string]int{"sha256": 64, "sha384": 96, "sha512": 128}

var (
	registries  = regexp.MustCompile(`^(?:` + label + `(?:\.` + label + `)*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?$`)
	paths       = regexp.MustCompile(`^` + element + `(?:/` + element + `)*$`)
	tags        = regexp.MustCompile(`^[0-9A-Za-z_][0-9A-Za-z_.-]*$`)
	hexadecimal = regexp.MustCompile(`^[0-9a-f]+$`)
)

const (
	label   = `[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?`
	element = `[0-9a-z]+(?:(?:\.|__?|-+)[0-9a-z]+)*`
)

// Parse reads NAME, NAME:TAG, NAME@DIGEST and NAME:TAG@DIGEST, where NAME is a path, or a
// registry and a path.
func Parse(text string) (Reference, error) {
	name, digest, digested := strings.Cut(text, "@")
	name, tag, tagged := cutTag(name)
	registry, path := cutRegistry(name)
	switch {
	case path != strings.ToLower(path):
		return Reference{}, ErrUpperCase
	case !isName(registry, path), tagged && !isTag(tag), digested && !isDigest(digest):
		return Reference{}, ErrInvalid
	case len(text) == imageID && hexadecimal.MatchString(text):
		return Reference{}, ErrInvalid
	}
	return Reference{Tag: tag, Digest: digest}, nil
}

func cutTag(name string) (before, tag string, found bool) {
	last := strings.LastIndexByte(name, '/') + 1
	before, tag, found = strings.Cut(name[last:], ":")
	return name[:last] + before, tag, found
}

// dockerHub is the registry of names that begin with none.
const dockerHub = "docker.io"

// cutRegistry takes what stands before the first slash for a registry where a part of a path
// cannot look like it. Paths of one element belong to library on Docker Hub.
func cutRegistry(name string) (registry, path string) {
	registry, path = dockerHub, name
	first, rest, found := strings.Cut(name, "/")
	if found && (first == "localhost" || strings.ContainsAny(first, ".:") || first != strings.ToLower(first)) {
		registry, path = first, rest
	}
	if strings.TrimPrefix(registry, "index.") == dockerHub && !strings.Contains(path, "/") {
		path = "library/" + path
	}
	return registry, path
}

func isName(registry, path string) bool {
	return isPath(path) && registries.MatchString(registry) || isPath(registry+"/"+path)
}

func isPath(text string) bool { return len(text) <= longestPath && paths.MatchString(text) }

func isTag(text string) bool { return len(text) <= longestTag && tags.MatchString(text) }

func isDigest(text string) bool {
	algorithm, digits, _ := strings.Cut(text, ":")
	return len(digits) == hexadecimalDigits[algorithm] && hexadecimal.MatchString(digits)
}
