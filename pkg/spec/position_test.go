package spec

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

const positioned = head + `  django:
    hosts: [a.example,
      b.example]
    files:
      /etc/a.conf: {content: x}
  web: &web
    port: 80
  databases: {a.b: {storage: {size: 1Gi}}, a: {}}
  environments:
    prod:
      web:
        replicas: 0
        autoscaling: null
    none: {django: null}
`

func TestPosition(t *testing.T) {
	doc, err := Load(strings.NewReader(positioned), "f")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ reason, path, want string }{
		{"the file", "", "1:1"},
		{"a scalar: its value", "spec.web.port", "11:11"},
		{"a block: its key", "spec.web", "10:3"},
		{"a flow map: itself", "metadata", "3:11"},
		{"an item", "spec.django.hosts[1]", "7:7"},
		{"an item by a dot", "spec.django.hosts.0", "6:13"},
		{"an item that is not there: the list", "spec.django.hosts[7]", "6:12"},
		{"a key with dots, in brackets", "spec.django.files[/etc/a.conf].content", "9:30"},
		{"a key with dots, after a dot", "spec.django.files./etc/a.conf.content", "9:30"},
		{"the longest key wins", "spec.databases.a.b.storage.size", "12:37"},
		{"brackets around a plain key", "spec.databases[a]", "12:47"},
		{"an environment's", "spec.environments.prod.web.replicas", "16:19"},
		{"an environment in brackets", "spec.environments[prod].web.autoscaling", "17:22"},
		{"absent: the nearest around it", "spec.web.resources.limits.cpu", "10:3"},
		{"absent at the top", "status", "1:1"},
	} {
		line, column := doc.Position(tt.path)
		if got := fmt.Sprintf("%d:%d", line, column); got != tt.want {
			t.Errorf("%s: %s is at %s, want %s", tt.reason, tt.path, got, tt.want)
		}
	}
}

func TestLocate(t *testing.T) {
	doc, err := Load(strings.NewReader(positioned), "f")
	if err != nil {
		t.Fatal(err)
	}
	web, data := field.NewPath("spec", "web"), field.NewPath("spec", "databases")
	errs := field.ErrorList{
		field.Required(web.Child("autoscaling", "max"), "say how many"),
		field.Invalid(web.Child("replicas"), 0, "must be positive"),
		field.Invalid(web.Child("port"), 80, "needs root"),
		field.Forbidden(data.Key("a.b").Child("user"), "not here"),
		field.Required(field.NewPath("spec", "image", "tag"), ""),
	}
	checkErrors(t, "environment, then spec, then what is around it", doc.Locate("prod", errs),
		`f:4:1: spec.image.tag: required value
f:11:11: spec.web.port: invalid value: 80: needs root
f:12:20: spec.databases[a.b].user: forbidden: not here
f:16:19: spec.environments.prod.web.replicas: invalid value: 0: must be positive
f:17:22: spec.environments.prod.web.autoscaling.max: required value: say how many`)

	checkErrors(t, "an environment that removes what the spec has", doc.Locate("none", field.ErrorList{
		field.Required(field.NewPath("spec", "django", "hosts"), "list them"),
	}), `f:18:20: spec.environments.none.django.hosts: required value: list them`)

	checkErrors(t, "an environment the file leaves empty", doc.Locate("dev", errs[1:2]),
		`f:10:3: spec.web.replicas: invalid value: 0: must be positive`)
}

// What Load has said is not said again in other words.
func TestLocateDropsRepetitions(t *testing.T) {
	doc, err := Load(strings.NewReader(head+`  image: {repositry: a/b}
  web: {port: 0}
  cron: {x: {command: 7}}
`), "f")
	if len(AsErrors(err)) != 3 {
		t.Fatalf("want 3 errors, got:\n%v", err)
	}
	spec := field.NewPath("spec")
	got := doc.Locate("prod", field.ErrorList{
		field.Required(spec.Child("image", "repository"), "it is there, misspelt"),
		field.Invalid(spec.Child("web", "port"), 0, "same value"),
		field.Required(spec.Child("cron").Key("x"), "one of command and manage"),
		field.Required(spec.Child("cron").Key("x").Child("schedule"), "news"),
	})
	checkErrors(t, "only news", got, `f:7:13: spec.cron.x.schedule: required value: news`)
}
