// Package collisions finds names that two stacks in one cluster must not both have: names of
// objects in a namespace, and Ingress hosts.
package collisions

import (
	"cmp"
	"fmt"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ObjectPath is the field that the names of a stack's objects come from.
const ObjectPath = "metadata.name"

// OrCluster ends a remedy where stacks may be in different clusters.
const OrCluster = ", or say by cluster that they run in different ones"

// Holder is a stack in an environment, and where a file says what it has.
type Holder struct {
	Stack, Environment string
	// File is that of the stack, and Extended the one that says it where the stack extends it.
	File, Extended string
	Line, Column   int
}

// Place is the file that says what the stack has.
func (h Holder) Place() string { return cmp.Or(h.Extended, h.File) }

// Entry is a name and who has it.
type Entry struct {
	spec.UniqueName
	Holder
}

// Conflict is a name that another has already, and how many more they share that
// come from the same field.
type Conflict struct {
	Entry
	Other Holder
	More  int
}

// Ledger says who has which name.
type Ledger map[spec.ClusterName]Holder

// Enter adds what one stack has in one environment, and reports what of it others have.
func (l Ledger) Enter(entries []Entry) []Conflict {
	var found []Conflict
	for _, e := range entries {
		other, taken := l[e.ClusterName]
		last := len(found) - 1
		switch {
		case !taken:
			l[e.ClusterName] = e.Holder
		case other.File == e.File && other.Stack == e.Stack && other.Environment != e.Environment:
			// Environments of one stack are compared where that stack is checked.
		case last >= 0 && found[last].Path == e.Path && found[last].Other == other:
			found[last].More++
		default:
			found = append(found, Conflict{Entry: e, Other: other})
		}
	}
	return found
}

// Message is the conflict in words, up to [OrCluster].
func (c Conflict) Message() string {
	what := c.String()
	if c.More > 0 {
		what += fmt.Sprintf(" and %d more", c.More)
	}
	has, too, harm, remedy := "has", "so has", "the objects of one would take the place of the other's",
		"rename one of the stacks or give each a namespace of its own"
	switch c.Kind {
	case "Namespace":
		has, too, harm, remedy = "creates", "so does", "the labels of one would take the place of the other's",
			"give each one of its own, or set namespace.create to false in all but one"
	case "Secret":
		remedy = "name one for each"
	case spec.IngressHost:
		harm, remedy = "it is by chance which of them a request reaches", "choose one for each"
	}
	return fmt.Sprintf("%s in %s %s %s, and %s %s in %s (%s): %s; %s",
		c.Stack, c.Environment, has, what, too, c.Other.Stack, c.Other.Environment, c.Other.at(), harm, remedy)
}

func (h Holder) at() string {
	if h.Line == 0 {
		return h.Place()
	}
	return fmt.Sprintf("%s:%d:%d", h.Place(), h.Line, h.Column)
}

// Objects are the names of a stack's objects as they are applied, without those
// that [spec.StackSpec.Claims] has.
func Objects(cluster string, objects []stack.Object) []spec.UniqueName {
	var all []spec.UniqueName
	for _, o := range objects {
		if kind := o.GetObjectKind().GroupVersionKind().Kind; kind != "Namespace" {
			all = append(all, spec.UniqueName{Path: ObjectPath, ClusterName: spec.ClusterName{
				Cluster: cluster, Kind: kind, Namespace: o.GetNamespace(), Name: o.GetName(),
			}})
		}
	}
	return all
}
