package spectest

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Odd makes a valid stack with a value that nobody expects, where there is one that
// the rules let through.
func Odd(r *rand.Rand) *spec.DjangoStack {
	g := &generator{Rand: r}
	s := Random(r)
	for range 20 {
		odd := s.DeepCopy()
		g.spoilOne(reflect.ValueOf(&odd.Spec).Elem())
		tree := fileTree(odd)
		if reflect.DeepEqual(tree, fileTree(s)) || !Valid(odd) {
			continue
		}
		if _, refused := ask(tree); len(refused) == 0 { // in a file a value is checked that all environments replace, too
			return odd
		}
	}
	return s
}

// spoilOne changes one value somewhere below v.
func (g *generator) spoilOne(v reflect.Value) {
	switch {
	case v.IsZero(), (v.Kind() == reflect.Map || v.Kind() == reflect.Slice) && v.Len() == 0:
		// there is nothing below
	case v.Kind() == reflect.Pointer:
		g.spoilOne(v.Elem())
	case v.Kind() == reflect.Struct && !isScalar(v.Type()):
		var set []reflect.Value
		for f, value := range v.Fields() {
			if !value.IsZero() && !isApart(f.Type) {
				set = append(set, value)
			}
		}
		if len(set) > 0 {
			g.spoilOne(one(g.Rand, set...))
		}
	case v.Kind() == reflect.Slice:
		g.spoilOne(v.Index(g.IntN(v.Len())))
	case v.Kind() == reflect.Map:
		g.spoilEntry(v)
	case v.Kind() == reflect.Interface:
		v.Set(reflect.ValueOf(g.oddText()))
	default:
		g.spoilScalar(v)
	}
}

// spoilEntry changes an entry of a map, or its name, or adds one under a name that
// differs from its own in case or in dashes only.
func (g *generator) spoilEntry(m reflect.Value) {
	name := one(g.Rand, mapKeys(m)...)
	entry := reflect.New(m.Type().Elem()).Elem()
	entry.Set(m.MapIndex(name))
	switch p := g.Float64(); {
	case p < 0.3:
		m.SetMapIndex(name, reflect.Value{})
		name = reflect.ValueOf(g.oddText())
	case p < 0.4:
		name = reflect.ValueOf(one(g.Rand, append(Spellings(name.String()), name.String())...))
	default:
		g.spoilOne(entry)
	}
	m.SetMapIndex(name, entry)
}

// Spellings are texts that are the same as another, and differ from it, where case does
// not matter or dashes and underscores are alike.
func Spellings(text string) []string {
	other := []string{
		strings.ToUpper(text), strings.ToLower(text),
		strings.ReplaceAll(text, "-", "_"), strings.ReplaceAll(text, "_", "-"),
	}
	return slices.DeleteFunc(other, func(t string) bool { return t == text })
}

// spoilScalar gives a scalar a value of its type that is hardly ever right.
func (g *generator) spoilScalar(v reflect.Value) {
	switch v.Interface().(type) {
	case spec.Duration:
		v.Set(reflect.ValueOf(spec.Duration{Duration: one(g.Rand, 0, -time.Hour, time.Nanosecond, math.MaxInt64)}))
		return
	case resource.Quantity:
		v.Set(reflect.ValueOf(resource.MustParse(one(g.Rand, "0", "-1", "1m", "9E", "1n", "100000000000000000000"))))
		return
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(g.oddText())
	case v.CanInt():
		v.SetInt(one[int64](g.Rand, 0, -1, 1, math.MaxInt32, math.MinInt32))
	}
}

// odd are texts of meanings that few fields have in mind: to a terminal, a CI system,
// Kubernetes' expansion, a file system, a URL, a detector of secrets and a YAML reader.
var odd = []string{
	"\x00", "\x1b[31mred\x1b[0m", "\u009b31m", "\u202eright to left", "\u2066\u200b", "\ufeff",
	"\x7f\b", "\u0085", "\ufffe",
	"\n::error::x", "::error::x", "##vso[task.complete]", "\r\n---\nkind: Secret",
	"$(SECRET_KEY)", "$$", "$$(SECRET_KEY)", "$(", "${HOME}", "`id`", "a;b", "a&b", "a|b", "%s", "%(x)s", "{{x}}",
	".", "..", "/", "//", "/..", "/a/../b", "../a", "a/", "con", "NUL", "aux.txt", "/lpt1.conf",
	"~", "*", "-", "--", "-x", "_", "a.", ".a", "a..b",
	"/etc", "/etc/djangostack", "/etc/djangostack/static/a", "/etc/nginx", "/var/cache", "/dev/shm", "/tmp", "/tmp/a",
	strings.Repeat("n", 63), strings.Repeat("n", 64), strings.Repeat("n", 254), strings.Repeat("é", 130),
	strings.Repeat("word ", 26_500), strings.Repeat("\n", 131_000), // more than an argument and than kubectl's copy take
	"a:b@c", "http://u:p@h/", "a@b", "a:b", ":1", "[::1]", "::", "127.0.0.1",
	"0.0.0.0/0", "localhost", "xn--a", "a_b", "ünïcode",
	"ghp_" + strings.Repeat("a1B2", 9), "AKIA" + strings.Repeat("A2", 8), "-----BEGIN PRIVATE KEY-----",
	"", " ", "   ", "\t", "\n",
	"yes", "null", "Null", "~", "1e3", "0x1f", "0o17", "017", "1_000",
	".inf", ".nan", "1:30", "2024-01-01", "=", "<<", "-0", "+1", "01",
}

// oddText is one of these, or any text a command may be given.
func (g *generator) oddText() string {
	if g.chance(0.6) {
		return one(g.Rand, odd...)
	}
	return g.argument()
}
