package patch

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// Operation is one of a JSON patch.
type Operation struct {
	// Op is add, remove, replace, move, copy or test.
	Op string
	// Path and From are JSON pointers (RFC 6901): /spec/template.
	Path, From string

	raw json.RawMessage
}

// operations are those of RFC 6902, and which further members each must have.
var operations = map[string]string{
	"add": "value", "remove": "", "replace": "value", "move": "from", "copy": "from", "test": "value",
}

var operationNames = []string{"add", "remove", "replace", "move", "copy", "test"}

// OperationOf reads an operation. The path of an error begins in the operation.
func OperationOf(tree any) (Operation, *Error) {
	members, ok := tree.(map[string]any)
	if !ok {
		return Operation{}, errorAt("", "must be an operation; write one such as {op: remove, path: /spec/replicas}")
	}
	for _, name := range sorted.Keys(members) {
		if !slices.Contains([]string{"op", "path", "from", "value"}, name) {
			return Operation{}, errorAt(strict.Segment(name), "unknown field; expected one of op, path, from, value")
		}
	}
	op, _ := members["op"].(string)
	needed, known := operations[op]
	if !known {
		remedy := "write one of " + strings.Join(operationNames, ", ")
		if near, ok := strict.Nearest(op, operationNames); ok {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		return Operation{}, errorAt(".op", "must be an operation of a JSON patch; %s", remedy)
	}
	o := Operation{Op: op}
	var err *Error
	if o.Path, err = pointer(members, "path"); err != nil {
		return Operation{}, err
	}
	if needed == "from" {
		if o.From, err = pointer(members, "from"); err != nil {
			return Operation{}, err
		}
	} else if _, given := members[needed]; needed != "" && !given {
		return Operation{}, errorAt("", "%s must have a value; write it", op)
	}
	raw, failed := json.Marshal(members)
	if failed != nil {
		return Operation{}, errorAt("", "cannot be written as JSON: %v; correct it", failed)
	}
	o.raw = raw
	return o, nil
}

// pointer reads a JSON pointer to what is below the whole object.
func pointer(members map[string]any, name string) (string, *Error) {
	text, _ := members[name].(string)
	if len(text) < 2 || text[0] != '/' {
		return "", errorAt("."+name, "must be a JSON pointer to a field; write one such as /spec/replicas")
	}
	for part := range strings.SplitSeq(text[1:], "/") {
		if part != "-" && strings.HasPrefix(part, "-") && strings.Trim(part[1:], "0123456789") == "" {
			return "", errorAt("."+name, "must not count from the end of a list; write the place from its start, or - "+
				"for behind its end")
		}
	}
	return text, nil
}

// Tokens are the keys and places that a JSON pointer leads along.
func Tokens(pointer string) []string {
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, token := range tokens {
		tokens[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
	}
	return tokens
}

// mostCopies bounds the operations that copy, each of which may double an object.
const mostCopies = 20

// largest is the size of JSON that an object must not outgrow: no API server takes as much.
const largest = 2 << 20

// JSON returns an object changed by the operations of a JSON patch. The path of an error is the
// place of the operation: [0].
func JSON(object map[string]any, operations []Operation) (map[string]any, *Error) {
	document, err := json.Marshal(object)
	if err != nil {
		return nil, errorAt("", "the object cannot be written as JSON: %v", err)
	}
	copies := 0
	for first := 0; first < len(operations); {
		next := first + 1
		for next < len(operations) && operations[next-1].Op != "copy" {
			next++
		}
		if operations[next-1].Op == "copy" {
			copies++
		}
		changed, wrong := apply(document, operations[first:next])
		switch {
		case wrong != nil:
			failing := first + firstFailing(document, operations[first:next])
			return nil, errorAt(fmt.Sprintf("[%d]", failing), "%s", reason(operations[failing], wrong))
		case copies > mostCopies, len(changed) > largest:
			return nil, errorAt(fmt.Sprintf("[%d]", next-1), "makes the object too large; copy less")
		}
		document, first = changed, next
	}
	var tree map[string]any
	if err := utiljson.Unmarshal(document, &tree); err != nil {
		return nil, errorAt("", "what it makes cannot be read: %v; correct it", err)
	}
	return tree, nil
}

// firstFailing is the place of the first operation that cannot be applied after those before it.
// All of them together cannot.
func firstFailing(document []byte, operations []Operation) int {
	works, fails := 0, len(operations) // how many can be applied, and how many cannot
	for fails-works > 1 {
		middle := (works + fails) / 2
		if _, err := apply(document, operations[:middle]); err == nil {
			works = middle
		} else {
			fails = middle
		}
	}
	return fails - 1
}

func apply(document []byte, operations []Operation) (changed []byte, err error) {
	defer func() { // the library trusts documents more than some are worth
		if value := recover(); value != nil {
			err = fmt.Errorf("does not fit the object: %v", value)
		}
	}()
	all := make([]json.RawMessage, len(operations))
	for i := range operations {
		all[i] = operations[i].raw
	}
	data, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	p, err := jsonpatch.DecodePatch(data)
	if err != nil {
		return nil, err
	}
	return p.Apply(document)
}

// reason says why an operation cannot be applied.
func reason(o Operation, err error) string {
	switch {
	case o.Op == "test" || errors.Is(err, jsonpatch.ErrTestFailed):
		return "the object has another value at " + o.Path + ", or none; correct the value, or remove the test"
	case o.From != "":
		return fmt.Sprintf("the object has nothing at %s, or no place for it at %s; correct the pointers", o.From, o.Path)
	case o.Op == "add":
		return "the object has no place at " + o.Path + "; add what is around it first, or correct the pointer"
	default:
		return "the object has nothing at " + o.Path + "; correct the pointer"
	}
}
