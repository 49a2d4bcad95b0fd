package policy

import (
	"encoding/json"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Policy is a DjangoStackPolicy and where it stands.
type Policy struct {
	DjangoStackPolicy
	// File is the name that the file was loaded by; empty for a policy that was built in Go.
	File string

	positions *strict.Positions
}

// maxSize is how large a file may be.
const maxSize = 1 << 20

// Load reads the one DjangoStackPolicy of a YAML or JSON file, as strictly as a stack. All
// mistakes are reported at once, in an error of type [spec.Errors].
func Load(r io.Reader, file string) (*Policy, error) {
	if r == nil {
		return nil, fmt.Errorf("%s: nothing to read; give the file of a %s", printable.Name(file), Kind)
	}
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", printable.Name(file), err)
	}
	if len(data) > maxSize {
		return nil, wrong(file, atTop(strict.CodeTooLarge, "must be at most 1 MiB"))
	}
	documents, syntax := fileType().Parse(data)
	switch {
	case syntax != nil:
		return nil, wrong(file, *syntax)
	case len(documents) != 1:
		return nil, wrong(file, atTop(strict.CodeRequired, fmt.Sprintf(
			"must hold one %s and holds %d documents; keep each policy in a file of its own", Kind, len(documents))))
	}
	return fromNode(documents[0], file)
}

// fromNode reads a policy from its node.
func fromNode(root *yaml.Node, file string) (*Policy, error) {
	p := &Policy{File: file, positions: strict.NewPositions(root)}
	if found := p.checkKind(root); found != nil {
		return nil, wrong(file, found...)
	}
	r := strict.NewReader(fileType(), "")
	tree, _ := r.Read(root)
	found, _ := r.Findings()
	data, err := json.Marshal(tree)
	if err == nil {
		// An empty list is not the same as an absent one, and JSON tells them apart.
		err = json.Unmarshal(data, &p.DjangoStackPolicy)
	}
	if err != nil {
		found = append(found, atTop(strict.CodeInvalid, "cannot be decoded: "+err.Error()))
	}
	refused := r.Refused()
	for _, f := range p.check(refused) {
		if !refused[f.Path] {
			found = append(found, f)
		}
	}
	if len(found) > 0 {
		return nil, wrong(file, found...)
	}
	return p, nil
}

func atTop(code strict.Code, message string) strict.Finding {
	return strict.Finding{Line: 1, Column: 1, Code: code, Message: message}
}

// wrong is what was found in a file.
func wrong(file string, found ...strict.Finding) error {
	var errs spec.Errors
	for _, f := range found {
		errs = append(errs, &spec.Error{
			File: file, Line: f.Line, Column: f.Column, Path: f.Path, Code: spec.Code(f.Code), Message: f.Message,
		})
	}
	return spec.JoinErrors(errs)
}
