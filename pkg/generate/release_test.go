package generate_test

import (
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// releaseStack has everything that a release's Jobs may depend on.
const releaseStack = `
django: {settings: shop.settings, hosts: [shop.example], env: {LOG_LEVEL: INFO}, files: {/etc/a.py: {content: "1"}}}
databases: {default: {}}
caches: {default: {password: {}}}
broker: {engine: rabbitmq}
celery: {}
superuser: {}
static: {mode: bucket, url: "https://static.example/", upload: [upload]}
`

// TestReleaseJobsRunAgain: a Job runs again only where what it does may differ.
func TestReleaseJobsRunAgain(t *testing.T) {
	const migrate, upload = "release", "static-upload"
	for _, c := range []struct {
		reason, change string
		again          []string
	}{
		{"nothing", `{}`, nil},
		{"a host", `{django: {hosts: [other.example]}}`, nil},
		{"the way in, and with it the origins", `{expose: {ingress: {class: traefik, tls: {}}}}`, nil},
		{"the cache is elsewhere", `{caches: {default: {external: {host: redis.example}}}}`, nil},
		{"the broker is elsewhere", `{broker: {external: {host: rabbitmq.example, tls: true}}}`, nil},
		{"the web server's size", `{web: {replicas: 7, workers: 3, threads: 5}}`, nil},
		{"another image", `{image: {tag: "2.0"}}`, []string{migrate, upload}},
		{"other settings", `{django: {settings: shop.other}}`, []string{migrate, upload}},
		{"a variable of the user's", `{django: {env: {LOG_LEVEL: DEBUG}}}`, []string{migrate, upload}},
		{"a file of the user's", `{django: {files: {/etc/a.py: {content: "2"}}}}`, []string{migrate, upload}},
		{"another database", `{databases: {default: {external: {host: pg.example}}}}`, []string{migrate}},
		{"another account", `{superuser: {username: root}}`, []string{migrate}},
		{"the mail server is elsewhere", `{mail: {host: mail.example}}`, nil},
		{"another job", `{jobs: {index: {manage: [index]}}}`, []string{migrate}},
		{"another address of static files", `{static: {url: "https://other.example/"}}`, []string{upload}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			before, after := jobNames(t, "{}"), jobNames(t, c.change)
			for _, job := range []string{migrate, upload} {
				want := false
				for _, name := range c.again {
					want = want || name == job
				}
				if again := before[job] != after[job]; again != want {
					t.Errorf("%s: runs again: %v, want %v", job, again, want)
				}
			}
		})
	}
}

// jobNames are the names of the Jobs in prod, by component, with a change made there. The
// ConfigMap that says which of them are wanted must say the same.
func jobNames(t *testing.T, change string) map[string]string {
	t.Helper()
	s := shop()
	text := releaseStack + "environments: {prod: {" + strings.TrimSuffix(strings.TrimPrefix(change, "{"), "}") + "}}"
	if err := yaml.UnmarshalStrict([]byte(text), &s.Spec); err != nil {
		t.Fatal(err)
	}
	merged, err := s.Effective("prod")
	if err != nil {
		t.Fatal(err)
	}
	names, wanted := map[string]string{}, map[string]string{}
	for _, o := range stacktest.Objects(stacktest.Resolve(merged)) {
		switch o := o.(type) {
		case *batchv1.Job:
			names[o.Labels[stack.LabelComponent]] = o.Name
		case *corev1.ConfigMap:
			if o.Annotations[stack.AnnotationFixedName] != "" {
				wanted = o.Data
			}
		}
	}
	for component, name := range names {
		if wanted[stack.WantedVariable+spec.EnvName(component)] != name {
			t.Errorf("%s is wanted, the Job is %s", wanted[stack.WantedVariable+spec.EnvName(component)], name)
		}
	}
	return names
}

// TestJobSteps: the user's commands are steps around the migration, in the order of their names.
func TestJobSteps(t *testing.T) {
	const jobs = `jobs: {b: {manage: [b]}, a: {command: [sh, -c, a], after: migrate}, z: {manage: [z], before: migrate}, x: {manage: [x], before: migrate}}`
	for _, c := range []struct{ reason, spec, want string }{
		{
			"around the migration and the account", `{databases: {default: {}}, superuser: {}, ` + jobs + `}`,
			"wait-for-database job-x job-z migrate superuser job-a job-b",
		},
		{
			"where another stack migrates", `{databases: {default: {}}, migrate: {enabled: false, check: {enabled: true}}, jobs: {a: {manage: [a]}}}`,
			"wait-for-migrations job-a",
		},
		{"without a database", `{jobs: {a: {manage: [a]}}}`, "job-a"},
		{"in a base, where nothing migrates yet", `{jobs: {a: {manage: [a], before: migrate}}}`, "job-a"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var names []string
			for _, o := range stacktest.Objects(resolve(t, c.spec)) {
				job, isJob := o.(*batchv1.Job)
				if !isJob {
					continue
				}
				pod := job.Spec.Template.Spec
				for _, c := range append(pod.InitContainers, pod.Containers...) {
					names = append(names, c.Name)
					if name, ours := strings.CutPrefix(c.Name, "job-"); ours && !strings.Contains(strings.Join(c.Command, " "), `"`+name+`"]`) {
						t.Errorf("%s runs %q", c.Name, c.Command)
					}
				}
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("steps %s, want %s", got, c.want)
			}
		})
	}
}
