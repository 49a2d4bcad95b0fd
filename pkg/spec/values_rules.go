package spec

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/strict"
)

// validateValues checks every value by its type alone, wherever it stands: what
// Load has said about a file is said here about a stack built in Go, and a
// field added later is checked without a rule of its own.
func validateValues(r *report, s *DjangoStack) {
	newValueChecker(r, s).value(reflect.ValueOf(s).Elem(), r.loader.stackType())
}

type valueChecker struct {
	*report
	walk
	stack *DjangoStack
}

func newValueChecker(r *report, s *DjangoStack) *valueChecker {
	c := &valueChecker{report: r, stack: s}
	c.visit = c.check
	return c
}

// check checks a value by itself.
func (c *valueChecker) check(v reflect.Value, t *strict.Type) (deeper bool) {
	if isElementDefaults(c.field) && t.Kind == strict.Struct {
		return false // it is part of the elements
	}
	switch t.Kind {
	case strict.Struct, strict.Sections:
		c.object(v)
		if options := podOptionsIn(v, t); options != nil {
			c.podOptions(c.at(), options)
		}
	case strict.Map:
		c.keys(v)
	case strict.Integer:
		c.number(v, t)
	case strict.String:
		c.text(v, t)
	case strict.Custom:
		if d, ok := reflect.TypeAssert[Duration](v); ok && (d.Duration < 0 || d.Duration > longestDuration) {
			c.invalid(c.at(), "%s must be a duration; write one such as 30s, ten years at most", d)
		}
	case strict.Any, strict.Whole:
		if text := v; text.Kind() == reflect.String {
			c.anyText(text.String())
		}
	case strict.List, strict.Boolean, strict.Patch: // any will do; patches are checked as they are merged
	}
	return true
}

// hasLines reports whether texts in a field may have several lines: files, variables,
// annotations, scripts among the arguments of a command, and what stands between words.
// All else ends up in a name, an address, a header or a line of a configuration. What a text
// of an extension ends up in only its own rules know.
func hasLines(f *strict.Field) bool {
	switch fieldName(f) {
	case "Django.env", "PodOptions.env", "Container.env", "ConfigFile.content", "DjangoEnvNames.separator",
		"Manifest.template", "ProxyLocation.snippet", "ProxyReturn.text", "ProxySnippets.http", "ProxySnippets.server":
		return true
	default:
		return isAnnotations(f.Name) || isCommand(f.Name) && f.Type.Kind == strict.List || isForeign(f.Owner)
	}
}

// keys checks the keys of a map, and maps that mean the same wherever they stand, by the
// name of their field.
func (c *valueChecker) keys(v reflect.Value) {
	if all, ok := reflect.TypeAssert[map[string]string](v); ok {
		switch name := c.inField(); {
		case isLabels(name):
			c.ownLabels(c.at(), all)
		case isAnnotations(name):
			c.annotations(c.at(), all)
			c.annotationsFit(c.at(), all)
		}
	}
	for _, key := range sortedKeys(v) {
		if r, found := strict.ControlCharacter(key.String()); found {
			c.invalid(c.at(toEntry(key.String())), "the key holds the control character %U; remove it", r)
		} else if strings.ContainsAny(key.String(), "\r\n") {
			c.invalid(c.at(toEntry(key.String())), "the key must not contain a line break; write one line")
		}
	}
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
	case strings.ContainsAny(v.String(), "\r\n") && !hasLines(c.field):
		c.invalid(c.at(), "must not contain a line break; write one line")
	case t.Enum != nil && !slices.Contains(t.Enum, v.String()):
		c.invalid(c.at(), "%s", t.UnknownValue(v.String(), t.Enum))
	case t.Validates:
		c.checked(v)
	}
}

// anyText checks a text of which nothing is known.
func (c *valueChecker) anyText(text string) {
	if control, found := strict.ControlCharacter(text); found {
		c.invalid(c.at(), "holds the control character %U; remove it", control)
	} else if !utf8.ValidString(text) {
		c.invalid(c.at(), "must be UTF-8; write it as text, or mount it from a Secret")
	}
}

// inFile reports whether the text under way is the content of a file, or an annotation:
// these are passed to no program.
func (c *valueChecker) inFile() bool {
	return c.inField() == "content" || c.inField() == "template" || isAnnotations(c.inField())
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
	} else if volume, ok := reflect.TypeAssert[SharedVolume](v); ok {
		c.storage(c.at(), Storage{Size: volume.Size, Class: volume.Class})
	} else if volume, ok := reflect.TypeAssert[MediaVolume](v); ok {
		c.storage(c.at(), volume.Storage)
	} else if scheduling, ok := reflect.TypeAssert[Scheduling](v); ok {
		c.scheduling(c.at(), scheduling)
	} else if from, ok := reflect.TypeAssert[EnvFrom](v); ok {
		c.envFrom(c.at(), from)
	} else if account, ok := reflect.TypeAssert[ServiceAccount](v); ok {
		c.serviceAccount(c.at(), account)
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
