package krm

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// maxStacks is how many stacks one list may ask for: their objects are all in memory,
// some hundred kilobytes of each, and in the answer. So maxExtent bounds them together.
const maxStacks = 1000

// request is a stack to make.
type request struct {
	origin
	// environment by the functionConfig, where that is not the stack itself.
	environment string
	// generator says that the functionConfig is the stack.
	generator bool
}

// requests reads the functionConfig.
func (l *resourceList) requests() ([]request, results) {
	if found := l.policies(); found != nil {
		return nil, found
	}
	if l.config == nil {
		return nil, results{l.origin(l.root).error(nil, "functionConfig",
			"missing; give a %s with the annotation %s, or a ConfigMap with data.environment",
			spec.Kind, stack.AnnotationEnvironment)}
	}
	switch {
	case isStack(l.config):
		return []request{{origin: l.origin(l.config), generator: true}}, nil
	case text(l.config, "kind") == "ConfigMap" && text(l.config, "apiVersion") == "v1":
		return l.parameters()
	}
	return nil, results{l.origin(l.config).error(l.config, "functionConfig",
		"must be a %s or a ConfigMap, and is %s", spec.Kind, describe(l.config))}
}

// isStack reports whether an object is meant to be a DjangoStack, be it of an
// unknown version or kind. What stacks extend is none, and lies in a package beside them.
func isStack(n *yaml.Node) bool {
	if text(n, "kind") == spec.DefaultsKind || isPolicy(n) {
		return false
	}
	group, _, _ := strings.Cut(spec.APIVersion, "/")
	return strings.HasPrefix(text(n, "apiVersion"), group+"/") || text(n, "kind") == spec.Kind
}

// isPolicy reports whether an object is what a platform allows stacks. Policies come from whoever
// runs the function, and never from the list that they judge.
func isPolicy(n *yaml.Node) bool { return text(n, "kind") == spec.PolicyKind }

// policies refuses those of the list.
func (l *resourceList) policies() results {
	var found results
	for _, item := range l.items.Content {
		if isPolicy(item) {
			found = append(found, l.origin(item).error(nil, "", "a policy among the items judges nothing, because whoever "+
				"writes the stacks can change it; give it to the function by --policy, and keep it out of the list"))
		}
	}
	return found
}

// parameters reads a ConfigMap, as strictly as a stack.
func (l *resourceList) parameters() ([]request, results) {
	o := l.origin(l.config)
	found := o.unknown(l.config, "", "apiVersion", "kind", "metadata", "data")
	data := get(l.config, "data")
	if data != nil && data.Kind != yaml.MappingNode {
		return nil, append(found, o.error(data, "data", "must be a map"))
	}
	if data != nil {
		found = append(found, o.unknown(data, "data.", "environment")...)
	}
	environment := get(l.config, "data", "environment")
	if environment != nil && (environment.Kind != yaml.ScalarNode || environment.ShortTag() != "!!str") {
		found = append(found, o.error(environment, "data.environment", "must be a string"))
	}
	if found != nil {
		return nil, found
	}
	var stacks []request
	for _, item := range l.items.Content {
		if isStack(item) {
			stacks = append(stacks, request{origin: l.origin(item), environment: text(l.config, "data", "environment")})
		}
	}
	if n := len(stacks); n > maxStacks {
		return nil, results{o.error(nil, "", "%d stacks are more than the %d that one list may ask for; "+
			"make several lists of them", n, maxStacks)}
	}
	if stacks == nil {
		return nil, results{o.error(nil, "", "no %s among the items; add its file to resources, "+
			"with the annotation config.kubernetes.io/local-config: \"true\"", spec.Kind)}
	}
	return stacks, nil
}

// unknown complains about keys other than these, and about repeated ones.
func (o origin) unknown(n *yaml.Node, prefix string, known ...string) results {
	var found results
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(known, key.Value) {
			found = append(found, o.error(key, prefix+key.Value, "unknown field; known are %s", strings.Join(known, ", ")))
		}
	}
	if key := duplicate(n); key != nil {
		found = append(found, o.error(key, prefix+key.Value, "duplicate key"))
	}
	return found
}

// chooseEnvironment returns the environment to make.
func (r request) chooseEnvironment(s *spec.DjangoStack) (string, *result) {
	const path = "metadata.annotations[" + stack.AnnotationEnvironment + "]"
	own := s.Metadata.Annotations[stack.AnnotationEnvironment]
	at := get(r.node, "metadata", "annotations", stack.AnnotationEnvironment)
	names := strings.Join(s.EnvironmentNames(), ", ")
	name := cmp.Or(own, r.environment)
	var wrong result
	switch {
	case name == "":
		wrong = r.error(nil, path, "missing; name the environment to make: %s", names)
	case r.environment != "" && r.environment != name:
		wrong = r.error(at, path, "%q, but the functionConfig says %q; remove one of them", own, r.environment)
	case !slices.Contains(s.EnvironmentNames(), name):
		wrong = r.error(at, path, "no environment %q; this stack has %s", name, names)
	default:
		return name, nil
	}
	return "", &wrong
}
