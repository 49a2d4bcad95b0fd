package programs

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// siteSettings are those of a project with one migration, which waits until it is told
// to go on.
const siteSettings = `
import os, time
SECRET_KEY = "x"
INSTALLED_APPS = ["slow"]
DATABASES = {"default": {
    "ENGINE": os.environ["ENGINE"], "NAME": "shop", "USER": os.environ["DBUSER"],
    "HOST": os.environ["SOCKET"], "PORT": os.environ.get("PORT", ""), "CONN_MAX_AGE": None,
}}
if "AUTH_SOCKET" in os.environ:
    DATABASES["auth_db"] = {**DATABASES["default"], "HOST": os.environ["AUTH_SOCKET"]}
while os.path.exists("loading"):
    print("the project loads", flush=True)
    time.sleep(0.1)
`

const siteMigration = `
import os, time
from django.db import migrations, models

def slowly(apps, schema_editor):
    with open("log", "a") as log:
        log.write("begin\n")
    while not os.path.exists("go"):
        time.sleep(0.1)
    with open("log", "a") as log:
        log.write("end\n")

class Migration(migrations.Migration):
    atomic = False
    operations = [
        migrations.CreateModel("Page", [("id", models.AutoField(primary_key=True)), ("title", models.TextField())]),
        migrations.RunPython(slowly),
    ]
`

// site is a project beside a database, with the commands of the stack compiled for it.
type site struct {
	dir     string
	env     []string
	release corev1.PodSpec
	gate    corev1.Container
	bot     []string // of which there is one
}

// botScript is a process that says when it runs and when it ends.
const botScript = `say() { echo "$HOSTNAME $1" >> log; echo "$HOSTNAME $1"; }
trap "say ends; exit 3" TERM; say runs; while :; do sleep 0.1; done`

func newSite(t *testing.T, db database) *site {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"manage.py": "import os, sys\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_settings')\n" +
			"from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n",
		"site_settings.py":                siteSettings,
		"slow/__init__.py":                "",
		"slow/migrations/__init__.py":     "",
		"slow/migrations/0001_initial.py": siteMigration,
		"log":                             "",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	s := &site{dir: dir, env: append(append(os.Environ(), db.env...), "DJANGO_SETTINGS_MODULE=site_settings")}
	stack := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	stack.Spec.Image = spec.Image{Repository: "shop", Tag: "1"}
	stack.Spec.Django.Manage = []string{python, "manage.py"}
	stack.Spec.Django.Settings = "site_settings"
	stack.Spec.Databases = map[string]spec.Database{"default": {}}
	stack.Spec.Superuser = &spec.Superuser{Username: "root"}
	stack.Spec.Processes = map[string]spec.Process{"bot": {Command: []string{"sh", "-c", botScript}, Singleton: new(true)}}
	stack.SetDefaults("prod")
	for _, o := range stacktest.Objects(stacktest.Resolve(&spec.Effective{DjangoStack: stack, Environment: "prod"})) {
		switch o := o.(type) {
		case *batchv1.Job:
			s.release = o.Spec.Template.Spec
		case *appsv1.Deployment:
			s.gate = o.Spec.Template.Spec.InitContainers[0]
			if o.Name == "shop-process-bot" {
				s.bot = o.Spec.Template.Spec.Containers[0].Command
			}
		case *corev1.ConfigMap:
			if script := o.Data["launcher.py"]; strings.HasPrefix(o.Name, "shop-launcher") {
				script = strings.NewReplacer(`"/etc/djangostack/wanted/"`, `""`, `"/tmp/celery-heartbeat"`, `"heartbeat"`,
					"MOUNT_DELAY = 120", "MOUNT_DELAY = 0", "HINT_DELAY = 60", "HINT_DELAY = 0",
					"CHECK = 5", "CHECK = 1", "HANDOVER = 15", "HANDOVER = 3").Replace(script)
				write(t, filepath.Join(dir, "launcher.py"), script)
			}
		}
	}
	return s
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// want says which Job is wanted.
func (s *site) want(t *testing.T, job string) {
	t.Helper()
	write(t, filepath.Join(s.dir, "new"), job)
	if err := os.Rename(filepath.Join(s.dir, "new"), filepath.Join(s.dir, "DJANGOSTACK_JOB_RELEASE")); err != nil {
		t.Fatal(err)
	}
}

// running is a container's command on its way.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

// asInPod is what the kubelet makes of a word of a command, with the launcher beside it.
var asInPod = strings.NewReplacer("$$", "$", "/etc/djangostack/release/", "")

// start runs a command as a pod of the Job called job.
func (s *site) start(t *testing.T, job string, command []string) *running {
	t.Helper()
	return begin(t, s.command(t, job, command))
}

func (s *site) command(t *testing.T, job string, command []string) *exec.Cmd {
	t.Helper()
	command = slices.Clone(command)
	for i := range command {
		command[i] = asInPod.Replace(command[i])
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // after which it is stuck
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = s.dir
	cmd.Env = append(slices.Clone(s.env), "PYTHONUNBUFFERED=1", "HOSTNAME="+job+"-pod", "DJANGOSTACK_JOB="+job,
		"DJANGOSTACK_NAMESPACE=shop-prod", "DJANGOSTACK_JOB_RELEASE="+job)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

func begin(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	return &running{t, cmd, bufio.NewScanner(out)}
}

// says reads its log up to a line that has all the words.
func (r *running) says(words ...string) {
	r.t.Helper()
	var all []string
	for r.lines.Scan() {
		line := r.lines.Text()
		all = append(all, line)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
			return
		}
	}
	r.t.Fatalf("%v is not said:\n%s", words, strings.Join(all, "\n"))
}

func (r *running) signal(s syscall.Signal) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

// ends waits for its end, which must be with this status.
func (r *running) ends(status int) {
	r.t.Helper()
	for r.lines.Scan() {
		r.t.Log(r.lines.Text())
	}
	_ = r.cmd.Wait()
	if got := r.cmd.ProcessState.ExitCode(); got != status {
		r.t.Fatalf("ended with %d, want %d", got, status)
	}
}

// migrate is the step between the wait for the database and the first account.
func (s *site) migrate() []string { return s.release.InitContainers[1].Command }

func (s *site) log(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// begun waits until the migration has begun.
func (s *site) begun(t *testing.T) {
	t.Helper()
	for range 600 {
		if strings.Contains(s.log(t), "begin") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("no migration has begun")
}

// TestOneMigrationAtATime: a long migration, and meanwhile a second release.
func TestOneMigrationAtATime(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			s.want(t, "first")
			first := s.start(t, "first", s.migrate())
			s.begun(t)
			s.want(t, "second")
			second := s.start(t, "second", s.migrate())
			second.says("waiting for", db.holder("first-pod"), "holds the lock")
			for _, statement := range db.meanwhile {
				db.run(t, statement) // which a session that waits with a snapshot would hold up for ever
			}
			write(t, filepath.Join(s.dir, "go"), "")
			first.ends(0)
			second.ends(0)
			if got := s.log(t); got != "begin\nend\n" {
				t.Errorf("the migration ran as %q", got)
			}
		})
	}
}

// TestAbandonedReleaseNeverMigrates: its pod starts when another release is wanted, or
// gets the lock when another has become it.
func TestAbandonedReleaseNeverMigrates(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			s.want(t, "good")
			bad := s.start(t, "bad", s.migrate())
			bad.says("another release is wanted", "kubectl -n shop-prod delete job bad")
			good := s.start(t, "good", s.migrate())
			s.begun(t)
			s.want(t, "bad")
			bad.says("waiting for", "holds the lock")
			s.want(t, "good")
			write(t, filepath.Join(s.dir, "go"), "")
			good.ends(0)
			bad.says("another release is wanted")
			bad.signal(syscall.SIGTERM)
			bad.ends(143)
			if got := s.log(t); got != "begin\nend\n" {
				t.Errorf("the migration ran as %q", got)
			}
		})
	}
}

// TestSuperuser: the first account is made once, and not by a release that was given up
// while it migrated.
func TestSuperuser(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			write(t, filepath.Join(s.dir, "site_settings.py"), siteSettings+
				"INSTALLED_APPS = [\"django.contrib.auth\", \"django.contrib.contenttypes\"]\n")
			s.start(t, "second", []string{python, "manage.py", "migrate"}).ends(0)
			s.env = append(s.env, "DJANGO_SUPERUSER_USERNAME=root", "DJANGO_SUPERUSER_EMAIL=root@example.com",
				"DJANGO_SUPERUSER_PASSWORD=correct horse")
			superuser := s.release.Containers[0].Command
			s.want(t, "second")
			given := s.start(t, "first", superuser)
			given.says("another release is wanted", "kubectl -n shop-prod delete job first")
			if got := db.number(t, "SELECT count(*) FROM auth_user"); got != 0 {
				t.Fatalf("it made %d accounts", got)
			}
			second := s.start(t, "second", superuser)
			second.says("Superuser created successfully")
			second.ends(0)
			s.want(t, "first")
			given.says("the superuser root exists")
			given.ends(0)
		})
	}
}

// TestGates: what pods wait with says what is missing and how to mend it, and ends by
// itself when nothing is.
func TestGates(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			write(t, filepath.Join(s.dir, "go"), "")
			s.start(t, "first", s.release.InitContainers[0].Command).ends(0)
			gate := s.start(t, "first", s.gate.Command)
			gate.says("waiting for 1 migrations: slow.0001_initial", "none at all")
			gate.says("kubectl get job,pod -n shop-prod -l app.kubernetes.io/name=shop,app.kubernetes.io/component=release")
			gate.says("while it has a running pod, wait for it")
			gate.says("kubectl -n shop-prod delete job NAME")
			s.want(t, "first")
			s.start(t, "first", s.migrate()).ends(0)
			gate.ends(0)
		})
	}
}

// TestWaitsForTheDatabase: it says why it waits.
func TestWaitsForTheDatabase(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			s.env = append(s.env, "SOCKET="+t.TempDir())
			wait := s.start(t, "first", s.release.InitContainers[0].Command)
			wait.says(`waiting for database "default"`)
		})
	}
}

// TestAlone: of a process of which there is one, the next stands by until the one before
// has ended, and takes its place then.
func TestAlone(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			first := s.start(t, "first", s.bot)
			first.says("first-pod runs")
			second := s.start(t, "second", s.bot)
			second.says("waiting for", db.holder("first-pod"), "holds the lock")
			first.signal(syscall.SIGTERM)
			first.says("first-pod ends")
			first.ends(3)
			second.says("second-pod runs")
		})
	}
}

// TestAloneGoesOn: a lost connection ends nothing, and the lock is taken anew.
func TestAloneGoesOn(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			first := s.start(t, "first", s.bot)
			first.says("first-pod runs")
			db.run(t, db.disconnect)
			first.says("lost the lock with the connection")
			s.start(t, "second", s.bot).says("waiting for", db.holder("first-pod"), "holds the lock")
			first.signal(syscall.SIGTERM)
			first.says("first-pod ends")
		})
	}
}

// TestAloneGivesWay: one that finds another in its place ends, and the other has waited
// for that.
func TestAloneGivesWay(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			first := s.start(t, "first", s.bot)
			first.says("first-pod runs")
			first.signal(syscall.SIGSTOP)
			db.run(t, db.disconnect)
			second := s.start(t, "second", s.bot)
			second.says("has the lock; begins in")
			first.signal(syscall.SIGCONT)
			first.says("first-pod ends")
			first.ends(3)
			second.says("second-pod runs")
			if got := s.log(t); got != "first-pod runs\nfirst-pod ends\nsecond-pod runs\n" {
				t.Errorf("two ran at once: %q", got)
			}
		})
	}
}

// TestAloneGivesWayAfterARestart: a server that has started again gives another process's
// session the number that one's own had.
func TestAloneGivesWayAfterARestart(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			for range 20 { // sessions that the client needs once the server is back
				db.run(t, "SELECT 1")
			}
			first := s.start(t, "first", s.bot)
			first.says("first-pod runs")
			first.signal(syscall.SIGSTOP)
			if db.own == "" {
				db.restart(t)
			} else {
				session := db.number(t, db.others)
				db.restart(t)
				for next := 0; next != session-1; {
					if next = db.number(t, db.own); next >= session {
						t.Fatalf("the server is at session %d already", next)
					}
				}
			}
			second := s.start(t, "second", s.bot)
			second.says("has the lock; begins in")
			first.signal(syscall.SIGCONT)
			first.says("first-pod ends")
			first.ends(3)
			second.says("second-pod runs")
		})
	}
}

// TestAloneWithModelsOfTheBackend: PostGIS' hold some, which cannot be imported before
// the project's apps are.
func TestAloneWithModelsOfTheBackend(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			write(t, filepath.Join(s.dir, "modelled/__init__.py"), "")
			write(t, filepath.Join(s.dir, "modelled/base.py"), `
import os
from importlib import import_module
from django.db import models

class Column(models.Model):
    class Meta:
        app_label, db_table = "modelled", "columns"

DatabaseWrapper = import_module(os.environ["MODELLED"] + ".base").DatabaseWrapper
`)
			for _, v := range db.env {
				if engine, ok := strings.CutPrefix(v, "ENGINE="); ok {
					s.env = append(s.env, "MODELLED="+engine, "ENGINE=modelled")
				}
			}
			s.start(t, "first", s.bot).says("first-pod runs")
		})
	}
}
