package encode

import (
	"encoding"
	"encoding/json"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/djangostack/djangostack/internal/tree"
)

// shape is how a type is walked.
type shape uint8

const (
	shapeLeaf    shape = iota // one scalar, read by plan.leaf
	shapeText                 // a string
	shapeStruct               // a mapping of plan.fields
	shapeMap                  // a mapping with keys of a string kind
	shapeList                 // a slice or an array
	shapePointer              // what it points to, or null
	shapeDynamic              // an interface: decided by the value inside
	shapeForeign              // the type writes its own JSON: only encoding/json knows
)

// plan is what the walk needs to know about a type, worked out once.
type plan struct {
	shape  shape
	leaf   func(reflect.Value) (tree.Node, error)
	fields []field // sorted by their keys' bytes
	elem   lazyPlan
}

// lazyPlan is the plan of a contained type, worked out at its first use: most
// of what k8s.io/api can express is never met, and types may contain themselves.
type lazyPlan struct {
	typ  reflect.Type
	plan atomic.Pointer[plan]
}

func (l *lazyPlan) get() *plan {
	if p := l.plan.Load(); p != nil {
		return p
	}
	p := planOf(l.typ)
	l.plan.Store(p)
	return p
}

var plans sync.Map // reflect.Type → *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, newPlan(t))
	return p.(*plan)
}

func newPlan(t reflect.Type) *plan {
	p := &plan{}
	if leaf := leafOf(t); leaf != nil {
		p.leaf = leaf
		return p
	}
	switch {
	case t.Kind() == reflect.Pointer:
		p.shape = shapePointer
		p.elem.typ = t.Elem()
	case t.Kind() == reflect.Interface:
		p.shape = shapeDynamic
	case marshalsItself(t):
		p.shape = shapeForeign
	default:
		p.shapeByKind(t)
	}
	return p
}

func (p *plan) shapeByKind(t reflect.Type) {
	switch t.Kind() {
	case reflect.Struct:
		fields, plain := fieldsOf(t)
		if !plain {
			p.shape = shapeForeign
			return
		}
		p.shape, p.fields = shapeStruct, fields
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			p.shape = shapeForeign
			return
		}
		p.shape, p.elem.typ = shapeMap, t.Elem()
	case reflect.String:
		p.shape = shapeText
	case reflect.Slice, reflect.Array:
		if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 && !marshalsItself(t.Elem()) {
			p.leaf = leafBytes
			return
		}
		p.shape, p.elem.typ = shapeList, t.Elem()
	default:
		p.leaf = leafByKind(t)
	}
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// marshalsItself reports whether encoding/json would ask the value, or a
// pointer to it, for its JSON.
func marshalsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonMarshaler) || p.Implements(textMarshaler)
}
