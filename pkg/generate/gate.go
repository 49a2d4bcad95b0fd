package generate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
)

// A gate is an init container that waits: for the database in the release's Job, for
// its migrations in all other pods. It has small resources of its own.

// waitForDatabase holds the migration back until the databases take Django's
// connections. Without it a database that starts beside the Job would use up the Job's
// retries. It asks for a connection and no more: a plan of the migrations would need
// tables that a project's first migration has yet to make. Where the spec knows no
// database, the project has its own, and Django always calls the one it migrates default.
func (st *Stack) waitForDatabase() corev1.Container {
	wait := st.Spec.Migrate.Wait
	command := wait.Command
	if len(command) == 0 {
		aliases := sorted.Keys(st.Spec.Databases)
		if len(aliases) == 0 {
			aliases = []string{"default"}
		}
		command = st.launch("wait_for_database", aliases, st.Spec.Migrate.Timeout.Seconds())
	}
	return st.container(process{
		name:      "wait-for-database",
		command:   st.retry(command),
		mounts:    []corev1.VolumeMount{launcherMount()},
		resources: wait.Resources,
	})
}

// gate is the init container that holds a pod back until the database has every
// migration the pod's code knows. It asks Django itself, so that the answer means what
// the code means, and gives up after the migration's own time so that the reason shows.
func (st *Stack) gate() []corev1.Container {
	check := st.Spec.Migrate.Check
	if !*check.Enabled {
		return nil
	}
	command := check.Command
	if len(command) == 0 {
		command = st.launch("wait_for_migrations", st.Spec.Migrate.Timeout.Seconds(), st.releaseSelector())
	}
	c := st.container(process{
		name:      "wait-for-migrations",
		command:   st.retry(command),
		env:       ownJob()[1:],
		mounts:    []corev1.VolumeMount{launcherMount()},
		resources: check.Resources,
	})
	c.VolumeMounts = slices.Clip(c.VolumeMounts) // each pod adds to a copy of its own
	return []corev1.Container{c}
}

// releaseSelector picks the release's Job, "" where another stack migrates.
func (st *Stack) releaseSelector() string {
	if !*st.Spec.Migrate.Enabled {
		return ""
	}
	return fmt.Sprintf("%s=%s,%s=%s", LabelName, st.Name, LabelComponent, releaseName)
}

// launch runs a function of the launcher inside Django: `manage.py shell` loads the
// project as all its commands do.
func (st *Stack) launch(function string, args ...any) []string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = pythonLiteral(arg)
	}
	return st.manage("shell", "-c", fmt.Sprintf("import runpy\nrelease = runpy.run_path(%q)\nrelease[%q](%s)\n",
		launcherPath+"/"+launcherFile, function, strings.Join(words, ", ")))
}

// pythonLiteral is a text, a number or a list of texts as Python reads it: in JSON, which
// Python shares but for null, true and false.
func pythonLiteral(arg any) string {
	if list, ok := arg.([]string); ok && list == nil {
		return "[]"
	}
	text, err := json.Marshal(arg)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// retry runs a command until it succeeds, for as long as a migration may take.
// What it prints last is in the log. The pauses double up to eight seconds:
// each try loads all of Django, and many pods may wait for one migration. A shell
// that is process 1 obeys SIGTERM only if it says so, and not while it waits for a
// command in the foreground: without both, the pods of a release that is taken
// back would wait out their whole grace period.
func (st *Stack) retry(command []string) []string { return slices.Concat(st.project.retry, command) }

func (st *Stack) retryScript() string {
	return fmt.Sprintf(`trap 'exit 143' TERM
deadline=$(($(date +%%s) + %d))
pause=1
until "$@" & wait "$!"; do
  [ "$(date +%%s)" -lt "$deadline" ] || exit 1
  sleep "$pause" & wait "$!"
  [ "$pause" -ge 8 ] || pause=$((pause * 2))
done
`, st.Spec.Migrate.Timeout.Seconds())
}
