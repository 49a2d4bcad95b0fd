package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/strict"
)

// validateValues checks every value by its type alone, wherever it stands: what
// Load has said about a file is said here about a stack built in Go, and a
// field added later is checked without a rule of its own.
func validateValues(r *report, s *DjangoStack) {
	v := &valueChecker{report: r, stack: s}
	v.value(reflect.ValueOf(s).Elem(), r.loader.stackType())
}

type valueChecker struct {
	*report
	stack *DjangoStack
	// path is made of these; most values are right, and nobody asks for theirs.
	path []string
	// lines says that the value under way may have several.
	lines bool
}

// at is the path of the value under way.
func (c *valueChecker) at() string { return strings.TrimPrefix(strings.Join(c.path, ""), ".") }

// below checks a value inside the one under way.
func (c *valueChecker) below(v reflect.Value, t *strict.Type, way ...string) {
	depth := len(c.path)
	c.path = append(c.path, way...)
	c.value(v, t)
	c.path = c.path[:depth]
}

func (c *valueChecker) value(v reflect.Value, t *strict.Type) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch t.Kind {
	case strict.Struct, strict.Sections:
		c.fields(v, t)
	case strict.Map:
		c.entries(v, t)
	case strict.List:
		for i := range v.Len() {
			c.below(v.Index(i), t.Elem, "[", strconv.Itoa(i), "]")
		}
	case strict.Integer:
		c.number(v, t)
	case strict.String:
		c.text(v, t)
	case strict.Custom:
		if d, ok := reflect.TypeAssert[Duration](v); ok && (d.Duration < 0 || d.Duration > longestDuration) {
			c.invalid(c.at(), "%s must be a duration; write one such as 30s, ten years at most", d)
		}
	case strict.Boolean, strict.Patch: // any will do; patches are checked as they are merged
	}
}

func (c *valueChecker) fields(v reflect.Value, t *strict.Type) {
	c.object(v)
	for i := range t.Fields {
		f := &t.Fields[i]
		if child := f.In(v); !child.IsZero() {
			if all, ok := reflect.TypeAssert[map[string]string](child); ok {
				c.keyed(f.Name, all)
			}
			outer := c.lines
			c.lines = hasLines(f)
			c.below(child, f.Type, ".", f.Name)
			c.lines = outer
		}
	}
}

// hasLines reports whether texts in a field may have several lines: files, variables,
// annotations, scripts among the arguments of a command, and what stands between words.
// All else ends up in a name, an address, a header or a line of a configuration. What a text
// of an extension ends up in only its own rules know.
func hasLines(f *strict.Field) bool {
	switch fieldName(f) {
	case "Django.env", "ConfigFile.content", "DjangoEnvNames.separator":
		return true
	default:
		return isAnnotations(f.Name) || isCommand(f.Name) && f.Type.Kind == strict.List || isForeign(f.Owner)
	}
}

// keyed checks maps that mean the same wherever they stand, by the name of their field.
func (c *valueChecker) keyed(name string, all map[string]string) {
	at := strings.TrimPrefix(c.at()+"."+name, ".")
	switch {
	case isLabels(name):
		c.ownLabels(at, all)
	case isAnnotations(name):
		c.annotations(at, all)
		c.annotationsFit(at, all)
	}
}

func (c *valueChecker) entries(v reflect.Value, t *strict.Type) {
	for _, key := range sortedKeys(v) {
		if r, found := strict.ControlCharacter(key.String()); found {
			c.invalid(c.at()+segment(key.String()), "the key holds the control character %U; remove it", r)
		} else if strings.ContainsAny(key.String(), "\r\n") {
			c.invalid(c.at()+segment(key.String()), "the key must not contain a line break; write one line")
		}
		c.below(v.MapIndex(key), t.Elem, segment(key.String()))
	}
}

// sortedKeys are the keys of a map of any type, in order.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return keys
}

func (c *valueChecker) number(v reflect.Value, t *strict.Type) {
	if t.Validates {
		c.checked(v)
	} else if v.Int() < 0 {
		c.invalid(c.at(), "must not be negative; write %d or more", t.Min)
	}
}

func (c *valueChecker) text(v reflect.Value, t *strict.Type) {
	control, found := strict.ControlCharacter(v.String())
	switch {
	case found:
		c.invalid(c.at(), "holds the control character %U; remove it", control)
	case !utf8.ValidString(v.String()):
		c.invalid(c.at(), "must be UTF-8; write it as text, or mount it from a Secret")
	case len(v.String()) >= bounds.Word && !c.inFile():
		c.tooLong(c.at(), len(v.String()))
	case !c.lines && strings.ContainsAny(v.String(), "\r\n"):
		c.invalid(c.at(), "must not contain a line break; write one line")
	case t.Enum != nil && !slices.Contains(t.Enum, v.String()):
		c.invalid(c.at(), "%s", t.UnknownValue(v.String(), t.Enum))
	case t.Validates:
		c.checked(v)
	}
}

// inFile reports whether the text under way is the content of a file, or an annotation:
// these are passed to no program.
func (c *valueChecker) inFile() bool {
	return c.path[len(c.path)-1] == "content" || slices.ContainsFunc(c.path, isAnnotations)
}

func (c *valueChecker) checked(v reflect.Value) {
	if err := v.Interface().(Validator).Validate(); err != nil {
		c.invalid(c.at(), "%s", err)
	}
}

// object checks the types that mean the same wherever they stand.
func (c *valueChecker) object(v reflect.Value) {
	if ref, ok := reflect.TypeAssert[SecretKey](v); ok {
		c.secretKey(c.at(), ref)
	} else if res, ok := reflect.TypeAssert[Resources](v); ok {
		c.resources(c.at(), res)
	} else if storage, ok := reflect.TypeAssert[Storage](v); ok {
		c.storage(c.at(), storage)
	} else if volume, ok := reflect.TypeAssert[MediaVolume](v); ok {
		c.storage(c.at(), volume.Storage)
	} else if scheduling, ok := reflect.TypeAssert[Scheduling](v); ok {
		c.scheduling(c.at(), scheduling)
	}
}

// positive checks a length of time that cannot be zero.
func (r *report) positive(path string, d *Duration) {
	if d != nil && d.Duration <= 0 {
		r.invalid(path, "must be greater than 0; write one such as 30s")
	}
}

// short is a duration without the zero units Go writes: 1m, not 1m0s.
func short(d Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
