package spec

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/strict"
)

// neededIn are the fields that an object does not do without, by its type, where {} is
// refused. TestRemediesForEmptyObjects finds the others.
var neededIn = map[string]string{
	"Autoscaling":      "max",
	"Bucket":           "name",
	"Container":        "image",
	"ContainerPort":    "port",
	"Cron":             "schedule and manage",
	"Django":           "settings and hosts",
	"Egress":           "ports",
	"ExternalDatabase": "host",
	"ExternalService":  "host",
	"Image":            "repository and tag",
	"IngressTLS":       "issuer or secret",
	"Job":              "manage or command",
	"Mail":             "host",
	"Manifest":         "template or file",
	"Media":            "volume or bucket",
	"Mount":            "volume",
	"NetworkIngress":   "namespace or cidr",
	"Patch":            "target and patch",
	"PatchTarget":      "component, kind or name",
	"Probe":            "path or command",
	"Process":          "manage or command",
	"Service":          "image",
	"ServicePort":      "port",
	"ServiceStorage":   "path",
	"ProxyReturn":      "status, location or text",
	"Sidecar":          "image",
	"Volume":           "configMap, secret, claim or scratch",
	"VolumeFiles":      "name",
}

// neededFields are the fields that an object does not do without.
func neededFields(t *strict.Type) string { return neededIn[typeName(t)] }

// otherKind is the remedy for what is no object, and what a message calls it. The text in the
// place of a reference may be the secret itself, and is not repeated.
func otherKind(t *strict.Type, key string, n *yaml.Node) (found, remedy string) {
	switch {
	case n.Kind != yaml.ScalarNode:
	case t.Go == secretKeyType:
		return "text", "name a Secret and its key, as in {secret: shop-mail, key: password}, and never the value"
	case t.Go == imageType && n.ShortTag() == "!!str":
		return "", imageParts(key, excerpt(n.Value))
	}
	return "", ""
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
	return fmt.Sprintf("write %s{%s}", key, parts)
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
		if strings.ContainsAny(word, ",:@%!") || strict.IsAmbiguous(word) {
			words[i] = fmt.Sprintf("%q", word)
		}
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// otherValue is the remedy for a value that others give a field.
func otherValue(value string, allowed []string) string {
	if remedy, known := otherValues[value]; known && slices.Contains(allowed, remedy.instead) {
		return remedy.how
	}
	return ""
}

// otherField is the remedy for a field that others have and the object has not: what it is
// called here, or where its content belongs; "" where nothing is known.
func otherField(t *strict.Type, path, name string) (near, remedy string) {
	switch typ := typeName(t); {
	case name == "enabled":
		parent := path[:strings.LastIndexByte(path, '.')]
		parent = parent[strings.LastIndexByte(parent, '.')+1:]
		return "", fmt.Sprintf("what is written is enabled; remove the line, and write %s: null in an environment that is "+
			"to be without", parent)
	case typ == "Secrets":
		return "", "a spec holds no secrets; put the value into the Secret itself, whose name is secrets.name, or into the " +
			"file that secrets.envFile names"
	case name == "url" && serviceURLs[typ] != "":
		return "", fmt.Sprintf("write external: {host: …} and the password's Secret, or put the whole URL into a Secret, "+
			"name it by django.secretEnv: {%s: {}}, and leave this out", serviceURLs[typ])
	case name == "secret" && typ == "ExternalService":
		return "", "write " + strings.TrimSuffix(path, ".external.secret") + ".password.secret"
	case podWords[name]:
		return "", "no field has that; patch the object in a kustomization of your own on top of the overlay"
	}
	for _, here := range fieldWords[name] {
		first, _, _ := strings.Cut(here, ".")
		if _, known := t.Field(first); known {
			return first, "write " + here
		}
	}
	return "", ""
}
