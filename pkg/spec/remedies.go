package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/secrets"
)

// template is what to do about the language of Helm and Jinja in a stack.
const template = "is a template, and a stack is none; write the value, and what differs between environments under " +
	"spec.environments"

// isTemplate reports whether a value is {{ … }} alone: text in quotes, or without them a
// map whose only key is a map.
func isTemplate(n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode {
		if n.Style&yaml.FlowStyle == 0 || len(n.Content) == 0 {
			return false
		}
		key := n.Content[0]
		return key.Kind == yaml.MappingNode && len(key.Content) > 1 && isNull(key.Content[1])
	}
	text := strings.TrimSpace(n.Value)
	return n.Kind == yaml.ScalarNode && strings.HasPrefix(text, "{{") && strings.HasSuffix(text, "}}")
}

// neededIn are the fields that an object does not do without, by its type, where {} is
// refused. TestRemediesForEmptyObjects finds the others.
var neededIn = map[string]string{
	"Autoscaling":      "max",
	"Bucket":           "name",
	"Cron":             "schedule and manage",
	"Django":           "settings and hosts",
	"Egress":           "ports",
	"ExternalDatabase": "host",
	"ExternalService":  "host",
	"Image":            "repository and tag",
	"IngressTLS":       "issuer or secret",
	"Media":            "volume or bucket",
	"NetworkIngress":   "namespace or cidr",
	"Probe":            "path or command",
	"Process":          "manage or command",
}

// leastOf is the least that may stand for an object or a map by name.
func leastOf(s *shape) string {
	if needed := neededIn[s.typ.Name()]; s.kind == kindObject && needed != "" {
		return "a map with " + needed
	}
	return "{} for the defaults"
}

// imageParts is the remedy for an image that is written in one.
func imageParts(key, image string) string {
	name, digest, _ := strings.Cut(image, "@")
	slash := strings.LastIndexByte(name, '/')
	repository, tag := name, ""
	if colon := strings.LastIndexByte(name, ':'); colon > slash {
		repository, tag = name[:colon], name[colon+1:]
	}
	parts := "repository: " + repository
	if tag != "" {
		parts += fmt.Sprintf(", tag: %q", tag)
	}
	if digest != "" {
		parts += fmt.Sprintf(", digest: %q", digest)
	}
	return fmt.Sprintf("; write %s{%s}", key, parts)
}

// shellSigns make more of a text than its words.
const shellSigns = "\"'`\\$&|;<>()*?[]{}#~\n"

// wordsOf is a text as a list of its words. What takes a shell to read is one for the
// shell, and what holds a secret is not repeated.
func wordsOf(text string) string {
	switch {
	case secrets.In(text) != "":
		return "a list of its words"
	case strings.ContainsAny(text, shellSigns):
		return fmt.Sprintf("[sh, -c, %q]", text)
	}
	words := strings.Fields(text)
	for i, word := range words {
		if strings.ContainsAny(word, ",:@%!") || isAmbiguous(word) {
			words[i] = fmt.Sprintf("%q", word)
		}
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// isAmbiguous reports whether a plain word is other than text to YAML.
func isAmbiguous(word string) bool {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: word}
	return n.ShortTag() != "!!str" || isOldBool(n)
}

// foreign is the remedy for a field that others have and the object has not: what it is
// called here, or where its content belongs; "" where nothing is known.
func (s *shape) foreign(path, name string) (near, remedy string) {
	switch {
	case name == "enabled":
		parent := path[:strings.LastIndexByte(path, '.')]
		parent = parent[strings.LastIndexByte(parent, '.')+1:]
		return "", fmt.Sprintf("what is written is enabled; remove the line, and write %s: null in an environment that is "+
			"to be without", parent)
	case s.typ.Name() == "Secrets":
		return "", "a spec holds no secrets; put the value into the Secret itself, whose name is secrets.name, or into the " +
			"file that secrets.envFile names"
	case name == "url" && serviceURLs[s.typ.Name()] != "":
		return "", fmt.Sprintf("write external: {host: …} and the password's Secret, or put the whole URL into a Secret, "+
			"name it by django.secretEnv: {%s: {}}, and leave this out", serviceURLs[s.typ.Name()])
	case name == "secret" && s.typ.Name() == "ExternalService":
		return "", "write " + strings.TrimSuffix(path, ".external.secret") + ".password.secret"
	case podWords[name]:
		return "", "no field has that; patch the object in a kustomization of your own on top of the overlay"
	}
	for _, here := range fieldWords[name] {
		first, _, _ := strings.Cut(here, ".")
		if _, known := s.lookup(first); known {
			return first, "write " + here
		}
	}
	return "", ""
}
