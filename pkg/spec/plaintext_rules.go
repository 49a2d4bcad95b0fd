package spec

import (
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/internal/strict"
)

// validatePlainText refuses secrets in plain text, in whatever field they stand:
// every one of them reaches an object that more people read than may know them, and
// a repository that never forgets.
func validatePlainText(r *report, s *DjangoStack) {
	c := &plainTextChecker{report: r, manage: s.Spec.Django.Manage}
	c.visit = c.check
	c.value(reflect.ValueOf(s).Elem(), r.loader.stackType())
}

type plainTextChecker struct {
	*report
	walk
	manage []string // django.manage, with which the defaults begin commands
}

func (c *plainTextChecker) check(v reflect.Value, t *strict.Type) (deeper bool) {
	switch {
	case t.Kind == strict.Map:
		return c.entries(v)
	case t.Kind == strict.List && t.Elem.Kind == strict.String && t.Elem.Enum == nil:
		c.words(v)
		return false
	case t.Kind == strict.Any, t.Kind == strict.Whole:
		c.anything(v)
	case t.Kind == strict.String && t.Enum == nil:
		c.found(c.secretIn(v.String()))
	}
	return true
}

// anything judges a text of which nothing is known but its name, and the names in a map.
func (c *plainTextChecker) anything(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		c.found(secrets.Under(c.steps[len(c.steps)-1].key, v.String()))
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			c.found(secrets.In(key.String()), toEntry(key.String()))
		}
		c.variable(v)
	default: // no text
	}
}

// variable judges the text of a map such as {name: PASSWORD, value: hunter2} by that name, and
// that of an operation such as {op: add, path: /data/PASSWORD, value: hunter2} by its path.
func (c *plainTextChecker) variable(v reflect.Value) {
	tree, _ := reflect.TypeAssert[map[string]any](v)
	value, isText := tree["value"].(string)
	if !isText {
		return
	}
	if name, ok := tree["name"].(string); ok {
		c.found(secrets.Under(name, value), toEntry("value"))
	} else if path, ok := tree["path"].(string); ok {
		c.found(secrets.Under(path[strings.LastIndexByte(path, '/')+1:], value), toEntry("value"))
	}
}

// entries judges the keys of a map and, by these, texts with names of their own.
func (c *plainTextChecker) entries(v reflect.Value) (deeper bool) {
	texts := v.CanConvert(reflect.TypeFor[map[string]string]())
	for _, key := range sortedKeys(v) {
		name := key.String()
		c.found(secrets.In(name), toEntry(name))
		if texts {
			c.found(c.secretUnder(name, v.MapIndex(key).String()), toEntry(name))
		}
	}
	return !texts
}

// words judges words together, as those of a command line: --password hunter2.
func (c *plainTextChecker) words(v reflect.Value) {
	if c.madeOfManage(v) {
		return
	}
	var words []string
	first := c.judgedElsewhere(v)
	for i := first; i < v.Len(); i++ {
		words = append(words, v.Index(i).String())
	}
	for i, kind := range secrets.InWords(words) {
		c.found(kind, toItem(first+i))
	}
}

// madeOfManage reports a command that SetDefaults made of what stands under manage beside
// it, where the words are judged.
func (c *plainTextChecker) madeOfManage(v reflect.Value) bool {
	manage, ok := c.owner.typ.Field("manage")
	if !ok || !followsOthers[fieldName(c.field)] {
		return false
	}
	words, _ := reflect.TypeAssert[[]string](manage.In(c.owner.value))
	command, _ := reflect.TypeAssert[[]string](v)
	return len(words) > 0 && slices.Equal(command, slices.Concat(c.manage, words))
}

// judgedElsewhere is how many words a command begins with that are django.manage.
func (c *plainTextChecker) judgedElsewhere(v reflect.Value) int {
	command, ok := reflect.TypeAssert[[]string](v)
	if !ok || c.inField() == "manage" || len(command) < len(c.manage) ||
		!slices.Equal(command[:len(c.manage)], c.manage) {
		return 0
	}
	return len(c.manage)
}

// secretUnder judges a text by its name, in the fields whose names are free and say what it is.
func (c *plainTextChecker) secretUnder(name, text string) string {
	switch field := c.inField(); {
	case slices.Contains([]string{"config", "env", "headers", "options"}, field):
		return secrets.Under(name, text)
	case isAnnotations(field):
		return secrets.InAnnotation(name, text)
	case c.inExtension():
		return secrets.Under(name, text)
	default:
		return secrets.In(text)
	}
}

// secretIn judges a text by its looks and, in an extension, by the name of its field: no
// field of a stack's own is for a secret.
func (c *plainTextChecker) secretIn(text string) string {
	switch {
	case c.inField() == "content", c.inField() == "template":
		return secrets.InFile(text)
	case c.inExtension() && !isReference(c.at(), text):
		return secrets.Under(c.inField(), text)
	default:
		return secrets.In(text)
	}
}

// inExtension reports whether the text under way stands in a type of another package.
func (c *plainTextChecker) inExtension() bool {
	return c.owner.typ != nil && isForeign(c.owner.typ.Go)
}

// invalid is an error about a secret.
func (c *plainTextChecker) invalid(path, format string, args ...any) {
	c.add(field.ErrorType(CodeSecretInPlainText), path, format, args...)
}

// found reports a secret in the text under way, or where a step leads to from there, with
// the remedy of its field.
func (c *plainTextChecker) found(what string, to ...step) {
	if what == "" {
		return
	}
	at, name := c.at(to...), c.inField()
	if t := c.extension(); t != nil && !c.hasSecretEnv(name) {
		c.invalid(at, "%s in plain text; %s", what, c.remedyIn(t))
		return
	}
	if isAnnotations(name) || isLabels(name) {
		c.invalid(at, "%s in plain text, for all to read; name a Secret, if its reader takes one", what)
		return
	}
	switch name {
	case "env":
		c.invalid(at, "%s in plain text; put it into a Secret and name that under %s", what, c.besideEnv(to))
	case "content":
		c.invalid(at, "%s in plain text; put the file into a Secret and name it under secretKey", what)
	case "template", "values":
		c.invalid(at, "%s in plain text; name a Secret that has it, and refer to that in the template", what)
	case "patch":
		c.invalid(at, "%s in plain text; refer to a Secret that has it", what)
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

// extension is the section that the text under way stands in, nil outside of any.
func (c *plainTextChecker) extension() *strict.Type {
	if len(c.steps) < 3 || c.steps[1].field != "extensions" {
		return nil
	}
	t := c.loader.stackType()
	for _, s := range c.steps[:3] {
		field, ok := t.Field(s.field)
		if !ok {
			return nil
		}
		t = field.Type
	}
	return t
}

// remedyIn names the fields of an extension that refer to Secrets. The project's own variables
// are no help: the extension does not read them.
func (c *plainTextChecker) remedyIn(extension *strict.Type) string {
	fields := secretFields(pathOfSteps(c.steps[:3]), extension)
	if len(fields) == 0 {
		return "remove it, since no field of the extension names a Secret"
	}
	return "put it into a Secret, and name that under " + strings.Join(fields, " or ")
}

// secretFields returns the paths of a struct's fields that name Secrets.
func secretFields(path string, t *strict.Type) []string {
	if t.Go == reflect.TypeFor[SecretKey]() {
		return []string{path}
	}
	var found []string
	if t.Kind == strict.Struct {
		for i := range t.Fields {
			found = append(found, secretFields(path+"."+t.Fields[i].Name, t.Fields[i].Type)...)
		}
	}
	return found
}

// hasSecretEnv reports whether a field is env, beside which stands secretEnv.
func (c *plainTextChecker) hasSecretEnv(name string) bool {
	_, found := c.owner.typ.Field("secretEnv")
	return name == "env" && found
}

// besideEnv is the place for the secret of a variable: beside env, where there is one.
func (c *plainTextChecker) besideEnv(variable []step) string {
	beside := c.steps[:len(c.steps)-1]
	if _, ok := c.owner.typ.Field("secretEnv"); !ok {
		beside = []step{toField("spec"), toField("django")}
	}
	return pathOfSteps(slices.Concat(beside, []step{toField("secretEnv")}, variable))
}
