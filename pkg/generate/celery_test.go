package generate

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/pkg/spec"
)

// built are the objects of a stack whose spec is text, by kind and name without
// the stack's.
func built(t *testing.T, text string) map[string]Object {
	t.Helper()
	s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	if err := yaml.UnmarshalStrict([]byte(text), &s.Spec); err != nil {
		t.Fatal(err)
	}
	s.SetDefaults("prod")
	all := map[string]Object{}
	for _, o := range Resolve(s, "prod").Build() {
		all[o.GetObjectKind().GroupVersionKind().Kind+"/"+strings.TrimPrefix(o.GetName(), "shop-")] = o
	}
	return all
}

// get is one of the objects built made.
func get[T Object](t *testing.T, all map[string]Object, key string) T {
	t.Helper()
	o, ok := all[key].(T)
	if !ok {
		t.Fatalf("no %s among %v", key, sortedKeys(all))
	}
	return o
}

func deploymentOf(t *testing.T, text, component string) *appsv1.Deployment {
	t.Helper()
	return get[*appsv1.Deployment](t, built(t, text), "Deployment/"+component)
}

// option is the value that follows an option on a command line, "" without it.
func option(command []string, name string) string {
	if i := slices.Index(command, name); i >= 0 && i+1 < len(command) {
		return command[i+1]
	}
	return ""
}

func TestWorkerCommand(t *testing.T) {
	for _, c := range []struct{ reason, spec, component, option, want string }{
		{
			reason: "the default worker takes from Celery's own queue",
			spec:   `{celery: {}}`, component: "worker", option: "--queues", want: "celery",
		},
		{
			reason: "another takes from the queue of its name",
			spec:   `{celery: {workers: {mail: {}}}}`, component: "worker-mail", option: "--queues", want: "mail",
		},
		{
			reason: "several queues are one argument",
			spec:   `{celery: {workers: {mail: {queues: [a, b]}}}}`, component: "worker-mail", option: "--queues", want: "a,b",
		},
		{
			reason: "concurrency follows the limit and is always said",
			spec:   `{celery: {workers: {default: {resources: {limits: {cpu: "2", memory: 4Gi}}}}}}`, component: "worker",
			option: "--concurrency", want: "4",
		},
		{
			reason: "a time limit is in seconds",
			spec:   `{celery: {workers: {default: {timeLimit: 10m}}}}`, component: "worker", option: "--time-limit", want: "600",
		},
		{
			reason: "the soft limit comes first",
			spec:   `{celery: {workers: {default: {timeLimit: 10m}}}}`, component: "worker", option: "--soft-time-limit", want: "540",
		},
		{
			reason: "children of prefork are renewed",
			spec:   `{celery: {}}`, component: "worker", option: "--max-tasks-per-child", want: "1000",
		},
		{
			reason: "threads have no children",
			spec:   `{celery: {workers: {default: {pool: threads}}}}`, component: "worker", option: "--max-tasks-per-child", want: "",
		},
		{
			reason: "the node name differs from pod to pod",
			spec:   `{celery: {workers: {mail: {}}}}`, component: "worker-mail", option: "--hostname", want: "mail@%h",
		},
		{
			reason: "the app is the project",
			spec:   `{django: {settings: shop.settings}, celery: {}}`, component: "worker", option: "-A", want: "shop",
		},
		{
			reason: "without a name there is no option to mislead celery",
			spec:   `{celery: {}}`, component: "worker", option: "-A", want: "",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			command := deploymentOf(t, c.spec, c.component).Spec.Template.Spec.Containers[0].Command
			if got := option(command, c.option); got != c.want {
				t.Errorf("%s is %q, want %q, in %q", c.option, got, c.want, command)
			}
		})
	}
}

func TestCeleryRunsAsProcess1(t *testing.T) {
	for _, c := range []struct{ reason, manage, want string }{
		{"an interpreter named by path is the one that has celery", `[/opt/venv/bin/python3, manage.py]`, "/opt/venv/bin/python3"},
		{"a program that is no interpreter cannot run the launcher", `[django-admin]`, "python"},
		{"the image's own otherwise", `[]`, "python"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			text := `{django: {manage: ` + c.manage + `}, celery: {beat: {}, flower: {}}}`
			for _, component := range []string{"worker", "beat", "flower"} {
				if got := deploymentOf(t, text, component).Spec.Template.Spec.Containers[0].Command[0]; got != c.want {
					t.Errorf("%s runs %q, want %q: a shell would swallow SIGTERM", component, got, c.want)
				}
			}
		})
	}
}

func TestWorkerTimes(t *testing.T) {
	for _, c := range []struct {
		reason, worker   string
		grace, heartbeat int64
	}{
		{"a task may end by its limit", `{}`, 330, 120},
		{"a longer limit is a longer grace", `{timeLimit: 2h}`, 7230, 120},
		{"threads leave the main loop alone", `{pool: threads}`, 330, 120},
		{"solo runs tasks in the main loop", `{pool: solo, timeLimit: 10m}`, 630, 720},
		{"green threads share the main loop's thread", `{pool: gevent, timeLimit: 10m}`, 630, 720},
	} {
		t.Run(c.reason, func(t *testing.T) {
			pod := deploymentOf(t, `{celery: {workers: {default: `+c.worker+`}}}`, "worker").Spec.Template.Spec
			if got := *pod.TerminationGracePeriodSeconds; got != c.grace {
				t.Errorf("grace is %d s, want %d", got, c.grace)
			}
			if got := variable(pod.Containers[0], celeryHeartbeatEnv).Value; got != itoa(int32(c.heartbeat)) {
				t.Errorf("heartbeat is %s s, want %d", got, c.heartbeat)
			}
		})
	}
}

func variable(c corev1.Container, name string) corev1.EnvVar {
	for _, v := range c.Env {
		if v.Name == name {
			return v
		}
	}
	return corev1.EnvVar{}
}

func TestBeatIsAlone(t *testing.T) {
	for _, c := range []struct{ reason, beat, schedule, interval string }{
		{"the file is on the scratch volume and ticks outrun the probe", `{}`, "/tmp/celerybeat-schedule", "30"},
		{"a scheduler nobody knows may keep a file", `{scheduler: "shop.beat:Scheduler"}`, "/tmp/celerybeat-schedule", "30"},
		{"the database scheduler has no file and polls by its own clock", `{scheduler: "django_celery_beat.schedulers:DatabaseScheduler"}`, "", ""},
		{"nor has the one in Redis", `{scheduler: "redbeat.RedBeatScheduler"}`, "", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			all := built(t, `{celery: {beat: `+c.beat+`}}`)
			d := get[*appsv1.Deployment](t, all, "Deployment/beat")
			if *d.Spec.Replicas != 1 || d.Spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType {
				t.Errorf("%d replicas by %s: two would start every task twice", *d.Spec.Replicas, d.Spec.Strategy.Type)
			}
			command := d.Spec.Template.Spec.Containers[0].Command
			if got := option(command, "--schedule"); got != c.schedule {
				t.Errorf("--schedule is %q, want %q", got, c.schedule)
			}
			if got := option(command, "--max-interval"); got != c.interval {
				t.Errorf("--max-interval is %q, want %q", got, c.interval)
			}
			for _, kind := range []string{"HorizontalPodAutoscaler", "PodDisruptionBudget", "Service"} {
				if all[kind+"/beat"] != nil {
					t.Errorf("beat has a %s", kind)
				}
			}
		})
	}
}

func TestHeartbeatProbe(t *testing.T) {
	all := built(t, `{celery: {beat: {}, workers: {default: {}, own: {probes: {liveness: {command: [check], periodSeconds: 7}}}}}}`)
	for _, component := range []string{"worker", "beat"} {
		c := get[*appsv1.Deployment](t, all, "Deployment/"+component).Spec.Template.Spec.Containers[0]
		for _, p := range []*corev1.Probe{c.StartupProbe, c.LivenessProbe} {
			if p == nil || p.Exec == nil || p.Exec.Command[0] != "sh" {
				t.Fatalf("%s: probe %v starts more than a shell", component, p)
			}
		}
		if !slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == celeryConfigPath }) {
			t.Errorf("%s has no launcher", component)
		}
	}
	own := get[*appsv1.Deployment](t, all, "Deployment/worker-own").Spec.Template.Spec.Containers[0].LivenessProbe
	if own.Exec.Command[0] != "check" || own.PeriodSeconds != 7 {
		t.Errorf("the user's probe lost: %v", own)
	}
	launcher := get[*corev1.ConfigMap](t, all, "ConfigMap/celery").Data[celeryLauncher]
	for _, path := range []string{"/tmp/celery-heartbeat", "/tmp/celery-ready", celeryHeartbeatEnv} {
		if !strings.Contains(launcher, path) {
			t.Errorf("the launcher does not know %s", path)
		}
	}
}

func TestWorkerScaling(t *testing.T) {
	all := built(t, `{celery: {workers: {default: {autoscaling: {max: 5}}, mail: {replicas: 2}, one: {}}}}`)
	if get[*appsv1.Deployment](t, all, "Deployment/worker").Spec.Replicas != nil {
		t.Error("an apply would undo what the autoscaler decided")
	}
	for key, want := range map[string]bool{
		"HorizontalPodAutoscaler/worker": true, "PodDisruptionBudget/worker": true,
		"HorizontalPodAutoscaler/worker-mail": false, "PodDisruptionBudget/worker-mail": true,
		"PodDisruptionBudget/worker-one": false,
	} {
		if got := all[key] != nil; got != want {
			t.Errorf("%s exists: %v, want %v", key, got, want)
		}
	}
}

func TestFlower(t *testing.T) {
	text := `{broker: {envNames: {url: QUEUE}}, databases: {default: {}}, celery: {flower: IMAGE}}`
	for _, c := range []struct{ reason, flower, program string }{
		{"the project's image", `{}`, "python"},
		{"an image of its own", `{image: "docker.io/mher/flower:2.0"}`, "celery"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			pod := deploymentOf(t, strings.Replace(text, "IMAGE", c.flower, 1), "flower").Spec.Template.Spec
			main := pod.Containers[0]
			if main.Command[0] != c.program || len(pod.InitContainers) > 0 {
				t.Errorf("runs %q after %d init containers", main.Command, len(pod.InitContainers))
			}
			if ref := variable(main, "FLOWER_BASIC_AUTH").ValueFrom; ref == nil || ref.SecretKeyRef.Name != "shop-secrets" {
				t.Errorf("anyone may look: %v", ref)
			}
			if main.LivenessProbe.HTTPGet.Path != "/healthcheck" {
				t.Errorf("probe asks %s, which wants a password", main.LivenessProbe.HTTPGet.Path)
			}
			if c.program == "celery" && variable(main, brokerURL).Value != "$(QUEUE)" {
				t.Errorf("flower does not find the broker: %v", main.Env)
			}
		})
	}
}

func TestJobsWait(t *testing.T) {
	all := built(t, `{databases: {default: {}}, superuser: {}, cron: {clear: {schedule: "@daily", manage: [clearsessions]}}}`)
	for _, template := range []corev1.PodTemplateSpec{
		get[*batchv1.Job](t, all, "Job/superuser").Spec.Template,
		get[*batchv1.CronJob](t, all, "CronJob/cron-clear").Spec.JobTemplate.Spec.Template,
	} {
		if len(template.Spec.InitContainers) != 1 || template.Spec.InitContainers[0].Name != "wait-for-migrations" {
			t.Errorf("%s starts before its tables are there", template.Labels[LabelComponent])
		}
	}
}
