package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/bounds"
)

// validateValues checks every value by its type alone, wherever it stands: what
// Load has said about a file is said here about a stack built in Go, and a
// field added later is checked without a rule of its own.
func validateValues(r *report, s *DjangoStack) {
	v := &valueChecker{report: r, stack: s}
	v.value(reflect.ValueOf(s).Elem(), stackShape())
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
func (c *valueChecker) below(v reflect.Value, s *shape, way ...string) {
	depth := len(c.path)
	c.path = append(c.path, way...)
	c.value(v, s)
	c.path = c.path[:depth]
}

func (c *valueChecker) value(v reflect.Value, s *shape) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch s.kind {
	case kindObject:
		c.fields(v, s)
	case kindDict:
		c.entries(v, s)
	case kindList:
		for i := range v.Len() {
			c.below(v.Index(i), s.elem, "[", strconv.Itoa(i), "]")
		}
	case kindNumber:
		c.number(v, s)
	case kindText:
		c.text(v, s)
	case kindParsed:
		if d, ok := reflect.TypeAssert[Duration](v); ok && (d.Duration < 0 || d.Duration > longestDuration) {
			c.invalid(c.at(), "%s is no length of time here; write one such as 30s, ten years at most", d)
		}
	case kindBool, kindPatch: // any will do; patches are checked as they are merged
	}
}

func (c *valueChecker) fields(v reflect.Value, s *shape) {
	c.object(v)
	for i := range s.fields {
		f := &s.fields[i]
		if child := v.FieldByIndex(f.goIndex); !child.IsZero() {
			if all, ok := reflect.TypeAssert[map[string]string](child); ok {
				c.keyed(f.name, all)
			}
			outer := c.lines
			c.lines = f.hasLines()
			c.below(child, f.shape, ".", f.name)
			c.lines = outer
		}
	}
}

// hasLines reports whether texts in a field may have several lines: files, variables,
// annotations, scripts among the arguments of a command, and what stands between words.
// All else ends up in a name, an address, a header or a line of a configuration.
func (m *member) hasLines() bool {
	switch m.id() {
	case "Django.env", "ConfigFile.content", "DjangoEnvNames.separator":
		return true
	default:
		return isAnnotations(m.name) || isCommand(m.name) && m.shape.kind == kindList
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

func (c *valueChecker) entries(v reflect.Value, s *shape) {
	for _, key := range sortedKeys(v) {
		if r, found := controlIn(key.String()); found {
			c.invalid(c.at()+segment(key.String()), "the key holds the control character %U; remove it", r)
		} else if strings.ContainsAny(key.String(), "\r\n") {
			c.invalid(c.at()+segment(key.String()), "the key has a line break; write one line")
		}
		c.below(v.MapIndex(key), s.elem, segment(key.String()))
	}
}

// sortedKeys are the keys of a map of any type, in order.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return keys
}

func (c *valueChecker) number(v reflect.Value, s *shape) {
	if s.checked {
		c.checked(v)
	} else if v.Int() < 0 {
		c.invalid(c.at(), "must not be negative; write %d or more", s.least)
	}
}

func (c *valueChecker) text(v reflect.Value, s *shape) {
	control, found := controlIn(v.String())
	switch {
	case found:
		c.invalid(c.at(), "holds the control character %U; remove it", control)
	case !utf8.ValidString(v.String()):
		c.invalid(c.at(), "is not UTF-8; write it as text, or mount it from a Secret")
	case len(v.String()) >= bounds.Word && !c.inFile():
		c.tooLong(c.at(), len(v.String()))
	case !c.lines && strings.ContainsAny(v.String(), "\r\n"):
		c.invalid(c.at(), "has a line break; write one line")
	case s.enum != nil && !slices.Contains(s.enum, v.String()):
		c.invalid(c.at(), "%s", notOneOf(v.String(), s.enum))
	case s.checked:
		c.checked(v)
	}
}

// inFile reports whether the text under way is the content of a file, or an annotation:
// these are passed to no program.
func (c *valueChecker) inFile() bool {
	return c.path[len(c.path)-1] == "content" || slices.ContainsFunc(c.path, isAnnotations)
}

func (c *valueChecker) checked(v reflect.Value) {
	if err := v.Interface().(Checked).Check(); err != nil {
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
