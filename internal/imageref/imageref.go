// Package imageref reads names of container images by the grammar of
// github.com/distribution/reference. That package makes 4,000 objects of regular expressions at
// each start of a program, a good part of the time of a generate; the tests hold this one
// against it.
package imageref

import (
	"errors"
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

// hexadecimalDigits returns how many digits the digests of an algorithm have, 0 of none.
func hexadecimalDigits(algorithm string) int {
	switch algorithm {
	case "sha256":
		return 64
	case "sha384":
		return 96
	case "sha512":
		return 128
	default:
		return 0
	}
}

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
	case len(text) == imageID && isHexadecimal(text):
		return Reference{}, ErrInvalid
	}
	return Reference{Tag: tag, Digest: digest}, nil
}

// Name returns the text without tag and digest.
func Name(text string) string {
	name, _, _ := strings.Cut(text, "@")
	name, _, _ = cutTag(name)
	return name
}

// Full returns the text with the registry, the path and the tag that it stands for.
func Full(text string) string {
	name := Name(text)
	registry, path := cutRegistry(name)
	if strings.TrimPrefix(registry, "index.") == dockerHub {
		registry = dockerHub
	}
	rest := text[len(name):]
	if rest == "" {
		rest = ":latest"
	}
	return registry + "/" + path + rest
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
	return isPath(path) && isRegistry(registry) || isPath(registry+"/"+path)
}

// isRegistry reports whether a text is a host, by its name or by an address of IPv6 in
// brackets, with a port or without.
func isRegistry(text string) bool {
	host, port, ported := strings.Cut(text, ":")
	if strings.HasPrefix(text, "[") {
		end := strings.IndexByte(text, ']')
		if end < 2 || !only(text[1:end], ":0123456789ABCDEFabcdef") {
			return false
		}
		rest := text[end+1:]
		port, ported = strings.CutPrefix(rest, ":")
		host = ""
		if rest != "" && !ported {
			return false
		}
	}
	if ported && (port == "" || !only(port, digits)) {
		return false
	}
	return strings.HasPrefix(text, "[") || every(host, ".", isLabel)
}

func isLabel(text string) bool {
	return text != "" && only(text, letters+digits+"-") && text[0] != '-' && text[len(text)-1] != '-'
}

func isPath(text string) bool { return len(text) <= longestPath && every(text, "/", isElement) }

// isElement reports whether a text is one of a path: lower-case letters and digits, between
// which stand a dot, one or two underscores, or dashes.
func isElement(text string) bool {
	for {
		word := span(text, lower+digits)
		if word == 0 {
			return false
		}
		text = text[word:]
		if text == "" {
			return true
		}
		separator := text[:span(text, "._-")]
		if separator != "." && separator != "_" && separator != "__" && (separator == "" || !only(separator, "-")) {
			return false
		}
		text = text[len(separator):]
	}
}

func isTag(text string) bool {
	return text != "" && len(text) <= longestTag && only(text, letters+digits+"_.-") && text[0] != '.' && text[0] != '-'
}

func isDigest(text string) bool {
	algorithm, digest, _ := strings.Cut(text, ":")
	return len(digest) == hexadecimalDigits(algorithm) && isHexadecimal(digest)
}

func isHexadecimal(text string) bool { return text != "" && only(text, digits+"abcdef") }

// The characters that names are of.
const (
	digits  = "0123456789"
	lower   = "abcdefghijklmnopqrstuvwxyz"
	letters = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// span returns how many of a text's first bytes are among characters.
func span(text, characters string) int {
	i := 0
	for i < len(text) && strings.IndexByte(characters, text[i]) >= 0 {
		i++
	}
	return i
}

func only(text, characters string) bool { return span(text, characters) == len(text) }

// every reports whether all parts of a text are as they must be.
func every(text, separator string, is func(string) bool) bool {
	for part := range strings.SplitSeq(text, separator) {
		if !is(part) {
			return false
		}
	}
	return true
}
