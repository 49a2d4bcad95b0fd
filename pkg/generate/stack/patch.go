package stack

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/patch"
	"github.com/djangostack/djangostack/internal/podsecurity"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Patched is what the patches of a stack have made of its objects.
type Patched struct {
	// Objects are all of them, those that no patch changes as they were.
	Objects []Object
	// Errors are about patches that do not fit the objects, and have changed none. Warnings are
	// about what is allowed but seldom meant.
	Errors, Warnings field.ErrorList
	// Unmatched are about the patches that no object is a target of, by the names of these: the
	// objects may be there in another environment.
	Unmatched map[string]*field.Error
}

// Patch applies spec.patches to objects as [Stack.Build] makes them, which it takes over. The
// error is a [ComponentError].
func (st *Stack) Patch(objects []Object) (Patched, error) {
	result := Patched{Objects: objects}
	if len(st.Spec.Patches) == 0 {
		return result, nil
	}
	if st.effective == nil {
		return result, errNotResolved
	}
	p := &patcher{stack: st, Patched: result, selected: selectorKeys(objects), hashed: plainNames(objects)}
	p.Unmatched = map[string]*field.Error{}
	err := guard(patchesOwner, func() error {
		for _, name := range sorted.Keys(st.Spec.Patches) {
			p.apply(name, st.Spec.Patches[name])
		}
		return p.check()
	})
	return p.Patched, err
}

// patchesOwner stands for a component where patches have changed objects.
const patchesOwner = "spec.patches"

// patcher applies the patches of a stack.
type patcher struct {
	stack *Stack
	Patched
	selected map[string]bool // the labels that selectors read
	hashed   map[string]bool // the ConfigMaps that get a hash
}

// apply applies a patch to all its targets, or to none where it does not fit one of them.
func (p *patcher) apply(name string, given spec.Patch) {
	path := "spec.patches" + strict.Segment(name)
	body, err := patch.Read(given.Patch)
	if err != nil {
		return // which the rules of the spec have found
	}
	changed, lowered := map[int]Object{}, loweredSecurity{}
	matched := false
	for i, o := range p.Objects {
		if !isTarget(o, given.Target) {
			continue
		}
		matched = true
		after, err := p.change(o, body)
		if err != nil {
			p.Errors = append(p.Errors, patchError(path+".patch"+err.Path, "%s (%s)", err.Message, describe(o)))
			return
		}
		changed[i] = after
		lowered.compare(o, after)
	}
	if !matched {
		p.Unmatched[name] = patchError(path+".target", "%s", noTarget(given.Target, p.Objects))
	}
	for i, o := range changed {
		p.Objects[i] = o
	}
	if message := lowered.message(p.stack.enforcesRestricted()); message != "" {
		p.Warnings = append(p.Warnings, patchError(path+".patch", "%s", message))
	}
}

func patchError(path, format string, args ...any) *field.Error {
	return &field.Error{
		Type: field.ErrorTypeInvalid, Field: path, BadValue: field.OmitValueType{}, Detail: fmt.Sprintf(format, args...),
	}
}

// change returns a patched object.
func (p *patcher) change(o Object, body patch.Body) (Object, *patch.Error) {
	tree, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	if err != nil {
		return nil, &patch.Error{Message: "the object cannot be read: " + err.Error()}
	}
	t, wrong := fieldsOf(o), (*patch.Error)(nil)
	if t != nil {
		if wrong = unknownIn(body, t); wrong != nil {
			return nil, wrong
		}
	}
	if tree, wrong = body.Apply(runtime.DeepCopyJSON(tree), t); wrong != nil {
		return nil, wrong
	}
	after, wrong := decodeLike(o, tree, body)
	if wrong != nil {
		return nil, wrong
	}
	if wrong := p.protect(o, after, body); wrong != nil {
		return nil, wrong
	}
	if err := p.stack.CheckObject(after); err != nil {
		return nil, &patch.Error{Message: err.Error()}
	}
	return after, nil
}

// fieldsOf is the struct that says how an object's fields merge, nil where none does.
func fieldsOf(o Object) reflect.Type {
	if _, ok := o.(runtime.Unstructured); ok {
		return nil
	}
	return reflect.TypeOf(o).Elem()
}

// unknownIn finds what of a strategic merge patch no object of a type can have. The path of the
// error is that in the patch.
func unknownIn(body patch.Body, t reflect.Type) *patch.Error {
	content := body.Part()
	if content == nil {
		return nil
	}
	if _, wrong := decodeAs(t, content); len(wrong) > 0 {
		return &patch.Error{Path: "." + wrong[0].Path, Message: wrong[0].Message}
	}
	return nil
}

// decodeLike returns the object of a content, of the Go type that another one is of.
func decodeLike(o Object, content map[string]any, body patch.Body) (Object, *patch.Error) {
	t := fieldsOf(o)
	if t == nil {
		return &unstructured.Unstructured{Object: content}, nil
	}
	after, wrong := decodeAs(t, content)
	if len(wrong) > 0 {
		return nil, &patch.Error{Path: body.Locate(wrong[0].Path), Message: wrong[0].Error()}
	}
	return after, nil
}

// check checks all objects as [Stack.Build] does.
func (p *patcher) check() error {
	all := p.stack.contributed()
	if err := all.add(patchesOwner, p.Objects); err != nil {
		return err
	}
	p.Objects = all.objects
	return all.check()
}

// loweredSecurity are the ways in which a patch has made pods less secure, and the objects that
// make these.
type loweredSecurity struct {
	ways  []string
	first string
	more  int
}

func (l *loweredSecurity) compare(before, after Object) {
	was := securityOf(before)
	ways := slices.DeleteFunc(securityOf(after), func(way string) bool { return slices.Contains(was, way) })
	if len(ways) == 0 {
		return
	}
	l.ways = append(l.ways, ways...)
	if l.first == "" {
		l.first = describe(after)
	} else {
		l.more++
	}
}

func securityOf(o Object) []string {
	pod := PodSpecOf(o)
	if pod == nil {
		return nil
	}
	annotations := o.GetAnnotations()
	if t := PodTemplateOf(o); t != nil {
		annotations = t.Annotations
	}
	return podsecurity.Lowered(pod, annotations)
}

// enforcesRestricted reports whether the stack's own namespace takes no pods but those that Pod
// Security restricted allows.
func (st *Stack) enforcesRestricted() bool {
	return isTrue(st.Spec.Namespace.Create) && st.Spec.Namespace.PodSecurity == spec.PodSecurityRestricted
}

// message is the warning, "" where there is none.
func (l *loweredSecurity) message(restricted bool) string {
	if len(l.ways) == 0 {
		return ""
	}
	slices.Sort(l.ways)
	of := l.first
	if l.more > 0 {
		of += fmt.Sprintf(" and %d more", l.more)
	}
	what := fmt.Sprintf("makes the pods of %s less secure than those of a stack: %s", of,
		strings.Join(slices.Compact(l.ways), ", "))
	if restricted && slices.ContainsFunc(l.ways, podsecurity.IsOfStandard) {
		return what + "; the namespace enforces Pod Security restricted and refuses them, so remove it, or lower " +
			"namespace.podSecurity"
	}
	return what + "; remove it, unless the program cannot run otherwise"
}
