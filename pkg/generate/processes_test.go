package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestProcessThatServes: a process with http stops, spreads and is replaced as web is.
func TestProcessThatServes(t *testing.T) {
	all := objectsOf(t, `{
		django: {internalHosts: [podAddress]},
		processes: {live: {command: [live], probes: {readiness: {path: /health/}}, http: {shutdown: {delay: 9s}}}}}`)
	d := get[*appsv1.Deployment](t, all, "Deployment/process-live")
	pod := d.Spec.Template.Spec
	c := pod.Containers[0]
	if *d.Spec.Replicas != 2 || *pod.TerminationGracePeriodSeconds != 44 || c.Lifecycle.PreStop.Sleep.Seconds != 9 {
		t.Errorf("%d pods stop in %d s after %v", *d.Spec.Replicas, *pod.TerminationGracePeriodSeconds, c.Lifecycle)
	}
	if _, ok := all["PodDisruptionBudget/process-live"]; !ok || len(pod.TopologySpreadConstraints) == 0 {
		t.Error("all pods may go at once")
	}
	port := get[*corev1.Service](t, all, "Service/process-live").Spec.Ports[0]
	if c.Ports[0].Name != "http" || c.Ports[0].ContainerPort != 8000 || port.Port != 8000 || port.TargetPort.StrVal != "http" {
		t.Errorf("listens on %v behind %v", c.Ports, port)
	}
	asked := c.ReadinessProbe.HTTPGet
	if asked.Port.StrVal != "http" || asked.HTTPHeaders[0].Name != "Host" || asked.HTTPHeaders[0].Value == "" {
		t.Errorf("is asked for %v", asked)
	}
	for _, want := range []string{"PORT", "POD_IP"} {
		if !slices.ContainsFunc(c.Env, func(v corev1.EnvVar) bool { return v.Name == want }) {
			t.Errorf("is not told %s", want)
		}
	}
}

func TestProcess(t *testing.T) {
	for _, c := range []struct {
		reason, process string
		strategy        appsv1.DeploymentStrategyType
		replicas        int32
		grace           int64
		service         bool
	}{
		{"nothing listens without a port", `{command: [bot]}`, "RollingUpdate", 1, 60, false},
		{"a port is a Service", `{command: [bot], port: 9000}`, "RollingUpdate", 1, 60, true},
		{"it says how long it takes to end", `{command: [bot], gracePeriod: 5m, replicas: 3}`, "RollingUpdate", 3, 300, false},
		{"a singleton is one, whatever else is said", `{command: [bot], singleton: true, replicas: 3}`, "Recreate", 1, 60, false},
		{"it can be stopped", `{command: [bot], singleton: true, replicas: 0}`, "Recreate", 0, 60, false},
		{"nor is one scaled", `{command: [bot], singleton: true, autoscaling: {max: 9}}`, "Recreate", 1, 60, false},
	} {
		t.Run(c.reason, func(t *testing.T) {
			all := objectsOf(t, `{processes: {bot: `+c.process+`}}`)
			d := get[*appsv1.Deployment](t, all, "Deployment/process-bot")
			pod := d.Spec.Template.Spec
			replicas, grace := *d.Spec.Replicas, *pod.TerminationGracePeriodSeconds
			if d.Spec.Strategy.Type != c.strategy || replicas != c.replicas || grace != c.grace {
				t.Errorf("%d by %s with %d s to end", replicas, d.Spec.Strategy.Type, grace)
			}
			if _, ok := all["Service/process-bot"]; ok != c.service {
				t.Errorf("has a Service: %v, want %v", ok, c.service)
			}
			if probed := pod.Containers[0].LivenessProbe != nil; probed != c.service {
				t.Errorf("is probed: %v, want %v", probed, c.service)
			}
			if all["HorizontalPodAutoscaler/process-bot"] != nil && c.strategy == appsv1.RecreateDeploymentStrategyType {
				t.Error("a singleton has an autoscaler")
			}
		})
	}
}

func TestProcessCanBeOpened(t *testing.T) {
	all := objectsOf(t, `{
		processes: {bot: {command: [bot], port: 9000}},
		network: {ingress: {prometheus: {namespace: monitoring, component: process-bot}}}}`)
	rules := get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy/process-bot").Spec.Ingress
	if len(rules) != 1 || rules[0].Ports[0].Port.IntVal != 9000 {
		t.Errorf("the named way in is closed: %v", rules)
	}
}

func TestCron(t *testing.T) {
	all := objectsOf(t, `{cron: {
		clear: {schedule: "0 3 * * *", timeZone: Europe/Berlin, manage: [clearsessions], timeout: 10m},
		idle: {schedule: "@daily", command: [x], suspend: true, concurrency: Replace}}}`)
	clear := get[*batchv1.CronJob](t, all, "CronJob/cron-clear").Spec
	if *clear.TimeZone != "Europe/Berlin" || clear.ConcurrencyPolicy != batchv1.ForbidConcurrent || clear.Suspend != nil {
		t.Errorf("time zone %s, concurrency %s, suspend %v", *clear.TimeZone, clear.ConcurrencyPolicy, clear.Suspend)
	}
	job := clear.JobTemplate.Spec
	if *job.ActiveDeadlineSeconds != 600 || job.Template.Spec.RestartPolicy != corev1.RestartPolicyNever {
		t.Errorf("a run may take %d s and restarts %s", *job.ActiveDeadlineSeconds, job.Template.Spec.RestartPolicy)
	}
	if *clear.StartingDeadlineSeconds/60 >= 100 {
		t.Error("a schedule of one a minute could miss 100 starts and stop for good")
	}
	idle := get[*batchv1.CronJob](t, all, "CronJob/cron-idle").Spec
	if idle.Suspend == nil || !*idle.Suspend || idle.ConcurrencyPolicy != batchv1.ReplaceConcurrent {
		t.Errorf("suspend %v, concurrency %s", idle.Suspend, idle.ConcurrencyPolicy)
	}
}

func TestJobsWait(t *testing.T) {
	all := objectsOf(t, `{databases: {default: {}},
		migrate: {enabled: false, check: {enabled: true}}, superuser: {},
		cron: {clear: {schedule: "@daily", manage: [clearsessions]}}}`)
	for _, template := range []corev1.PodTemplateSpec{
		get[*batchv1.Job](t, all, "Job/release").Spec.Template,
		get[*batchv1.CronJob](t, all, "CronJob/cron-clear").Spec.JobTemplate.Spec.Template,
	} {
		if len(template.Spec.InitContainers) != 1 || template.Spec.InitContainers[0].Name != "wait-for-migrations" {
			t.Errorf("%s starts before its tables are there", template.Labels[stack.LabelComponent])
		}
	}
}

func TestSuperuser(t *testing.T) {
	all := objectsOf(t, `{django: {hosts: [shop.example]}, superuser: {username: root}}`)
	main := get[*batchv1.Job](t, all, "Job/release").Spec.Template.Spec.Containers[0]
	if got := get[*corev1.ConfigMap](t, all, "ConfigMap/release").Data["DJANGO_SUPERUSER_EMAIL"]; got != "root@shop.example" {
		t.Errorf("mail goes to %q", got)
	}
	ref := variableOf(main, "DJANGO_SUPERUSER_PASSWORD").ValueFrom
	if ref == nil || ref.SecretKeyRef.Key != "SUPERUSER_PASSWORD" {
		t.Errorf("the password is not from the Secret: %v", ref)
	}
	if !strings.Contains(strings.Join(main.Command, " "), `release["create_superuser"]("DJANGOSTACK_JOB_RELEASE")`) {
		t.Errorf("runs %q", main.Command)
	}
}

func TestSparseSpecsBuild(t *testing.T) {
	for _, c := range []struct{ reason, spec string }{
		{"an empty spec", `{}`},
		{"celery without a broker", `{celery: {}}`},
		{"celery with empty parts", `{celery: {workers: {}, beat: {}, flower: {}}}`},
		{"a worker of null", `{celery: {workers: {default: null}}}`},
		{"no workers and no beat", `{celery: {workers: {}}}`},
		{"unknown words", `{celery: {resultBackend: x, workers: {default: {pool: x}}, beat: {scheduler: x}}}`},
		{"a process that says nothing", `{processes: {bot: {}}}`},
		{"a cron that says nothing", `{cron: {clear: {}}}`},
		{"an empty superuser", `{superuser: {}}`},
		{"a flower image without a broker", `{celery: {flower: {image: x}}}`},
		{"probes without a check", `{celery: {beat: {probes: {readiness: {}}}}, processes: {bot: {probes: {liveness: {}}}}}`},
		{"an autoscaler without bounds", `{celery: {workers: {default: {autoscaling: {}}}}}`},
	} {
		t.Run(c.reason, func(t *testing.T) { objectsOf(t, c.spec) })
	}
}
