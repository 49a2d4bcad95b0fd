package encode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/djangostack/djangostack/internal/tree"
)

// dynamic writes a value by its type at run time; trees need no reflection.
func (w *writer) dynamic(v any, p position) error {
	switch x := v.(type) {
	case nil:
		w.scalar(scalar{}, p)
	case string:
		w.scalar(textOf(x), p)
	case bool:
		w.scalar(boolOf(x), p)
	case int64:
		w.scalar(intOf(x), p)
	case tree.Node:
		return w.node(&x, p)
	case map[string]any:
		return w.generic(x, p)
	case []any:
		if x == nil {
			w.scalar(scalar{}, p)
			return nil
		}
		return w.list(len(x), p, func(i int, p position) error { return w.dynamic(x[i], p) })
	default:
		rv := reflect.ValueOf(v)
		return w.value(planOf(rv.Type()), rv, p)
	}
	return nil
}

func (w *writer) value(pl *plan, v reflect.Value, p position) error {
	switch pl.shape {
	case shapeStruct:
		return w.structure(pl, v, p)
	case shapeMap:
		return w.mapping(pl, v, p)
	case shapeList:
		if v.Kind() == reflect.Slice && v.IsNil() {
			w.scalar(scalar{}, p)
			return nil
		}
		elem := pl.elem.get()
		return w.list(v.Len(), p, func(i int, p position) error { return w.value(elem, v.Index(i), p) })
	case shapePointer:
		if v.IsNil() {
			w.scalar(scalar{}, p)
			return nil
		}
		return w.value(pl.elem.get(), v.Elem(), p)
	case shapeDynamic:
		return w.dynamic(v.Interface(), p)
	case shapeForeign:
		generic, err := viaJSON(v)
		if err != nil {
			return err
		}
		return w.dynamic(generic, p)
	default: // shapeLeaf
		s, err := pl.leaf(v)
		if err != nil {
			return err
		}
		w.scalar(s, p)
		return nil
	}
}

// viaJSON has encoding/json write a value that knows its own JSON.
func viaJSON(v reflect.Value) (generic any, err error) {
	if v.CanAddr() {
		v = v.Addr()
	}
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err = d.Decode(&generic)
	return generic, err
}

func (w *writer) list(n int, p position, item func(int, position) error) error {
	if n == 0 {
		w.lead(p)
		w.buf = append(w.buf, "[]"...)
		return nil
	}
	at := p.items()
	if at.indent > maxIndent {
		return errTooDeep
	}
	for i := range n {
		w.next(&at)
		w.buf = append(w.buf, '-')
		if err := item(i, position{at.indent, afterDash}); err != nil {
			return within(index(i), err)
		}
	}
	return nil
}

func (w *writer) structure(pl *plan, v reflect.Value, p position) error {
	at, empty := p.nested(), true
	if at.indent > maxIndent {
		return errTooDeep
	}
	for i := range pl.fields {
		f := &pl.fields[i]
		fv, ok := f.value(v)
		if !ok {
			continue
		}
		start, before := len(w.buf), at
		w.next(&at)
		value := position{at.indent, afterKey}
		if f.key != "" {
			w.buf = append(w.buf, f.key...)
		} else {
			value = w.key(f.name, at.indent)
		}
		from := len(w.buf)
		if err := w.value(f.plan.get(), fv, value); err != nil {
			return within(f.name, err)
		}
		if f.noise && string(w.buf[from:]) == " {}" {
			w.buf, at = w.buf[:start], before
			continue
		}
		empty = false
	}
	if empty {
		w.emptyMap(p)
	}
	return nil
}

func (w *writer) emptyMap(p position) {
	w.lead(p)
	w.buf = append(w.buf, "{}"...)
}

// generic writes a map[string]any.
func (w *writer) generic(m map[string]any, p position) error {
	if m == nil {
		w.scalar(scalar{}, p)
		return nil
	}
	base := len(w.keys)
	for k := range m {
		w.keys = append(w.keys, k)
	}
	return w.entries(base, p, func(k string, p position) error { return w.dynamic(m[k], p) })
}

func (w *writer) mapping(pl *plan, v reflect.Value, p position) error {
	if v.IsNil() {
		w.scalar(scalar{}, p)
		return nil
	}
	base := len(w.keys)
	if m, ok := reflect.TypeAssert[map[string]string](v); ok { // labels, annotations, data
		for k := range m {
			w.keys = append(w.keys, k)
		}
		return w.entries(base, p, func(k string, p position) error {
			w.scalar(textOf(m[k]), p)
			return nil
		})
	}
	for iter := v.MapRange(); iter.Next(); {
		w.keys = append(w.keys, iter.Key().String())
	}
	elem, key := pl.elem.get(), reflect.New(v.Type().Key()).Elem()
	return w.entries(base, p, func(k string, p position) error {
		key.SetString(k)
		return w.value(elem, v.MapIndex(key), p)
	})
}

// entries writes the map whose keys are w.keys[base:].
func (w *writer) entries(base int, p position, value func(string, position) error) error {
	n := len(w.keys) - base
	if n == 0 {
		w.emptyMap(p)
		return nil
	}
	defer func() { w.keys = w.keys[:base] }()
	sortKeys(w.keys[base:])
	at := p.nested()
	if at.indent > maxIndent {
		return errTooDeep
	}
	for i := range n {
		k := w.keys[base+i]
		if i > 0 && compareKeys(w.keys[base+i-1], k) == 0 {
			return fmt.Errorf("key %q: equal to another key once invalid UTF-8 is replaced", k)
		}
		w.next(&at)
		if err := value(k, w.key(valid(k), at.indent)); err != nil {
			return within(k, err)
		}
	}
	return nil
}
