package gotemplate

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
)

// function is one that templates may call.
type function struct {
	call any
	// keeps are the arguments that are passed as they are: those that are only looked at, or
	// there to be changed. All others are copied.
	keeps arguments
	// cost returns how many steps a call takes beside that, or refuses it; nil: none.
	cost func(*Run, []any) (int, error)
}

type arguments int

const (
	none arguments = iota
	first
	last
	all
)

func (a arguments) has(i, count int) bool {
	return a == all || a == first && i == 0 || a == last && i == count-1
}

var (
	anyType   = reflect.TypeFor[any]()
	errorType = reflect.TypeFor[error]()
	intType   = reflect.TypeFor[int]()
)

// bound returns the function as templates call it: within the run's budget, with values that
// are JSON's. A whole number of any type may be given where it wants an int.
func (r *Run) bound(f function) any {
	v := reflect.ValueOf(f.call)
	in := make([]reflect.Type, v.Type().NumIn())
	for i := range in {
		switch in[i] = v.Type().In(i); in[i] {
		case intType:
			in[i] = anyType
		case reflect.SliceOf(intType):
			in[i] = reflect.SliceOf(anyType)
		}
	}
	out := []reflect.Type{anyType, errorType}
	return reflect.MakeFunc(reflect.FuncOf(in, out, v.Type().IsVariadic()), func(given []reflect.Value) []reflect.Value {
		result, err := r.call(f, v, given)
		results := []reflect.Value{reflect.New(anyType).Elem(), reflect.New(errorType).Elem()}
		if result != nil {
			results[0].Set(reflect.ValueOf(result))
		}
		if err != nil {
			results[1].Set(reflect.ValueOf(err))
		}
		return results
	}).Interface()
}

// call calls a function with arguments, of which the last are a slice where it is variadic.
func (r *Run) call(f function, v reflect.Value, given []reflect.Value) (result any, err error) {
	t := v.Type()
	if t.IsVariadic() {
		rest := given[len(given)-1]
		given = given[:len(given)-1]
		for i := range rest.Len() {
			given = append(given, rest.Index(i))
		}
	}
	if err := r.take(1 + len(given)/textOfStep); err != nil {
		return nil, err
	}
	values := make([]any, len(given))
	args := make([]reflect.Value, len(given))
	for i, arg := range given {
		if values[i], err = r.argument(arg, f.keeps.has(i, len(given))); err != nil {
			return nil, err
		}
		if args[i], err = converted(values[i], parameter(t, i)); err != nil {
			return nil, err
		}
	}
	if f.cost != nil {
		steps, err := f.cost(r, values)
		if err == nil {
			err = r.take(steps)
		}
		if err != nil {
			return nil, err
		}
	}
	return r.result(v.Call(args))
}

// argument is a value to pass on.
func (r *Run) argument(v reflect.Value, keep bool) (any, error) {
	if keep {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() || v.Kind() == reflect.Map && v.IsNil() {
			return nil, nil
		}
		if list, ok := reflect.TypeAssert[[]any](v); ok {
			return list, r.take(len(list) / textOfStep)
		}
		return v.Interface(), nil
	}
	return r.copy(v.Interface())
}

// parameter is the type of a function's parameter.
func parameter(t reflect.Type, i int) reflect.Type {
	if t.IsVariadic() && i >= t.NumIn()-1 {
		return t.In(t.NumIn() - 1).Elem()
	}
	return t.In(i)
}

// converted is an argument in the type of its parameter.
func converted(value any, to reflect.Type) (reflect.Value, error) {
	v := reflect.ValueOf(value)
	switch {
	case !v.IsValid():
		return reflect.Zero(to), nil
	case v.Type().AssignableTo(to):
		if to.Kind() == reflect.Interface {
			boxed := reflect.New(to).Elem()
			boxed.Set(v)
			return boxed, nil
		}
		return v, nil
	case to == intType && v.CanInt():
		return v.Convert(to), nil
	case to == intType && v.CanFloat() && v.Float() == math.Trunc(v.Float()) && math.Abs(v.Float()) < 1<<53:
		return v.Convert(to), nil
	case to == intType:
		return v, fmt.Errorf("%s is given where a whole number is expected", describe(value))
	case v.CanInt() && to.Kind() >= reflect.Int && to.Kind() <= reflect.Float64:
		return v.Convert(to), nil
	default:
		return v, fmt.Errorf("%s is given where %s is expected", describe(value), to)
	}
}

// result is what a function returned.
func (r *Run) result(out []reflect.Value) (any, error) {
	if len(out) > 1 && !out[1].IsNil() {
		err, _ := reflect.TypeAssert[error](out[1])
		return nil, err
	}
	v := out[0]
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if s, ok := scalar(v); ok {
		if text, isText := s.(string); isText {
			return s, r.text(len(text))
		}
		return s, nil
	}
	switch value := v.Interface().(type) {
	case map[string]any:
		return value, r.take(len(value) / textOfStep)
	case []any:
		return value, r.take(len(value) / textOfStep)
	default:
		return r.copy(value)
	}
}

// bounded numbers: no machine converts a larger fraction to a whole number as the others do.
func wholeNumbers(_ *Run, args []any) (int, error) {
	for _, arg := range args {
		if f, ok := arg.(float64); ok && !(math.Abs(f) < 1<<62) {
			return 0, errors.New("a number is too large; it must be between -2^62 and 2^62")
		}
	}
	return 0, nil
}

// number writes a number without an exponent, as long as anybody would.
func number(f float64) string {
	if math.Abs(f) < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
