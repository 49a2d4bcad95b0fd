package kustomize

import (
	"fmt"
	"slices"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/tree"
)

// Kustomization holds the fields of a kustomization.yaml. The same value is written for
// kustomize and applied by [Build].
type Kustomization struct {
	// Header are lines of a comment at the top, without its sign.
	Header     []string
	OrderFirst []string // of kinds, in the order that sortOptions name them; as OrderLast
	OrderLast  []string
	Resources  []string
	Namespace  string
	// NamespaceFile, where it has a name, is the file of a transformer that sets the namespace
	// in the place of the field, and only of objects that have none.
	NamespaceFile string
	// ClusterTypes are those whose objects have no namespace, though kustomize would give them
	// one.
	ClusterTypes []ClusterType
	Labels       Labels
	Patches      []Patch

	ConfigMapGenerator []Generator
	SecretGenerator    *SecretGenerator

	Images   []Image
	Replicas []Replica
}

// Patch is one entry of patches.
type Patch struct {
	Path   string // of the file
	Target ID     // what it is called once it is patched
	Rename string // its name in the base, where the patch renames it
}

// SecretGenerator is the one entry of secretGenerator, which reads a file that is not part
// of the directory.
type SecretGenerator struct{ Name, EnvFile string }

// marshal writes the fields in kustomize's order, with keys sorted inside
// every entry: the form `kustomize edit` writes back unchanged.
func (k Kustomization) marshal(head []byte) ([]byte, error) {
	out := slices.Clip(head)
	for _, line := range k.Header {
		out = append(out, comment(line)+"\n"...)
	}
	for _, field := range k.topLevel() {
		var err error
		if out, err = encode.Append(out, tree.OfMap(field)); err != nil {
			return nil, fmt.Errorf("kustomization.yaml: %s: %w", field.Key, err)
		}
	}
	return out, nil
}

func comment(line string) string {
	if line == "" {
		return "#"
	}
	return "# " + line
}

func (k Kustomization) topLevel() []tree.Node {
	out := []tree.Node{text("apiVersion", "kustomize.config.k8s.io/v1beta1"), text("kind", "Kustomization")}
	if len(k.OrderFirst) > 0 {
		kinds := tree.OfMap(texts("orderFirst", k.OrderFirst), texts("orderLast", k.OrderLast))
		out = append(out, tree.OfMap(kinds.Under("legacySortOptions"), text("order", "legacy")).Under("sortOptions"))
	}
	if len(k.Resources) > 0 {
		out = append(out, texts("resources", k.Resources))
	}
	if k.Namespace != "" && k.NamespaceFile == "" {
		out = append(out, text("namespace", k.Namespace))
	}
	if len(k.Labels.pairs.Items()) > 0 {
		out = append(out, tree.OfList(k.Labels.entry()).Under("labels"))
	}
	out = appendList(out, "patches", k.Patches, Patch.entry)
	out = appendList(out, "configMapGenerator", k.ConfigMapGenerator, Generator.entry)
	if k.SecretGenerator != nil {
		out = append(out, tree.OfList(k.SecretGenerator.entry()).Under("secretGenerator"))
	}
	out = appendList(out, "images", k.Images, Image.entry)
	out = appendList(out, "replicas", k.Replicas, Replica.entry)
	if files := k.transformers(); len(files) > 0 {
		out = append(out, texts("transformers", files))
	}
	return out
}

// transformers are the files of those, in the order in which they do their work.
func (k Kustomization) transformers() []string {
	var files []string
	if k.NamespaceFile != "" {
		files = append(files, k.NamespaceFile)
	}
	for _, t := range k.ClusterTypes {
		files = append(files, t.File)
	}
	return files
}

func appendList[T any](out []tree.Node, name string, list []T, entry func(T) tree.Node) []tree.Node {
	if len(list) == 0 {
		return out
	}
	entries := make([]tree.Node, len(list))
	for i, element := range list {
		entries[i] = entry(element)
	}
	return append(out, tree.OfList(entries...).Under(name))
}

func (p Patch) entry() tree.Node {
	if p.Rename == "" {
		return tree.OfMap(text("path", p.Path))
	}
	group, version := p.Target.groupVersion()
	options := tree.OfMap(tree.OfBool(true).Under("allowNameChange"))
	target := tree.OfMap(
		text("group", group), text("kind", p.Target.Kind), text("name", p.Rename), text("version", version))
	return tree.OfMap(text("path", p.Path), options.Under("options"), target.Under("target"))
}

func (s SecretGenerator) entry() tree.Node {
	options := tree.OfMap(tree.OfBool(true).Under("disableNameSuffixHash"))
	return tree.OfMap(texts("envs", []string{s.EnvFile}), text("name", s.Name), options.Under("options"))
}

// text returns an entry of a map.
func text(key, value string) tree.Node { return tree.OfString(value).Under(key) }

// texts returns an entry with a list.
func texts(key string, values []string) tree.Node {
	list := make([]tree.Node, len(values))
	for i, value := range values {
		list[i] = tree.OfString(value)
	}
	return tree.OfList(list...).Under(key)
}
