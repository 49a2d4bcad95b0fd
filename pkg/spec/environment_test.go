package spec

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEnvironmentNames(t *testing.T) {
	for _, tt := range []struct {
		reason      string
		given, want []string
	}{
		{"none given", nil, []string{"dev", "staging", "prod"}},
		{"the way to production first", []string{"qa", "prod", "dev", "eu"}, []string{"dev", "prod", "eu", "qa"}},
		{"only those given", []string{"live"}, []string{"live"}},
	} {
		s := &DjangoStack{}
		for _, name := range tt.given {
			if s.Spec.Environments == nil {
				s.Spec.Environments = map[string]Environment{}
			}
			s.Spec.Environments[name] = Environment{}
		}
		if diff := cmp.Diff(tt.want, s.EnvironmentNames()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// The precedence of an environment over the spec, by RFC 7386.
func TestFor(t *testing.T) {
	const base = `  web: {server: gunicorn, timeout: 30s, command: [a, b], autoscaling: {min: 2, max: 9}}
  celery: {workers: {default: {concurrency: 4}, mail: {queues: [mail]}}, beat: {}, flower: {}}
  django: {env: {A: "1", B: "2"}, hosts: [a.example, b.example]}
  databases: {default: {storage: {size: 20Gi, class: fast}}}
  media: {volume: {size: 5Gi, class: slow}}
  namespace: {create: false}
`
	for _, tt := range []struct{ name, reason, patch, want string }{
		{"nothing", "an empty patch is the spec", `{}`, `{}`},
		{"scalar", "replaces", `{web: {server: uwsgi}}`, `{"web": {"server": "uwsgi"}}`},
		{"duration", "a scalar that reads itself replaces", `{web: {timeout: 1m}}`, `{"web": {"timeout": "1m0s"}}`},
		{"false to true", "a set pointer replaces", `{namespace: {create: true}}`, `{"namespace": {"create": true}}`},
		{"list", "replaces as a whole", `{web: {command: [c]}}`, `{"web": {"command": ["c"]}}`},
		{"empty list", "is no list", `{web: {command: []}}`, `{"web": {"command": null}}`},
		{"map", "merges", `{django: {env: {B: "3", C: "4"}}}`, `{"django": {"env": {"B": "3", "C": "4"}}}`},
		{
			"map of objects", "merges deeply", `{databases: {default: {storage: {size: 1Gi}}}}`,
			`{"databases": {"default": {"storage": {"size": "1Gi"}}}}`,
		},
		{
			"embedded", "inline fields merge as others", `{media: {volume: {size: 1Gi}}}`,
			`{"media": {"volume": {"size": "1Gi"}}}`,
		},
		{
			"add", "a name that is not in the spec", `{databases: {other: {engine: mysql}}}`,
			`{"databases": {"other": {"engine": "mysql"}}}`,
		},
		{"remove scalar", "null unsets", `{web: {server: null}}`, `{"web": {"server": null}}`},
		{
			"remove entry", "null removes a name", `{celery: {workers: {mail: null}}}`,
			`{"celery": {"workers": {"mail": null}}}`,
		},
		{"remove section", "null removes all below", `{celery: null}`, `{"celery": null}`},
		{
			"remove required section", "null unsets what is no pointer", `{databases: null, django: {env: null}}`,
			`{"databases": null, "django": {"env": null}}`,
		},
		{"remove absent", "null where there is nothing", `{broker: null, cron: {x: null}}`, `{}`},
		{
			"create", "an object where there was none", `{proxy: {}, broker: {engine: redis}}`,
			`{"proxy": {}, "broker": {"engine": "redis"}}`,
		},
		{
			"swap", "one of two alternatives for the other", `{web: {autoscaling: null, replicas: 1}}`,
			`{"web": {"autoscaling": null, "replicas": 1}}`,
		},
		{"empty object", "does not reset", `{web: {}, celery: {beat: {}}}`, `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Load(strings.NewReader(head+base+"  environments: {x: "+tt.patch+"}\n"), "f")
			if err != nil {
				t.Fatal(err)
			}
			before := marshal(t, doc.Stack)
			alone, err := doc.Stack.For("")
			if err != nil {
				t.Fatal(err)
			}
			var want any = treeOf(t, marshal(t, alone))
			want = mergeReference(want, map[string]any{"spec": treeOf(t, tt.want)})
			got, err := doc.Stack.For("x")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, treeOf(t, marshal(t, got))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
			}
			scribble(got)
			scribble(alone)
			if after := marshal(t, doc.Stack); after != before {
				t.Errorf("a change of the result reached the source:\n%s", cmp.Diff(before, after))
			}
		})
	}
}

// scribble changes whatever it can reach.
func scribble(s *DjangoStack) {
	for _, m := range []map[string]string{s.Spec.Django.Env, s.Metadata.Labels} {
		for k := range m {
			m[k] = "scribbled"
		}
	}
	for _, list := range [][]string{s.Spec.Web.Command} {
		for i := range list {
			list[i] = "scribbled"
		}
	}
	if s.Spec.Web.Timeout != nil {
		s.Spec.Web.Timeout.Duration = 7
	}
	if s.Spec.Celery != nil {
		delete(s.Spec.Celery.Workers, "default")
		s.Spec.Celery.App = "scribbled"
	}
	for _, db := range s.Spec.Databases {
		if db.Storage.Size != nil {
			db.Storage.Size.Set(7)
		}
	}
	clear(s.Spec.Databases)
}

func TestForUnknown(t *testing.T) {
	s := &DjangoStack{}
	if _, err := s.For("dev"); err != nil {
		t.Errorf("dev is there by default: %v", err)
	}
	_, err := s.For("qa")
	if want := `no environment "qa"; this stack has dev, staging, prod`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A stack built in Go needs no Load: its patches hold any Go values.
func TestForGoValues(t *testing.T) {
	s := &DjangoStack{Spec: StackSpec{
		Django: Django{Hosts: []Host{"a.example"}},
		Environments: map[string]Environment{"x": {
			"profile": ProfileDev,
			"web":     map[string]any{"replicas": 3, "timeout": NewDuration(time.Minute), "port": uint16(80), "command": []string{"a"}},
			"django":  Django{Env: map[string]string{"A": "1"}},
			"broker":  &Broker{Engine: BrokerRedis},
			"proxy":   map[string]any{"bodySize": 1024},
		}},
	}}
	got, err := s.For("x")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"profile": "dev", "image": {"repository": ""}, "django": {"hosts": ["a.example"], "env": {"A": "1"}},
		"web": {"replicas": 3, "timeout": "1m0s", "port": 80, "command": ["a"]}, "broker": {"engine": "redis"},
		"proxy": {"bodySize": "1024"}}`
	if diff := cmp.Diff(treeOf(t, want), treeOf(t, marshal(t, got.Spec))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestForBadGoValues(t *testing.T) {
	for _, tt := range []struct {
		reason string
		patch  Environment
		want   string
	}{
		{
			"misspelt",
			Environment{"web": map[string]any{"replicsa": 3}},
			`spec.environments.x.web.replicsa: unknown field; did you mean "replicas"?`,
		},
		{
			"wrong type",
			Environment{"web": map[string]any{"replicas": "3"}},
			`spec.environments.x.web.replicas: expected a number, found text; remove the quotes: replicas: 3`,
		},
		{
			"fraction",
			Environment{"web": map[string]any{"replicas": 2.5}},
			`spec.environments.x.web.replicas: expected a whole number, found the number 2.5`,
		},
		{
			"overflow",
			Environment{"web": map[string]any{"replicas": 1 << 40}},
			`spec.environments.x.web.replicas: 1099511627776 is too large; at most 2147483647`,
		},
		{
			"nested",
			Environment{"environments": map[string]any{}},
			`spec.environments.x.environments: an environment cannot hold environments; move it up to spec.environments`,
		},
		{
			"no JSON",
			Environment{"web": make(chan int)},
			`spec.environments.x: web: json: unsupported type: chan int`,
		},
	} {
		s := &DjangoStack{Spec: StackSpec{Environments: map[string]Environment{"x": tt.patch}}}
		_, err := s.For("x")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func treeOf(t *testing.T, text string) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// mergeReference is RFC 7386's own pseudocode.
func mergeReference(target, patch any) any {
	entries, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result := map[string]any{}
	if old, ok := target.(map[string]any); ok {
		maps.Copy(result, old)
	}
	for k, v := range entries {
		if v == nil {
			delete(result, k)
		} else {
			result[k] = mergeReference(result[k], v)
		}
	}
	return result
}
