package krm

import (
	"context"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/collisions"
	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// builtStack is a stack in an environment.
type builtStack struct {
	request
	environment string
	owner       owner
	objects     []object
	names       []spec.UniqueName
}

// String returns the stack's name and environment, for messages.
func (b *builtStack) String() string { return b.owner.name + " in " + b.environment }

// maxExtent is how large the stacks of a list may be together.
var maxExtent = spec.Extent{Running: 10_000, Carried: 1_000_000}

// tooMuch says what of it is more than the stacks of a list may have, "" where nothing is.
func tooMuch(together spec.Extent) string {
	return together.Beyond(maxExtent, "all stacks of the list together")
}

// noFiles says why a stack in a list can name none: hosts run functions without the files
// of the repository, and what comes out must follow from the list alone.
var noFiles = spec.Repository{Refusal: "names a file, and a function reads none, so that its objects follow from the " +
	"list alone; write the values into the stack, or compile it with the command generate"}

// build makes the objects of a request, the very ones that render prints. It adds the stack to
// those built before, and makes none of too many.
func (r request) build(ctx context.Context, compiler overlays.Compiler, together *spec.Extent) (*builtStack, results) {
	loader, err := compiler.Loader()
	if err != nil {
		return nil, results{r.error(nil, "", "%v", err)}
	}
	document, err := loader.In(noFiles).LoadNode(r.stack(), r.name())
	errs := spec.AsErrors(err)
	if document == nil {
		return nil, r.results(severityError, errs)
	}
	environment, wrong := r.chooseEnvironment(document.Stack)
	if wrong == nil {
		r.keepOnly(document, environment)
	}
	resolved, warnings, err := compiler.Resolve(ctx, document)
	if ctx.Err() != nil {
		return nil, nil
	}
	more := spec.AsErrors(err)
	found := r.results(severityError, spec.JoinErrors(errs, more))
	if err != nil && more == nil {
		found = append(found, r.error(nil, "", "%v", err))
	}
	if wrong != nil {
		found = append(found, *wrong)
	}
	if found.failed() {
		return nil, found
	}
	found = append(found, r.results(severityWarning, warnings)...)
	b, err := r.make(resolved, environment, together)
	if err != nil {
		found = append(found, r.error(nil, "", "%v", err))
	}
	return b, found
}

// keepOnly leaves of a stack's environments the one that is made: a build of dev that speaks
// of prod every time is not read for long. Its namespace is where a host has put the stack:
// kustomize sets that of every item, and a stack's objects belong where it belongs.
func (r request) keepOnly(d *spec.Document, environment string) {
	environments := d.Stack.Spec.Environments
	d.Stack.Spec.Environments = map[string]spec.Environment{environment: environments[environment]}
	if given := text(r.node, "metadata", "namespace"); given != "" {
		d.PutInto(environment, given)
	}
}

// stack is the DjangoStack as package spec knows it, which is without the
// namespace that hosts may have put on it.
func (r request) stack() *yaml.Node {
	root := without(r.node, func(string) bool { return false })
	metadata := get(root, "metadata")
	if metadata != nil {
		set(root, "metadata", without(metadata, func(key string) bool { return key == "namespace" }))
	}
	return root
}

func (r request) make(resolved *overlays.Resolved, environment string, together *spec.Extent) (*builtStack, error) {
	together.Add(resolved.Extent(environment))
	if beyond := tooMuch(*together); beyond != "" {
		return nil, fmt.Errorf("%s that one list may ask for; make several lists of them", beyond)
	}
	st := resolved.Environment(environment)
	objects, err := resolved.Objects(environment)
	if err != nil {
		return nil, err
	}
	b := &builtStack{request: r, environment: environment, names: st.Spec.UniqueNames(), owner: owner{
		name: st.Name, instance: st.InstanceLabels()[stack.LabelInstance], manager: "djangostack",
	}}
	b.names = append(b.names, collisions.Objects("", objects)...)
	for _, o := range objects {
		kind := o.GetObjectKind().GroupVersionKind()
		item, err := encode.Item(o)
		if err != nil {
			return nil, fmt.Errorf("encode %s %s: %w", kind.Kind, o.GetName(), err)
		}
		b.objects = append(b.objects, object{
			id:   reference{kind.GroupVersion().String(), kind.Kind, o.GetName(), o.GetNamespace()},
			text: item,
		})
	}
	return b, nil
}

// object is one object of a stack: what render prints of it, as an item, with long
// lines left whole as the next run prints them.
type object struct {
	id   reference
	text []byte
}

// node is the object as a new YAML node. Where it can go into the list as text
// it is not asked for: to parse and print all objects again would take longer
// than to make them.
func (o object) node() *yaml.Node {
	var document yaml.Node
	if err := yaml.Unmarshal(o.text, &document); err != nil {
		panic(fmt.Sprintf("%s %s does not parse: %v", o.id.Kind, o.id.Name, err)) // package encode is tested not to
	}
	return document.Content[0].Content[0]
}
