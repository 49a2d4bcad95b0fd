package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

const sixteen = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  processDefaults:
    manage: [rqworker]
    gracePeriod: 2m
    env: {QUEUE_LOG: info, TZ: UTC}
    secretEnv: {SENTRY_DSN: {}}
    resources: {limits: {cpu: null, memory: 2Gi}}
    probes: {liveness: {command: [alive], periodSeconds: 60}}
  processes:
    high: {args: [high]}
    low: {args: [low], gracePeriod: 10m, env: {TZ: Europe/Berlin, QUEUE_LOG: null}, probes: {liveness: {periodSeconds: 90}}}
    bot: {manage: null, command: [bot], env: null, resources: {limits: {cpu: "2"}}}
  cronDefaults: {timeout: 10m, env: {TZ: UTC}}
  cron:
    tidy: {schedule: "@daily", manage: [tidy]}
  celery: {workerDefaults: {concurrency: 1}}
  broker: {}
  environments:
    dev:
      processDefaults: {env: {QUEUE_LOG: debug}, gracePeriod: 5s}
      processes: {high: {env: {TZ: null}}, new: {args: [new], env: {TZ: null}}}
      cron: {tidy: {env: {TZ: null}}}
    prod: {processDefaults: {env: null}}
`

func resolvedIn(t *testing.T, text, environment string) (*spec.Effective, *spec.Document) {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(text), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all, errs, warnings := doc.Resolve()
	if len(errs)+len(warnings) > 0 {
		t.Fatal(errs, warnings)
	}
	i := slices.IndexFunc(all, func(e *spec.Effective) bool { return e.Environment == environment })
	return all[i], doc
}

// TestElementDefaults: an element is a merge patch of what all elements have, in each environment.
func TestElementDefaults(t *testing.T) {
	dev, doc := resolvedIn(t, sixteen, "dev")
	type made struct {
		Command []string
		Args    []string
		Grace   string
		Env     map[string]string
		Secret  string
		CPU     bool
		Period  int32
	}
	got := map[string]made{}
	for name, p := range dev.Spec.Processes {
		one := made{
			Command: p.Command, Args: p.Args, Grace: p.GracePeriod.String(), Env: p.Env,
			Secret: p.SecretEnv["SENTRY_DSN"].Key, CPU: p.Resources.Limits.CPU != nil,
		}
		if p.Probes.Liveness != nil {
			one.Period = p.Probes.Liveness.PeriodSeconds
		}
		got[name] = one
	}
	rq := []string{"python", "manage.py", "rqworker"}
	want := map[string]made{
		"high": {rq, []string{"high"}, "5s", map[string]string{"QUEUE_LOG": "debug"}, "SENTRY_DSN", false, 60},
		"low":  {rq, []string{"low"}, "10m0s", map[string]string{"TZ": "Europe/Berlin"}, "SENTRY_DSN", false, 90},
		"bot":  {[]string{"bot"}, nil, "5s", nil, "SENTRY_DSN", true, 60},
		"new":  {rq, []string{"new"}, "5s", map[string]string{"QUEUE_LOG": "debug"}, "SENTRY_DSN", false, 60},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("processes (-want +got):\n%s", diff)
	}
	if c := dev.Spec.Cron["tidy"]; c.Timeout.Minutes() != 10 || len(c.Env) > 0 {
		t.Errorf("cron: %v %v", c.Timeout, c.Env)
	}
	if w := dev.Spec.Celery.Workers["default"]; w.Concurrency != 1 {
		t.Errorf("a worker by default: %d", w.Concurrency)
	}
	for path, layer := range map[string]spec.Layer{
		"spec.processes.high.gracePeriod":           spec.LayerElements,
		"spec.processes.low.gracePeriod":            spec.LayerSpec,
		"spec.processes.high.env.QUEUE_LOG":         spec.LayerElements,
		"spec.processes.high.tmpSize":               spec.LayerDefault,
		"spec.celery.workers.default.concurrency":   spec.LayerElements,
		"spec.processes.high.resources.limits.cpu":  spec.LayerElements,
		"spec.processes.bot.resources.requests.cpu": spec.LayerProfile,
	} {
		origins, err := doc.Origins(path, "dev")
		if err != nil || len(origins) != 1 || origins[0].Layer != layer {
			t.Errorf("%s: %+v %v, want %s", path, origins, err, layer)
		}
	}
}
