package policy

import (
	"cmp"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Judge returns what of the finished objects of a stack in one environment the policy does not
// allow, each with the path of a field of the stack: the one that has the value, else the section
// of the component. The objects are only read. The error is that of an object that cannot be
// written as JSON.
func (p *Policy) Judge(st *stack.Stack, objects []stack.Object) (field.ErrorList, error) {
	if p == nil {
		return nil, nil
	}
	all, err := usesOf(objects)
	if err != nil {
		return nil, err
	}
	return p.judge(st, all), nil
}

// judge returns what of all uses the policy does not allow.
func (p *Policy) judge(st *stack.Stack, all []use) field.ErrorList {
	type question struct {
		*rule
		value, with string
	}
	var refused []use
	answers := map[question]bool{} // many objects use the same
	for _, u := range all {
		q := question{u.rule, u.value, u.with}
		ok, asked := answers[q]
		if !asked {
			allowed, has := u.rule.allows(&p.Spec, u)
			ok = allowed || !has
			answers[q] = ok
		}
		if !ok {
			refused = append(refused, u)
		}
	}
	if len(refused) == 0 {
		return nil
	}
	var list field.ErrorList
	for _, v := range verdicts(refused, placesOf(st)) {
		list = append(list, p.finding(v))
	}
	return list
}

// verdict is what is not allowed, and where it is said.
type verdict struct {
	use
	place
	// also are further values, where one finding is enough for them.
	also []string
	// others says that other objects have it, too.
	others bool
}

// verdicts puts together what several objects have of one place, objects of one kind, and what is
// wrong with one object's security.
func verdicts(refused []use, places *places) []*verdict {
	type key struct {
		*rule
		value, path string
		by          *object
	}
	var all []*verdict
	known := map[key]*verdict{}
	for _, u := range refused {
		at := places.of(u)
		k := key{u.rule, u.shown(), at.path, nil}
		switch u.rule {
		case ofKind, inCluster:
			k.path = ""
		case withoutPolicy:
			k.value = ""
		case lowered:
			k.value, k.by = "", u.by
		}
		v := known[k]
		if v == nil {
			v = &verdict{use: u, place: at}
			known[k] = v
			all = append(all, v)
		}
		if u.rule == lowered && u.value != v.value {
			v.also = append(v.also, u.value)
		}
		v.others = v.others || v.by != u.by
	}
	return all
}

// String says what is not allowed.
func (v *verdict) String() string {
	by := v.by.String()
	if v.rule == ofKind || v.rule == inCluster {
		by = v.by.name
	}
	if v.others {
		by += " and others"
	}
	what := strings.Join(append([]string{v.shown()}, v.also...), ", ")
	return fmt.Sprintf(v.rule.what, what) + " of " + by
}

// shown is the value as a message has it. That of an annotation may be anything, and is not shown.
func (u use) shown() string { return cmp.Or(u.value, "*") }

// finding is a verdict in words.
func (p *Policy) finding(v *verdict) *field.Error {
	message := fmt.Sprintf("the policy %s does not allow %s; %s", p.Metadata.Name, v, p.allows(v.rule))
	if v.setting != "" {
		message += "; set " + v.setting + " to another"
	}
	return &field.Error{
		Type: field.ErrorType(spec.CodePolicy), Field: v.path, BadValue: field.OmitValueType{}, Detail: message,
	}
}

// maxListed is how much of a list a message repeats.
const maxListed = 5

// allows says what the policy allows, and where it does.
func (p *Policy) allows(r *rule) string {
	where := "its spec." + r.field
	if line, column := p.positions.Find("spec." + r.field).Position(); line > 0 {
		where = fmt.Sprintf("spec.%s at %s:%d:%d", r.field, p.File, line, column)
	}
	list := r.listed(&p.Spec)
	switch {
	case r == withoutPolicy:
		return where + " requires policies for both directions"
	case r == inCluster:
		return where + " is about namespaces, and spec.kinds does not say which kinds may be outside of them"
	case len(list) == 0:
		return where + " allows none"
	case len(list) > maxListed:
		list = append(list[:maxListed:maxListed], fmt.Sprintf("and %d more", len(list)-maxListed))
	}
	return where + " allows " + strings.Join(list, ", ")
}
