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

// scalarKind says which member of a scalar holds it.
type scalarKind uint8

const (
	scalarNull   scalarKind = iota
	scalarText              // text
	scalarBool              // integer, 0 or 1
	scalarInt               // integer
	scalarDigits            // text: a whole number beyond int64
	scalarFloat             // float
)

// scalar is one leaf.
type scalar struct {
	kind    scalarKind
	text    string
	integer int64
	float   float64
}

// node is s as a tree holds it.
func (s scalar) node() tree.Node {
	switch s.kind {
	case scalarText:
		return tree.OfString(s.text)
	case scalarBool:
		return tree.OfBool(s.integer != 0)
	case scalarInt:
		return tree.OfInt(s.integer)
	case scalarDigits:
		return tree.Node{Kind: tree.Int, Value: s.text}
	case scalarFloat:
		return tree.Node{Kind: tree.Float, Value: strconv.FormatFloat(s.float, 'g', -1, 64)}
	default: // scalarNull
		return tree.Node{}
	}
}

// is reports whether n is s as a tree holds it.
func (s scalar) is(n *tree.Node) bool {
	switch {
	case n == nil:
		return false
	case s.kind == scalarText:
		return n.Kind == tree.String && n.Value == s.text
	case s.kind == scalarInt:
		var digits [20]byte
		return n.Kind == tree.Int && n.Value == string(strconv.AppendInt(digits[:0], s.integer, 10))
	}
	own := s.node()
	return n.Kind == own.Kind && n.Value == own.Value
}

// textOf makes a string a leaf; every invalid byte becomes U+FFFD.
func textOf(s string) scalar { return scalar{kind: scalarText, text: valid(s)} }

func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

func intOf(n int64) scalar { return scalar{kind: scalarInt, integer: n} }

func boolOf(b bool) scalar {
	if b {
		return scalar{kind: scalarBool, integer: 1}
	}
	return scalar{kind: scalarBool}
}

// floatOf takes a whole number for an integer, as its JSON text would be read.
func floatOf(f float64) (scalar, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return scalar{}, fmt.Errorf("%v has no JSON form: use a finite number", f)
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e21 {
		return numberOf(strconv.FormatFloat(f, 'f', -1, 64))
	}
	return scalar{kind: scalarFloat, float: f}, nil
}

// numberOf reads a JSON number: an integer where it is written as one, up to
// 64 bits, and a float64 otherwise.
func numberOf(s string) (scalar, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return intOf(n), nil
	}
	if _, err := strconv.ParseUint(s, 10, 64); err == nil {
		return scalar{kind: scalarDigits, text: s}, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return scalar{}, fmt.Errorf("number %s: does not fit a float64", s)
	}
	return scalar{kind: scalarFloat, float: f}, nil
}

// jsonNumberOf checks that a json.Number is one: it may hold any string.
func jsonNumberOf(n json.Number) (scalar, error) {
	s := string(n)
	if s == "" {
		return intOf(0), nil // as encoding/json has it
	}
	first, last := s[0], s[len(s)-1]
	if first != '-' && !isDigit(first) || !isDigit(last) || !json.Valid([]byte(s)) {
		return scalar{}, fmt.Errorf("invalid number %q", s)
	}
	return numberOf(s)
}

// leafOf gives the reader of a type met so often in Kubernetes objects that
// asking encoding/json each time would cost; nil for all others.
func leafOf(t reflect.Type) func(memory) (scalar, error) {
	switch t {
	case reflect.TypeFor[json.Number]():
		return func(m memory) (scalar, error) { return jsonNumberOf(read[json.Number](m)) }
	case reflect.TypeFor[resource.Quantity]():
		return leafQuantity
	case reflect.TypeFor[intstr.IntOrString]():
		return leafIntOrString
	case reflect.TypeFor[metav1.Time]():
		return func(m memory) (scalar, error) { return timeOf(read[metav1.Time](m).Time, time.RFC3339) }
	case reflect.TypeFor[metav1.MicroTime]():
		return func(m memory) (scalar, error) { return timeOf(read[metav1.MicroTime](m).Time, metav1.RFC3339Micro) }
	}
	return nil
}

func leafQuantity(m memory) (scalar, error) {
	q := read[resource.Quantity](m) // a copy: String caches its result in the receiver
	return textOf(q.String()), nil
}

func leafIntOrString(m memory) (scalar, error) {
	switch x := read[intstr.IntOrString](m); x.Type {
	case intstr.Int:
		return intOf(int64(x.IntVal)), nil
	case intstr.String:
		return textOf(x.StrVal), nil
	default:
		return scalar{}, fmt.Errorf("IntOrString of unknown type %d: use intstr.FromInt32 or FromString", x.Type)
	}
}

func timeOf(t time.Time, layout string) (scalar, error) {
	if t.IsZero() {
		return scalar{}, nil
	}
	return textOf(t.UTC().Format(layout)), nil
}

func leafBytes(m memory) (scalar, error) {
	data := read[[]byte](m)
	if data == nil {
		return scalar{}, nil
	}
	return textOf(base64.StdEncoding.EncodeToString(data)), nil
}

func leafByKind(t reflect.Type) func(memory) (scalar, error) {
	switch t.Kind() {
	case reflect.Bool:
		return func(m memory) (scalar, error) { return boolOf(read[bool](m)), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(m memory) (scalar, error) { return intOf(reflected(t, m).Int()), nil }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(m memory) (scalar, error) { return numberOf(strconv.FormatUint(reflected(t, m).Uint(), 10)) }
	case reflect.Float64:
		return func(m memory) (scalar, error) { return floatOf(read[float64](m)) }
	case reflect.Float32:
		return leafFloat32
	}
	return func(memory) (scalar, error) {
		return scalar{}, fmt.Errorf("type %s has no YAML form", t)
	}
}

// leafFloat32 keeps the few digits a float32 has: 0.1, not 0.10000000149011612.
func leafFloat32(m memory) (scalar, error) {
	f, err := strconv.ParseFloat(strconv.FormatFloat(float64(read[float32](m)), 'g', -1, 32), 64)
	if err != nil {
		return scalar{}, err
	}
	return floatOf(f)
}
