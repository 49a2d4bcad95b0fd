package spec

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/strict"
)

// derived are the fields whose default follows from other fields: their comments
// say how, and no value could stand there.
var derived = map[string]bool{
	"spec.caches.default.password.secret":           true,
	"spec.caches.default.resources.limits.memory":   true,
	"spec.caches.default.resources.requests.memory": true,
	"spec.broker.external.ca.secret":                true,
	"spec.broker.password.secret":                   true,
	"spec.mail.password.secret":                     true,
	"spec.caches.default.external.ca.secret":        true,
	"spec.celery.flower.basicAuth.secret":           true,
	"spec.celery.workers.default.concurrency":       true,
	"spec.celery.workers.default.gracePeriod":       true,
	"spec.celery.workers.default.softTimeLimit":     true,
	"spec.databases.default.external.ca.secret":     true,
	"spec.databases.default.password.secret":        true,
	"spec.django.envNames.separator":                true,
	"spec.django.files.default.secretKey.key":       true,
	"spec.django.files.default.secretKey.secret":    true,
	"spec.django.secretKey.secret":                  true,
	"spec.migrate.check.enabled":                    true,
	"spec.migrate.command":                          true,
	"spec.proxy.tmpSize":                            true,
	"spec.profile":                                  true,
	"spec.secrets.name":                             true,
	"spec.processes.default.gracePeriod":            true,
	"spec.proxy.locations.default.auth.secret":      true,
	"spec.static.upload":                            true,
	"spec.superuser.email":                          true,
	"spec.superuser.password.secret":                true,
	"spec.web.gracePeriod":                          true,
	"spec.web.workers":                              true,

	"spec.web.scheduling.topologySpread":                    true,
	"spec.celery.workers.default.scheduling.topologySpread": true,
	"spec.services.default.scheduling.topologySpread":       true,
	"spec.services.default.files.default.secretKey.key":     true,
	"spec.services.default.files.default.secretKey.secret":  true,
	"spec.processes.default.scheduling.topologySpread":      true,
}

// isDerived reports whether a field is one of those, or part of a reference to a Secret
// that is named by its variable.
func isDerived(path string) bool {
	return derived[path] || strings.Contains(path, ".secretEnv.default.")
}

// Explain and the schema know of defaults what the doc comments say, so these have
// to say what SetDefaults does, in each profile.
func TestDefaultsAreDocumented(t *testing.T) {
	about := func(f *strict.Field) string {
		doc, err := f.Doc()
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	seen := map[string]bool{}
	for _, profile := range []Profile{ProfileDev, ProfileStaging, ProfileProd} {
		var s DjangoStack
		fillHollow(reflect.ValueOf(&s).Elem())
		s.Spec.Profile = profile
		s.SetDefaults("")
		assume(&s.Spec)
		walkLeaves(plainStack(), reflect.ValueOf(s), "", "", about, func(path, comment string, v reflect.Value) {
			seen[path] = true
			switch {
			case isDerived(path):
				if comment == "" {
					t.Errorf("%s: the comment does not say what the default follows from", path)
				}
			case !says(comment, v):
				t.Errorf("%s: with profile %s the default is %v, and the comment does not say so:\n%s",
					path, profile, v, comment)
			}
		})
	}
	for path := range derived {
		if !seen[path] {
			t.Errorf("%s has no default", path)
		}
	}
}

// assume fills in what SetDefaults leaves to the project.
func assume(s *StackSpec) {
	for name, w := range s.Celery.Workers {
		s.Celery.Workers[name] = w.Assumed()
	}
	s.Web = s.Web.Assumed()
	beat := s.Celery.Beat.Assumed()
	s.Celery.Beat = &beat
}

// fillHollow gives a stack every part there is, and says nothing of any.
func fillHollow(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Struct && v.Type() != quantityType:
		for _, field := range v.Fields() {
			if field.CanSet() {
				fillHollow(field)
			}
		}
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct && !isParsed(v.Type().Elem()):
		v.Set(reflect.New(v.Type().Elem()))
		fillHollow(v.Elem())
	case v.Kind() == reflect.Map && v.Type().Elem().Kind() == reflect.Struct && v.Type().Elem() != reflect.TypeFor[Extension]():
		entry := reflect.New(v.Type().Elem()).Elem()
		fillHollow(entry)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("default").Convert(v.Type().Key()), entry)
	}
}

// isParsed reports a type that is not made of fields of ours.
func isParsed(t reflect.Type) bool {
	return !isOwn(t) || reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]())
}

// walkLeaves calls visit with each value that is set, and with what the comments of
// its field and of those it is part of say of defaults.
func walkLeaves(t *strict.Type, v reflect.Value, path, comment string, about func(*strict.Field) string, visit func(string, string, reflect.Value)) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case v.IsZero():
	case t.Kind == strict.Map && t.Elem.Kind != strict.String:
		for _, key := range v.MapKeys() {
			walkLeaves(t.Elem, v.MapIndex(key), path+segment(key.String()), comment, about, visit)
		}
	case t.Kind == strict.Struct:
		for i := range t.Fields {
			m := &t.Fields[i]
			below := strings.TrimPrefix(path+"."+m.Name, ".")
			walkLeaves(m.Type, m.In(v), below, comment+defaultIn(about(m)), about, visit)
		}
	default:
		visit(path, comment, v)
	}
}

func defaultIn(comment string) string {
	_, after, found := strings.Cut(comment, "efault")
	if !found {
		return ""
	}
	return "Default" + after + "\n"
}

// says reports whether a word of a comment is the value, or for a list all of it.
func says(comment string, v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if !says(comment, v.Index(i)) {
				return false
			}
		}
		return true
	}
	for word := range strings.FieldsFuncSeq(comment, func(r rune) bool { return strings.ContainsRune(" \n,;()", r) }) {
		if isText(strings.Trim(word, `.:"[]`), v.Interface()) {
			return true
		}
	}
	return false
}

func isText(word string, value any) bool {
	switch value := value.(type) {
	case Duration:
		d, err := time.ParseDuration(word)
		return err == nil && d == value.Duration
	case resource.Quantity:
		q, err := resource.ParseQuantity(word)
		return err == nil && q.Cmp(value) == 0
	default:
		return word == fmt.Sprint(value)
	}
}
