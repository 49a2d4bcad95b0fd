package spec_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

const valid = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
`

func TestCheckNamesEnvironments(t *testing.T) {
	for _, c := range []struct {
		name, text, reason string
		want               []string
	}{
		{
			name: "everywhere", reason: "said once, without environments",
			text: "  web: {replicas: -1}\n",
			want: []string{"8:19: spec.web.replicas: must not be negative; write 0 or more"},
		},
		{
			name: "in some", reason: "the value is the spec's, the reason an environment's",
			text: "  web: {port: 8080}\n  environments: {dev: {}, prod: {proxy: {}}, qa: {proxy: {}}}\n",
			want: []string{"8:15: spec.web.port: 8080 is the proxy's port in the same pod; choose another port (in prod, " +
				"qa)"},
		},
		{
			name: "of one", reason: "the path says where",
			text: "  environments: {dev: {}, prod: {web: {replicas: -1}}}\n",
			want: []string{"8:50: spec.environments.prod.web.replicas: must not be negative; write 0 or more"},
		},
		{
			name: "by position", reason: "errors are in the order of the file, not of the rules",
			text: "  cron: {a: {schedule: \"@daily\"}}\n  web: {replicas: -1}\n",
			want: []string{
				"8:13: spec.cron.a: missing; say what to run: manage for a management command, or command",
				"9:19: spec.web.replicas: must not be negative; write 0 or more",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 10 { // maps must not decide the order
				errs, _ := check(t, valid+c.text)
				if diff := cmp.Diff(c.want, lines(errs)); diff != "" {
					t.Fatalf("%s (-want +got):\n%s", c.reason, diff)
				}
			}
		})
	}
}

func TestCheckOfAStackChangedInGo(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(valid), "")
	if err != nil {
		t.Fatal(err)
	}
	doc.Stack.Spec.Django.Hosts = []spec.Host{"https://shop.example.com"}
	doc.Stack.Spec.Django.Files = map[string]spec.ConfigFile{"/etc/blob": {Content: strings.Repeat("x", 2<<20)}}
	doc.Stack.Spec.Django.Env = map[string]string{"BLOB": "\xff"}
	doc.Stack.Spec.Django.Entrypoint = []string{"run\u0085"}
	doc.Stack.Spec.Broker = &spec.Broker{Engine: "redis", Options: map[string]string{"a\u0085": "b"}}
	doc.Stack.Spec.Web.Server = "apache"
	doc.Stack.Spec.Web.Shutdown.Delay = spec.NewDuration(-time.Second)
	doc.Stack.Spec.Environments = map[string]spec.Environment{"prod": {"wen": map[string]any{}}, "dev": {}}
	_, errs, _ := doc.Resolve()
	want := []string{
		"4:1: spec.broker.options.a\\u0085: the key holds the control character U+0085; remove it (in dev)",
		"4:1: spec.environments.prod.wen: unknown field; did you mean \"web\"?",
		"4:1: spec.web.server: unknown value \"apache\"; expected one of gunicorn, uwsgi, uvicorn, granian, daphne (in dev)",
		"4:1: spec.web.shutdown.delay: -1s must be a duration; write one such as 30s, ten years at most (in dev)",
		"6:11: spec.django.entrypoint[0]: holds the control character U+0085; remove it (in dev)",
		"6:11: spec.django.env.BLOB: must be UTF-8; write it as text, or mount it from a Secret (in dev)",
		"6:11: spec.django.files: must have at most 1024 KiB and has 2048, since a ConfigMap accepts no more; put large files into the image (in dev)",
		"6:45: spec.django.hosts[0]: \"https://shop.example.com\" must be a host without a scheme; write the host alone (in dev)",
	}
	if diff := cmp.Diff(want, lines(errs)); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func check(t *testing.T, text string) (errs, warnings spec.Errors) {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(text), "")
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	_, warnings, err = overlays.Compiler{}.Resolve(t.Context(), doc)
	return spec.AsErrors(err), warnings
}

func lines(errs spec.Errors) []string {
	var all []string
	for _, e := range errs {
		all = append(all, e.Error())
	}
	return all
}

// FuzzCheck: whatever Load gives back can be checked, also beside its errors.
func FuzzCheck(f *testing.F) {
	f.Add(valid)
	for _, c := range warningCases {
		f.Add(valid + c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		worktest.Bounded(t, len(text), 2000, func() {
			if doc, _ := spec.Load(strings.NewReader(text), ""); doc != nil {
				_, _, _ = doc.Resolve()
			}
		})
	})
}

// TestRulesOfOthers: what a rule of another package returns is taken as it is meant, and its
// panic, on whatever goroutine, is a finding.
func TestRulesOfOthers(t *testing.T) {
	for _, tt := range []struct {
		reason string
		rule   spec.Rule
		want   string
	}{
		{"nothing, in a list", func(*spec.Effective) (errs, warnings field.ErrorList) {
			return field.ErrorList{nil}, field.ErrorList{nil}
		}, ""},
		{"no type and no words", func(*spec.Effective) (errs, warnings field.ErrorList) {
			return field.ErrorList{{Field: "spec.web"}}, nil
		}, "spec.web: invalid value"},
		{"a panic", func(*spec.Effective) (errs, warnings field.ErrorList) {
			panic("no license")
		}, "spec: a rule of another package panics: no license"},
	} {
		doc, err := spec.Load(strings.NewReader(valid), "")
		if err != nil {
			t.Fatal(err)
		}
		_, errs, _ := doc.Resolve(tt.rule)
		if got := errs.Error(); tt.want == "" && len(errs) > 0 || !strings.HasSuffix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.reason, got, tt.want)
		}
	}
}
