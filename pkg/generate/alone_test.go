package generate_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
)

func TestOldOneServesUntilMigrated(t *testing.T) {
	const rolling, recreate = appsv1.RollingUpdateDeploymentStrategyType, appsv1.RecreateDeploymentStrategyType
	const stack = `django: {settings: shop.settings}, databases: {default: {}}, `
	for _, c := range []struct {
		reason, spec, component string
		want                    appsv1.DeploymentStrategyType
	}{
		{"beat stands by", stack + `celery: {beat: {}}`, "beat", rolling},
		{"so does a singleton", stack + `processes: {bot: {command: [bot], singleton: true}}`, "process-bot", rolling},
		{"other engines have locks too", `django: {settings: a.settings}, databases: {default: {engine: mysql}}, celery: {beat: {}}`, "beat", rolling},
		{"a port would be asked", stack + `processes: {bot: {command: [bot], singleton: true, port: 9000}}`, "process-bot", recreate},
		{"so would a check of the user's", stack + `celery: {beat: {probes: {readiness: {command: [check]}}}}`, "beat", recreate},
		{"other times of the heartbeat's are none", stack + `celery: {beat: {probes: {liveness: {periodSeconds: 60}}}}`, "beat", rolling},
		{"without a wait nothing is gained", stack + `migrate: {check: {enabled: false}}, celery: {beat: {}}`, "beat", recreate},
		{"another stack's migrations are waited for too", stack + `migrate: {enabled: false, check: {enabled: true}}, celery: {beat: {}}`, "beat", rolling},
		{"a database that refuses locks", stack + `migrate: {lock: false}, celery: {beat: {}}`, "beat", recreate},
		{"no database", `django: {settings: a.settings}, celery: {beat: {}}`, "beat", recreate},
		{"nobody knows the settings", `databases: {default: {}}, celery: {beat: {}}`, "beat", recreate},
	} {
		t.Run(c.reason, func(t *testing.T) {
			if got := deploymentOf(t, "{"+c.spec+"}", c.component).Spec.Strategy.Type; got != c.want {
				t.Errorf("an update goes by %s, want %s", got, c.want)
			}
		})
	}
}

func TestLockIsInFrontOfTheCommand(t *testing.T) {
	const launcher = "/etc/djangostack/release/launcher.py"
	for _, c := range []struct {
		reason, django string
		want           []string
	}{
		{"settings are where the process starts", ``, []string{"python", launcher, ".", "shop-process-bot", "bot"}},
		{
			"or where manage.py is", `, manage: [/venv/bin/python, /opt/shop/manage.py]`,
			[]string{"/venv/bin/python", launcher, "/opt/shop", "shop-process-bot", "bot"},
		},
		{"the image's entrypoint comes first", `, entrypoint: [/entry]`, []string{"/entry", "python", launcher, ".", "shop-process-bot", "bot"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			main := deploymentOf(t, `{django: {settings: shop.settings`+c.django+`}, databases: {default: {}},
				processes: {bot: {command: [bot], singleton: true}}}`, "process-bot").Spec.Template.Spec.Containers[0]
			if !slices.Equal(main.Command, c.want) {
				t.Errorf("runs %q, want %q", main.Command, c.want)
			}
			if variableOf(main, "DJANGOSTACK_NAMESPACE").ValueFrom == nil {
				t.Error("one of another namespace would hold the same lock")
			}
		})
	}
}

func TestMigrationTakesTheLock(t *testing.T) {
	for _, c := range []struct{ reason, migrate, want string }{
		{"one migration at a time", `{}`, `"DJANGOSTACK_JOB_RELEASE", "migrate")`},
		{"a database that refuses locks", `{lock: false}`, `"DJANGOSTACK_JOB_RELEASE")`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			job := get[*batchv1.Job](t, objectsOf(t, `{databases: {default: {}}, migrate: `+c.migrate+`}`), "Job/release")
			if command := job.Spec.Template.Spec.Containers[0].Command; !strings.Contains(command[len(command)-1], c.want) {
				t.Errorf("%s is not in %q", c.want, command)
			}
		})
	}
}
