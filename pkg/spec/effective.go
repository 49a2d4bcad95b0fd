package spec

import (
	"cmp"
	"fmt"
)

// Effective is a stack as it is in one environment: the environment's patch applied and
// every default filled in. It need not be valid.
type Effective struct {
	*DjangoStack
	// Environment is the environment's name, "" for the spec with none applied.
	Environment string
	// Extent is what the size of the objects follows from, defaults apart.
	Extent Extent

	loader Loader // that made the values of its extensions
}

// Effective returns the stack as it is in one environment, "" for the spec alone. It
// fails where [DjangoStack.For] does and for a stack with extensions, which only
// [Loader.Effective] knows. It shares nothing with s.
func (s *DjangoStack) Effective(environment string) (*Effective, error) {
	return Loader{}.Effective(s, environment)
}

// AddWorkloads adds to the extent what components run that are not built in.
func (e *Effective) AddWorkloads(n int) {
	if e != nil {
		e.Extent = e.Extent.withMore(n)
	}
}

// PutInto sets the namespace of an environment that names none itself: hosts of KRM
// functions set the namespace of a stack's file as they do of any object.
func (d *Document) PutInto(environment, namespace string) {
	if d.namespaces == nil {
		d.namespaces = map[string]string{}
	}
	d.namespaces[environment] = namespace
}

// settle fills in the namespace that an environment was put into.
func (d *Document) settle(environment string, own *Namespace) Errors {
	given := d.namespaces[environment]
	if own.Name != "" && given != "" && given != own.Name {
		return d.placed(Errors{{
			Path: "metadata.namespace", Code: CodeForbidden,
			Message: fmt.Sprintf("%q, but spec.namespace.name says %q; remove one of them", given, own.Name),
		}})
	}
	own.Name = cmp.Or(own.Name, given)
	return nil
}
