package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// validatePlainText refuses secrets in plain text, in whatever field they stand:
// every one of them reaches an object that more people read than may know them, and
// a repository that never forgets.
func validatePlainText(r *report, s *DjangoStack) {
	c := &plainTextChecker{report: r, manage: s.Spec.Django.Manage}
	c.value(reflect.ValueOf(s).Elem(), r.loader.stackType(), holder{})
}

type plainTextChecker struct {
	*report
	path   []string
	manage []string // django.manage, with which the defaults begin commands
}

// holder is the field a text stands in, and the object that has the field.
type holder struct {
	field string
	owner *strict.Type
}

func (c *plainTextChecker) value(v reflect.Value, t *strict.Type, in holder) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch t.Kind {
	case strict.Struct, strict.Sections:
		for i := range t.Fields {
			f := &t.Fields[i]
			if child := f.In(v); !child.IsZero() && !c.madeOfManage(v, t, f) {
				c.below(child, f.Type, holder{f.Name, t}, "."+f.Name)
			}
		}
	case strict.Map:
		c.entries(v, t, in)
	case strict.List:
		c.items(v, t, in)
	case strict.String:
		if t.Enum == nil {
			c.found(in, c.secretIn(in, v.String()))
		}
	default: // no text
	}
}

func (c *plainTextChecker) below(v reflect.Value, t *strict.Type, in holder, segment string) {
	c.path = append(c.path, segment)
	c.value(v, t, in)
	c.path = c.path[:len(c.path)-1]
}

// entries judges texts with names of their own by these, too.
func (c *plainTextChecker) entries(v reflect.Value, t *strict.Type, in holder) {
	if texts := reflect.TypeFor[map[string]string](); v.CanConvert(texts) {
		values := v.Convert(texts).Interface().(map[string]string)
		for _, name := range sorted.Keys(values) {
			c.path = append(c.path, segment(name))
			c.found(in, secrets.In(name))
			c.found(in, secretUnder(in, name, values[name]))
			c.path = c.path[:len(c.path)-1]
		}
		return
	}
	for _, key := range sortedKeys(v) {
		c.path = append(c.path, segment(key.String()))
		c.found(in, secrets.In(key.String()))
		c.path = c.path[:len(c.path)-1]
		c.below(v.MapIndex(key), t.Elem, in, segment(key.String()))
	}
}

// madeOfManage reports a command that SetDefaults made of what stands under manage beside
// it, where the words are judged.
func (c *plainTextChecker) madeOfManage(v reflect.Value, t *strict.Type, f *strict.Field) bool {
	manage, ok := t.Field("manage")
	if !ok || !followsOthers[fieldName(f)] {
		return false
	}
	words, _ := reflect.TypeAssert[[]string](manage.In(v))
	command, _ := reflect.TypeAssert[[]string](f.In(v))
	return len(words) > 0 && slices.Equal(command, slices.Concat(c.manage, words))
}

// judgedElsewhere is how many words a command begins with that are django.manage.
func (c *plainTextChecker) judgedElsewhere(v reflect.Value, in holder) int {
	command, ok := reflect.TypeAssert[[]string](v)
	if !ok || in.field == "manage" || len(command) < len(c.manage) || !slices.Equal(command[:len(c.manage)], c.manage) {
		return 0
	}
	return len(c.manage)
}

// items judges words together, as those of a command line: --password hunter2.
func (c *plainTextChecker) items(v reflect.Value, t *strict.Type, in holder) {
	if t.Elem.Kind != strict.String || t.Elem.Enum != nil {
		for i := range v.Len() {
			c.below(v.Index(i), t.Elem, in, "["+strconv.Itoa(i)+"]")
		}
		return
	}
	var words []string
	first := c.judgedElsewhere(v, in)
	for i := first; i < v.Len(); i++ {
		words = append(words, v.Index(i).String())
	}
	for i, kind := range secrets.InWords(words) {
		c.path = append(c.path, "["+strconv.Itoa(first+i)+"]")
		c.found(in, kind)
		c.path = c.path[:len(c.path)-1]
	}
}

// secretUnder judges a text by its name, in the fields whose names are free and say what it is.
func secretUnder(in holder, name, text string) string {
	switch in.field {
	case "config", "env", "headers", "options":
		return secrets.Under(name, text)
	case "annotations", "serviceAnnotations":
		return secrets.InAnnotation(name, text)
	}
	if in.owner != nil && isForeign(in.owner.Go) {
		return secrets.Under(name, text)
	}
	return secrets.In(text)
}

// secretIn judges a text by its looks and, in an extension, by the name of its field: no
// field of a stack's own is for a secret.
func (c *plainTextChecker) secretIn(in holder, text string) string {
	switch {
	case in.field == "content":
		return secrets.InFile(text)
	case in.owner != nil && isForeign(in.owner.Go) && !isReference(c.at(), text):
		return secrets.Under(in.field, text)
	default:
		return secrets.In(text)
	}
}

func (c *plainTextChecker) at() string { return strings.TrimPrefix(strings.Join(c.path, ""), ".") }

// invalid is an error about a secret.
func (c *plainTextChecker) invalid(path, format string, args ...any) {
	c.add(field.ErrorType(CodeSecretInPlainText), path, format, args...)
}

// found reports a secret in the text under way, with the remedy of its field.
func (c *plainTextChecker) found(in holder, what string) {
	if what == "" {
		return
	}
	at := c.at()
	switch in.field {
	case "env":
		c.invalid(at, "%s in plain text; put it into a Secret and name that under %s", what, c.besideEnv(in))
	case "annotations", "serviceAnnotations", "labels":
		c.invalid(at, "%s in plain text, for all to read; name a Secret, if its reader takes one", what)
	case "content":
		c.invalid(at, "%s in plain text; put the file into a Secret and name it under secretKey", what)
	case "config":
		c.invalid(at, "%s in plain text, which no server needs; remove it", what)
	case "options":
		c.invalid(at, "%s in plain text; put it into the Secret that has the password", what)
	case "command", "args", "manage", "upload", "entrypoint":
		c.invalid(at, "%s in plain text; put it into a Secret, name that under spec.django.secretEnv, and have a shell "+
			"read the variable", what)
	default:
		c.invalid(at, "%s in plain text; remove it, and name a Secret that has it under spec.django.secretEnv", what)
	}
}

// besideEnv is the place for a variable's secret: beside env, where there is one.
func (c *plainTextChecker) besideEnv(in holder) string {
	beside, name := c.path[:len(c.path)-2], c.path[len(c.path)-1]
	if _, ok := in.owner.Field("secretEnv"); !ok {
		beside = []string{".spec", ".django"}
	}
	return strings.TrimPrefix(strings.Join(beside, ""), ".") + ".secretEnv" + name
}
