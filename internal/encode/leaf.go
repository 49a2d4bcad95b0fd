package encode

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/tree"
)

// textOf makes a string a leaf; every invalid byte becomes U+FFFD.
func textOf(s string) tree.Node { return tree.OfString(valid(s)) }

func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// floatOf takes a whole number for an integer, as its JSON text would be read.
func floatOf(f float64) (tree.Node, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return tree.Node{}, fmt.Errorf("%v has no JSON form: use a finite number", f)
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e21 {
		return numberOf(strconv.FormatFloat(f, 'f', -1, 64))
	}
	return tree.Of(tree.Float, strconv.FormatFloat(f, 'g', -1, 64)), nil
}

// numberOf reads a JSON number: an integer where it is written as one, up to
// 64 bits, and a float64 otherwise.
func numberOf(s string) (tree.Node, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return tree.OfInt(n), nil
	}
	if _, err := strconv.ParseUint(s, 10, 64); err == nil {
		return tree.Of(tree.Int, s), nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return tree.Node{}, fmt.Errorf("number %s: does not fit a float64", s)
	}
	return tree.Of(tree.Float, strconv.FormatFloat(f, 'g', -1, 64)), nil
}

// jsonNumberOf checks that a json.Number is one: it may hold any string.
func jsonNumberOf(n json.Number) (tree.Node, error) {
	s := string(n)
	if s == "" {
		return tree.OfInt(0), nil // as encoding/json has it
	}
	first, last := s[0], s[len(s)-1]
	if first != '-' && !isDigit(first) || !isDigit(last) || !json.Valid([]byte(s)) {
		return tree.Node{}, fmt.Errorf("invalid number %q", s)
	}
	return numberOf(s)
}

// leafOf gives the reader of a type met so often in Kubernetes objects that
// asking encoding/json each time would cost; nil for all others.
func leafOf(t reflect.Type) func(reflect.Value) (tree.Node, error) {
	switch t {
	case reflect.TypeFor[json.Number]():
		return func(v reflect.Value) (tree.Node, error) { return jsonNumberOf(json.Number(v.String())) }
	case reflect.TypeFor[resource.Quantity]():
		return leafQuantity
	case reflect.TypeFor[intstr.IntOrString]():
		return leafIntOrString
	case reflect.TypeFor[metav1.Time]():
		return func(v reflect.Value) (tree.Node, error) { return timeOf(read[metav1.Time](v).Time, time.RFC3339) }
	case reflect.TypeFor[metav1.MicroTime]():
		return func(v reflect.Value) (tree.Node, error) {
			return timeOf(read[metav1.MicroTime](v).Time, metav1.RFC3339Micro)
		}
	}
	return nil
}

// read is the T that v holds.
func read[T any](v reflect.Value) T {
	value, _ := reflect.TypeAssert[T](v)
	return value
}

func leafQuantity(v reflect.Value) (tree.Node, error) {
	q := read[resource.Quantity](v) // a copy: String caches its result in the receiver
	return textOf(q.String()), nil
}

func leafIntOrString(v reflect.Value) (tree.Node, error) {
	switch x := read[intstr.IntOrString](v); x.Type {
	case intstr.Int:
		return tree.OfInt(int64(x.IntVal)), nil
	case intstr.String:
		return textOf(x.StrVal), nil
	default:
		return tree.Node{}, fmt.Errorf("IntOrString of unknown type %d: use intstr.FromInt32 or FromString", x.Type)
	}
}

func timeOf(t time.Time, layout string) (tree.Node, error) {
	if t.IsZero() {
		return tree.Node{}, nil
	}
	return textOf(t.UTC().Format(layout)), nil
}

func leafBytes(v reflect.Value) (tree.Node, error) {
	if v.IsNil() {
		return tree.Node{}, nil
	}
	return textOf(base64.StdEncoding.EncodeToString(v.Bytes())), nil
}

func leafByKind(t reflect.Type) func(reflect.Value) (tree.Node, error) {
	switch t.Kind() {
	case reflect.Bool:
		return func(v reflect.Value) (tree.Node, error) { return tree.OfBool(v.Bool()), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) (tree.Node, error) { return tree.OfInt(v.Int()), nil }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(v reflect.Value) (tree.Node, error) { return numberOf(strconv.FormatUint(v.Uint(), 10)) }
	case reflect.Float64:
		return func(v reflect.Value) (tree.Node, error) { return floatOf(v.Float()) }
	case reflect.Float32:
		return leafFloat32
	}
	return func(reflect.Value) (tree.Node, error) {
		return tree.Node{}, fmt.Errorf("type %s has no YAML form", t)
	}
}

// leafFloat32 keeps the few digits a float32 has: 0.1, not 0.10000000149011612.
func leafFloat32(v reflect.Value) (tree.Node, error) {
	f, err := strconv.ParseFloat(strconv.FormatFloat(v.Float(), 'g', -1, 32), 64)
	if err != nil {
		return tree.Node{}, err
	}
	return floatOf(f)
}
