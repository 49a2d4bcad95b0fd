package krm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// resourceList is a ResourceList: the document it came in, and the parts looked at.
type resourceList struct {
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
func parse(in io.Reader) (*resourceList, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", input, err)
	case len(data) > maxInput:
		return nil, listError(nil, "", "larger than 64 MiB")
	case len(bytes.TrimSpace(data)) == 0:
		return nil, listError(nil, "", "is empty; kustomize or kpt gives a "+listKind)
	}
	document, more, err := decode(data)
	if err != nil {
		return nil, err
	}
	l := &resourceList{document: document, root: document.Content[0]}
	if err := l.check(); err != nil {
		return nil, err
	}
	if more {
		return nil, listError(nil, "", "holds more than one document; a function gets one "+listKind)
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
		return nil, false, listError(nil, "", "is empty; kustomize or kpt gives a "+listKind)
	case err != nil:
		return nil, false, listError(nil, "", "is not YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return document, !errors.Is(decoder.Decode(&yaml.Node{}), io.EOF), nil
}

// listError returns a mistake in the list itself.
func listError(at *yaml.Node, path, message string) error {
	e := &spec.Error{File: input, Path: path, Code: spec.CodeInvalid, Message: message}
	if at != nil {
		e.Line, e.Column = at.Line, at.Column
	}
	return e
}
