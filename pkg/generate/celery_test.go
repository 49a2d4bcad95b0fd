package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

func TestWorkerCommand(t *testing.T) {
	for _, c := range []struct{ reason, spec, component, option, want string }{
		{
			reason: "the default worker takes what the project's settings say",
			spec:   `{celery: {}}`, component: "worker", option: "--queues", want: "",
		},
		{
			reason: "another takes from the queue of its name",
			spec:   `{celery: {workers: {mail: {}}}}`, component: "worker-mail", option: "--queues", want: "mail",
		},
		{
			reason: "several queues are one argument",
			spec:   `{celery: {workers: {mail: {queues: [a, b]}}}}`, component: "worker-mail",
			option: "--queues", want: "a,b",
		},
		{
			reason: "an option that the spec does not set would win over the project's settings",
			spec:   `{celery: {workers: {default: {resources: {limits: {cpu: "2", memory: 4Gi}}}}}}`, component: "worker",
			option: "--concurrency", want: "",
		},
		{
			reason: "one that it sets does",
			spec:   `{celery: {workers: {default: {concurrency: 3}}}}`, component: "worker", option: "--concurrency", want: "3",
		},
		{
			reason: "a time limit is in seconds",
			spec:   `{celery: {workers: {default: {timeLimit: 10m}}}}`, component: "worker", option: "--time-limit", want: "600",
		},
		{
			reason: "never is more tasks than there are, since celery takes no 0",
			spec:   `{celery: {workers: {default: {maxTasksPerChild: 0}}}}`, component: "worker",
			option: "--max-tasks-per-child", want: "2147483647",
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
		{"an interpreter named by path has celery beside it", `[/opt/venv/bin/python3, manage.py]`, "/opt/venv/bin/python3"},
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

// TestWorkerDefaults: what the spec sets is on the command line, and nothing of it
// among what gives way to the project's settings; the rest is, Celery's own number of
// processes being the node's cores.
func TestWorkerDefaults(t *testing.T) {
	for _, c := range []struct{ reason, worker, want string }{
		{
			"all is silent", `{resources: {limits: {cpu: "2", memory: 4Gi}}}`,
			`{"CELERY_WORKER_LOGLEVEL":"INFO","task_soft_time_limit":270,"task_time_limit":300,"worker_concurrency":4,` +
				`"worker_max_tasks_per_child":1000,"worker_prefetch_multiplier":1}`,
		},
		{
			"all is said",
			`{concurrency: 3, prefetchMultiplier: 2, timeLimit: 1m, softTimeLimit: 30s, maxTasksPerChild: 0}`,
			`{"CELERY_WORKER_LOGLEVEL":"INFO"}`,
		},
		{
			"one limit is said", `{concurrency: 3, prefetchMultiplier: 2, timeLimit: 10m, maxTasksPerChild: 0}`,
			`{"CELERY_WORKER_LOGLEVEL":"INFO","task_soft_time_limit":540}`,
		},
		{
			"threads wait for databases more than processes do", `{pool: threads, prefetchMultiplier: 2, timeLimit: 1m, softTimeLimit: 30s, maxTasksPerChild: 0}`,
			`{"CELERY_WORKER_LOGLEVEL":"INFO","worker_concurrency":4}`,
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			main := deploymentOf(t, `{celery: {workers: {default: `+c.worker+`}}}`, "worker").Spec.Template.Spec.Containers[0]
			if got := variableOf(main, "DJANGOSTACK_DEFAULTS").Value; got != c.want {
				t.Errorf("defaults are\n%s, want\n%s", got, c.want)
			}
		})
	}
}

func TestGracePeriods(t *testing.T) {
	for _, c := range []struct {
		reason, spec, object string
		grace                int64
	}{
		{"a task may end by its limit", `{celery: {}}`, "worker", 330},
		{"no drain takes hours", `{celery: {workers: {default: {timeLimit: 12h}}}}`, "worker", 600},
		{"unless the spec says so", `{celery: {workers: {default: {timeLimit: 12h, gracePeriod: 13h}}}}`, "worker", 46800},
		{"beat has little to end", `{celery: {beat: {}}}`, "beat", 30},
		{"and what it is given", `{celery: {beat: {gracePeriod: 5s}}}`, "beat", 5},
	} {
		t.Run(c.reason, func(t *testing.T) {
			pod := deploymentOf(t, c.spec, c.object).Spec.Template.Spec
			if got := *pod.TerminationGracePeriodSeconds; got != c.grace {
				t.Errorf("grace is %d s, want %d", got, c.grace)
			}
		})
	}
}

func TestBeatIsAlone(t *testing.T) {
	for _, c := range []struct{ reason, beat, scheduler string }{
		{"the project chooses the scheduler", `{}`, ""},
		{"unless the spec does", `{scheduler: "shop.beat:Scheduler"}`, "shop.beat:Scheduler"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			all := objectsOf(t, `{celery: {beat: `+c.beat+`}}`)
			d := get[*appsv1.Deployment](t, all, "Deployment/beat")
			if *d.Spec.Replicas != 1 || d.Spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType {
				t.Errorf("%d replicas by %s: two would start every task twice", *d.Spec.Replicas, d.Spec.Strategy.Type)
			}
			command := d.Spec.Template.Spec.Containers[0].Command
			if got := option(command, "--scheduler"); got != c.scheduler {
				t.Errorf("--scheduler is %q, want %q", got, c.scheduler)
			}
			if got := option(command, "--schedule"); got != "/tmp/celerybeat-schedule" {
				t.Errorf("--schedule is %q, and nothing else can be written", got)
			}
			if !slices.Contains(command, "--pidfile") {
				t.Error("a pid file outlives a crash")
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
	all := objectsOf(t, `{celery: {beat: {}, workers: {
		default: {}, own: {probes: {liveness: {command: [check], periodSeconds: 7}}}}}}`)
	for _, component := range []string{"worker", "beat"} {
		c := get[*appsv1.Deployment](t, all, "Deployment/"+component).Spec.Template.Spec.Containers[0]
		for _, p := range []*corev1.Probe{c.StartupProbe, c.LivenessProbe} {
			if p == nil || p.Exec == nil || p.Exec.Command[0] != "sh" {
				t.Fatalf("%s: probe %v starts more than a shell", component, p)
			}
		}
		if !slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.MountPath == "/etc/djangostack/celery" }) {
			t.Errorf("%s has no launcher", component)
		}
	}
	own := get[*appsv1.Deployment](t, all, "Deployment/worker-own").Spec.Template.Spec.Containers[0].LivenessProbe
	if own.Exec.Command[0] != "check" || own.PeriodSeconds != 7 {
		t.Errorf("the user's probe lost: %v", own)
	}
	launcher := get[*corev1.ConfigMap](t, all, "ConfigMap/celery").Data["launcher.py"]
	for _, path := range []string{"/tmp/celery-heartbeat", "/tmp/celery-ready", "DJANGOSTACK_DEFAULTS"} {
		if !strings.Contains(launcher, path) {
			t.Errorf("the launcher does not know %s", path)
		}
	}
}

func TestWorkerScaling(t *testing.T) {
	all := objectsOf(t, `{celery: {workers: {default: {autoscaling: {max: 5}}, mail: {replicas: 2}, one: {}}}}`)
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
