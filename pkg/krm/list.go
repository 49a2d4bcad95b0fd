package krm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/jsonyaml"
	"github.com/djangostack/djangostack/pkg/spec"
)

const (
	listKind = "ResourceList"
	// maxInput bounds a list, in bytes. A package with all CRDs of a large
	// cluster has about ten mebibytes.
	maxInput = 64 << 20
	// maxValues bounds the values of one item: they are printed at a time, which
	// takes some 700 bytes for each. The largest CRDs have some 50,000.
	maxValues = 500_000
	// maxDepth bounds the maps and lists within each other in one item: keys that are
	// maps are printed each further in, on a line of its own. CRDs have some sixty.
	maxDepth = 500
	// input is what messages call the list.
	input = "<stdin>"
)

// list is a ResourceList: the document it came in, and the parts looked at.
type list struct {
	document *yaml.Node
	root     *yaml.Node
	items    *yaml.Node
	config   *yaml.Node // functionConfig, nil where there is none
	added    []addition // behind the items
	// rewritten says that a host has parsed and printed the items, so that
	// their lines are no longer those of any file.
	rewritten bool
}

// parse reads one ResourceList and refuses everything else: what a host would
// take for the whole answer must not be made of half a question.
func parse(in io.Reader) (*list, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", input, err)
	case len(data) > maxInput:
		return nil, wrong(nil, "", "larger than 64 MiB")
	case len(bytes.TrimSpace(data)) == 0:
		return nil, wrong(nil, "", "is empty; kustomize or kpt gives a "+listKind)
	}
	document, more, err := decode(data)
	if err != nil {
		return nil, err
	}
	l := &list{document: document, root: document.Content[0]}
	if err := l.check(); err != nil {
		return nil, err
	}
	if more {
		return nil, wrong(nil, "", "holds more than one document; a function gets one "+listKind)
	}
	return l, nil
}

// decode is the first document of JSON or YAML, and whether there are more.
func decode(data []byte) (document *yaml.Node, more bool, err error) {
	if json.Valid(data) {
		return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{jsonyaml.Parse(data)}}, false, nil
	}
	document = &yaml.Node{}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(document); {
	case errors.Is(err, io.EOF):
		return nil, false, wrong(nil, "", "is empty; kustomize or kpt gives a "+listKind)
	case err != nil:
		return nil, false, wrong(nil, "", "is not YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return document, !errors.Is(decoder.Decode(&yaml.Node{}), io.EOF), nil
}

// check looks at the list's own fields.
func (l *list) check() error {
	if kind := text(l.root, "kind"); kind != listKind {
		return wrong(l.root, "", fmt.Sprintf("holds no %s but %s; let kustomize or kpt call the function, "+
			"or give a stack's file to the command generate", listKind, describe(l.root)))
	}
	switch version := text(l.root, "apiVersion"); version {
	case "config.kubernetes.io/v1", "config.kubernetes.io/v1beta1":
	default:
		return wrong(l.root, "apiVersion", fmt.Sprintf("unknown version %q; "+
			"this release knows config.kubernetes.io/v1 and config.kubernetes.io/v1beta1", version))
	}
	if key := duplicate(l.root); key != nil {
		return wrong(key, key.Value, "duplicate key")
	}
	l.items = value(l.root, "items")
	switch {
	case l.items == nil:
		return wrong(l.root, "items", "missing; an empty list is items: []")
	case l.items.Kind != yaml.SequenceNode:
		return wrong(l.items, "items", "is no list")
	}
	for i, item := range l.items.Content {
		if item.Kind != yaml.MappingNode {
			return wrong(item, fmt.Sprintf("items[%d]", i), "is no object")
		}
		l.rewritten = l.rewritten || fromHost(item)
	}
	l.config = get(l.root, "functionConfig")
	if l.config != nil && l.config.ShortTag() == "!!null" {
		l.config = nil
	}
	l.rewritten = l.rewritten || fromHost(l.config)
	return l.checkPieces()
}

// checkPieces refuses what is larger than any object, and an alias of something in
// another item or field: once that is replaced, the alias would stand for nothing. No
// host writes such a list.
func (l *list) checkPieces() error {
	pieces := slices.Clone(l.items.Content)
	for _, field := range l.root.Content {
		if field != l.items {
			pieces = append(pieces, field)
		}
	}
	for _, piece := range pieces {
		if count(piece) > maxValues {
			return wrong(piece, "", fmt.Sprintf("holds more than %d values; no object needs a tenth of them", maxValues))
		}
		if below := beyond(piece, maxDepth); below != nil {
			return wrong(below, "", fmt.Sprintf("more than %d maps and lists are within each other; no object needs a "+
				"tenth of them", maxDepth))
		}
		own := map[*yaml.Node]bool{}
		if alias := stray(piece, own); alias != nil {
			return wrong(alias, "", "*"+alias.Value+" stands for something outside its object; write it out")
		}
	}
	return nil
}

// beyond is the first map or list below n that is within so many others; nil where
// there is none.
func beyond(n *yaml.Node, depth int) *yaml.Node {
	if len(n.Content) > 0 && depth == 0 {
		return n
	}
	for _, child := range n.Content {
		if found := beyond(child, depth-1); found != nil {
			return found
		}
	}
	return nil
}

// stray is an alias below n of an anchor that does not stand before it below n.
func stray(n *yaml.Node, own map[*yaml.Node]bool) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		if own[n.Alias] {
			return nil
		}
		return n
	}
	if n.Anchor != "" {
		own[n] = true
	}
	for _, child := range n.Content {
		if found := stray(child, own); found != nil {
			return found
		}
	}
	return nil
}

// wrong is a mistake in the list itself.
func wrong(at *yaml.Node, path, message string) error {
	e := &spec.Error{File: input, Path: path, Message: message}
	if at != nil {
		e.Line, e.Column = at.Line, at.Column
	}
	return e
}

// duplicate is the second of two equal keys.
func duplicate(n *yaml.Node) *yaml.Node {
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		name := resolve(n.Content[i]).Value
		if seen[name] {
			return n.Content[i]
		}
		seen[name] = true
	}
	return nil
}

// describe says what something is that should be something else.
func describe(n *yaml.Node) string {
	switch kind := text(n, "kind"); {
	case kind != "":
		return fmt.Sprintf("a %q", kind)
	case n.Kind == yaml.MappingNode:
		return "an object without a kind"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	default:
		return "text"
	}
}

// fromHost reports whether a host has put its annotations on an item.
func fromHost(item *yaml.Node) bool {
	annotations := get(item, "metadata", "annotations")
	if annotations == nil || annotations.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(annotations.Content); i += 2 {
		key := resolve(annotations.Content[i]).Value
		if strings.HasPrefix(key, hostPrefix) || key == legacyPath || key == legacyIndex {
			return true
		}
	}
	return false
}
