package manifests

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/gotemplate"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// MaxText is how many bytes the manifests of one environment may render together.
const MaxText = 2 << 20

// part is one object that a manifest renders.
type part struct {
	manifest string
	document *gotemplate.Document
	path     string // of the object in the document, which may be a list
	content  map[string]any
}

// errorf is an error about a field of the object.
func (p part) errorf(field, format string, args ...any) *gotemplate.Error {
	path := strings.TrimPrefix(p.path+"."+field, ".")
	message := fmt.Sprintf(format, args...)
	if field != "" {
		message = field + ": " + message
	}
	return p.document.Errorf(path, "%s", message)
}

// rendered are the objects of all manifests of a stack, and all that is wrong with them.
type rendered struct {
	parts []part
	wrong []*gotemplate.Error
}

// elsewhere are names at the top of Helm's data.
var elsewhere = map[string]string{
	"Release": "write .Stack.Name for the name, .Stack.Namespace for the namespace",
	"Chart":   "a stack is no chart; write .Stack.Name, or a value under spec.values",
	"Capabilities": "nothing is known of the cluster; write what differs between environments under spec.values, or " +
		"ask for .Environment",
	"Files":    "no files are read by templates; write another manifest, or a value under spec.values",
	"Template": "write the name of the template",
}

// render renders the manifests of a stack in one environment.
func render(st *stack.Stack) *rendered {
	r := &rendered{}
	var sources []gotemplate.Source
	names := sorted.Keys(st.Spec.Manifests)
	for _, name := range names {
		sources = append(sources, gotemplate.Source{Name: name, Text: st.Spec.Manifests[name].Text(&st.Spec)})
	}
	set, wrong := gotemplate.Parse(sources, gotemplate.Options{Elsewhere: elsewhere})
	if r.wrong = wrong; len(wrong) > 0 {
		return r
	}
	run, err := set.NewRun()
	if err != nil {
		r.wrong = append(r.wrong, &gotemplate.Error{Message: err.Error()})
		return r
	}
	size := 0
	for _, name := range names {
		output, wrong := run.Render(name, dataOf(st, name))
		if wrong != nil {
			r.wrong = append(r.wrong, wrong)
			continue
		}
		if size += len(output.Text()); size > MaxText {
			r.wrong = append(r.wrong, &gotemplate.Error{Template: name, Message: fmt.Sprintf(
				"renders, with the manifests before it, more than %d bytes; divide the stack", MaxText)})
			return r
		}
		r.read(name, output)
	}
	r.wrong = append(r.wrong, r.check(st)...)
	return r
}

// read takes the documents of a manifest apart.
func (r *rendered) read(manifest string, output *gotemplate.Output) {
	documents, wrong := output.Documents()
	r.wrong = append(r.wrong, wrong...)
	if len(wrong) > 0 {
		return
	}
	for _, d := range documents {
		r.add(part{manifest: manifest, document: d}, d.Value)
	}
}

// add adds an object, or those of a List.
func (r *rendered) add(p part, value any) {
	content, isMap := value.(map[string]any)
	if !isMap {
		r.wrong = append(r.wrong, p.errorf("", "must be an object; write apiVersion, kind and metadata.name"))
		return
	}
	p.content = content
	items, isList := content["items"].([]any)
	if isList && content["kind"] == "List" && content["apiVersion"] == "v1" {
		for i, item := range items {
			inner := p
			inner.path = fmt.Sprintf("%s.items[%d]", p.path, i)
			r.add(inner, item)
		}
		return
	}
	for _, field := range []string{"apiVersion", "kind"} {
		if text, isText := content[field].(string); !isText || text == "" {
			r.wrong = append(r.wrong, p.errorf(field, "missing; write the %s of the object", field))
			return
		}
	}
	if metadata, isMap := content["metadata"].(map[string]any); !isMap || metadata["name"] == nil {
		r.wrong = append(r.wrong, p.errorf("metadata.name", "missing; write the name of the object"))
		return
	}
	r.parts = append(r.parts, p)
}

// complete gives an object the labels and annotations of the stack, where it does not say them
// itself. The labels of a Pod are those that Services and policies select by, and stay as they
// are.
func complete(st *stack.Stack, p part, o stack.Object) {
	given := st.Labels(ComponentName(p.manifest))
	if _, pod := o.(*corev1.Pod); pod {
		delete(given, stack.LabelComponent)
	}
	o.SetLabels(stack.Merged(given, o.GetLabels()))
	annotations := stack.Merged(st.Metadata.Annotations, o.GetAnnotations())
	if _, configMap := o.(*corev1.ConfigMap); configMap {
		if _, said := annotations[stack.AnnotationFixedName]; !said {
			annotations[stack.AnnotationFixedName] = "true"
		}
	}
	if len(annotations) > 0 {
		o.SetAnnotations(annotations)
	}
}
