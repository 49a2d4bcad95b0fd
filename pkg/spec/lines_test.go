package spec

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/strict"
)

// TestLines: a text has one line, wherever it stands, but for these. What is not said of
// one field could end a header, a directive or a line of a file.
func TestLines(t *testing.T) {
	several := []string{
		"ConfigFile.content", "Container.args", "Container.command", "Container.env", "Cron.command", "Cron.manage", "Django.entrypoint", "Django.env", "Django.manage",
		"DjangoEnvNames.separator", "Ingress.annotations", "Ingress.serviceAnnotations", "Job.command", "Job.manage", "LoadBalancer.annotations",
		"Manifest.template",
		"Migrate.command", "MigrateCheck.command", "MigrateWait.command", "PodOptions.annotations", "PodOptions.args", "PodOptions.env",
		"PodOptions.workloadAnnotations", "Probe.command", "Process.command", "Process.manage",
		"ProxyLocation.snippet", "ProxyReturn.text", "ProxySnippets.http", "ProxySnippets.server",
		"Route.annotations", "Service.command",
		"ServiceAccount.annotations", "Static.upload", "Web.command",
	}
	var found []string
	for _, entry := range everyField() {
		value := inLines(specType().At(entry.keys...))
		if value == nil || strings.Contains(entry.path, "Defaults.") { // those are checked with the elements
			continue
		}
		s := hollow(nil)
		withoutContainers(reflect.ValueOf(&s.Spec).Elem(), "spec", entry.path)
		if _, err := specType().Merge(reflect.ValueOf(&s.Spec).Elem(), newFieldCase("", entry.keys, value).patch, nil); err != nil {
			t.Fatalf("%s: %v", entry.path, err)
		}
		s.SetDefaults("dev")
		v := newValueChecker(&report{}, s)
		v.value(reflect.ValueOf(s).Elem(), plainStack())
		refused := slices.ContainsFunc(v.errs.list, func(e *field.Error) bool { return strings.HasPrefix(e.Field, entry.path) })
		if !refused {
			found = append(found, entry.id)
		}
	}
	slices.Sort(found)
	if diff := cmp.Diff(several, slices.Compact(found)); diff != "" {
		t.Errorf("fields of several lines (-want +got):\n%s", diff)
	}
}

// inLines is a value of two lines, nil for a type without text.
func inLines(d *strict.Type) any {
	switch {
	case d.Kind == strict.String:
		return "two\nlines"
	case d.Kind == strict.List && inLines(d.Elem) != nil:
		return []any{inLines(d.Elem)}
	case d.Kind == strict.Map && inLines(d.Elem) != nil:
		return map[string]any{"seven": inLines(d.Elem)}
	default:
		return nil
	}
}

// withoutContainers removes from a hollow stack what is wrong of itself in each component, but for
// what a path is of: the findings have an end.
func withoutContainers(v reflect.Value, at, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			withoutContainers(v.Elem(), at, path)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(key))
			withoutContainers(entry, at+segment(key.String()), path)
			v.SetMapIndex(key, entry)
		}
	case reflect.Struct:
		if o, ok := reflect.TypeAssert[*PodOptions](v.Addr()); ok {
			for part, field := range map[string]reflect.Value{
				".volumes": reflect.ValueOf(&o.Volumes), ".sidecars": reflect.ValueOf(&o.Sidecars),
				".initContainers": reflect.ValueOf(&o.InitContainers),
			} {
				if !strings.HasPrefix(path, at+part+".") {
					field.Elem().SetZero()
				}
			}
			return
		}
		for f, field := range v.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if field.CanSet() && name != "-" {
				withoutContainers(field, strings.TrimSuffix(at+"."+name, "."), path)
			}
		}
	default:
	}
}
