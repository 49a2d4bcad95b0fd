package gotemplate

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// copier copies a value and measures it.
type copier struct {
	run  *Run // whose steps it takes; nil: none
	size int  // bytes of it, as it would be written
}

// copy returns a copy of a value of any Go type that JSON has, in the types of templates. It
// counts the steps.
func (r *Run) copy(value any) (any, error) {
	c := copier{run: r}
	return c.value(reflect.ValueOf(value), 0)
}

// add counts one value, which has a text of that size and takes some lines.
func (c *copier) add(size, lines, depth int) error {
	if c.size += size + 2*depth*(lines+1); c.size > MaxText {
		return fmt.Errorf("a value has more than %d bytes; divide it", MaxText)
	}
	if depth > MaxDepth {
		return fmt.Errorf("a value is nested more than %d deep; flatten it", MaxDepth)
	}
	if c.run == nil {
		return nil
	}
	return c.run.take(1 + size/textOfStep)
}

func (c *copier) value(v reflect.Value, depth int) (any, error) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if s, ok := scalar(v); ok {
		text, _ := s.(string)
		return s, c.add(len(text), strings.Count(text, "\n"), depth)
	}
	if err := c.add(0, 0, depth); err != nil {
		return nil, err
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		list := make([]any, 0, min(v.Len(), MaxItems))
		for i := range v.Len() {
			item, err := c.value(v.Index(i), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		return list, nil
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			break
		}
		m := make(map[string]any, min(v.Len(), MaxItems))
		for key, entry := range v.Seq2() {
			if err := c.add(key.Len(), 0, depth+1); err != nil {
				return nil, err
			}
			value, err := c.value(entry, depth+1)
			if err != nil {
				return nil, err
			}
			m[key.String()] = value
		}
		return m, nil
	}
	return nil, fmt.Errorf("a value of the type %s is none that a template has", v.Type())
}

// scalar returns a single value, in the type that templates have.
func scalar(v reflect.Value) (any, bool) {
	switch v.Kind() {
	case reflect.Invalid:
		return nil, true
	case reflect.Bool:
		return v.Bool(), true
	case reflect.String:
		return v.String(), true
	case reflect.Float32, reflect.Float64:
		return v.Float(), true
	case reflect.Pointer, reflect.Map, reflect.Slice:
		return nil, v.IsNil() && v.Kind() == reflect.Pointer
	}
	if v.CanInt() {
		return v.Int(), true
	}
	if v.CanUint() && v.Uint() <= math.MaxInt64 {
		return int64(v.Uint()), true
	}
	return nil, false
}

// field returns what keys lead to. The last of them may be missing where it is only asked for.
func (r *Run) field(how, shown string, from any, keys []string) (any, error) {
	if err := r.take(len(keys)); err != nil {
		return nil, err
	}
	value := from
	for i, key := range keys {
		path := shown + "." + strings.Join(keys[:i+1], ".")
		m, isMap := value.(map[string]any)
		if !isMap && value != nil {
			return nil, fmt.Errorf("%s: there are no fields in %s; correct the path", path, describe(value))
		}
		next, there := m[key]
		if !there && (how == needField || i+1 < len(keys)) {
			return nil, fmt.Errorf("%s is not set; %s", path, r.remedy(shown, i, key, m))
		}
		value = next
	}
	return value, nil
}

// remedy says what to do about a field that is not there.
func (r *Run) remedy(shown string, depth int, key string, among map[string]any) string {
	if remedy, known := r.options.Elsewhere[key]; known && depth == 0 && (shown == "" || shown == "$") {
		return remedy
	}
	if near, found := strict.Nearest(key, firstOf(sorted.Keys(among), strict.MostMeant)); found {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "set it, or ask for it with default, if or hasKey"
}

func firstOf(names []string, most int) []string { return names[:min(len(names), most)] }

// describe names what a value is.
func describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "a truth value"
	case string:
		return "text"
	case map[string]any:
		return "a map"
	case []any:
		return "a list"
	default:
		if _, number := scalar(reflect.ValueOf(v)); number {
			return "a number"
		}
		return "something else"
	}
}

// printed checks what is printed.
func (r *Run) printed(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case float64:
		return number(v), nil
	case nil:
		return "", fmt.Errorf("null is printed; give a value with default, or ask for it with if")
	case map[string]any, []any:
		return "", fmt.Errorf("%s is printed; write it with toYaml or toJson, or print a part of it", describe(v))
	default:
		return fmt.Sprint(v), nil
	}
}

// ranged checks what is ranged over.
func ranged(value any) (any, error) {
	switch value.(type) {
	case nil, map[string]any, []any:
		return value, nil
	default:
		return nil, fmt.Errorf("range over %s; give it a list or a map, such as that of until", describe(value))
	}
}
