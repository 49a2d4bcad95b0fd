package django

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// The init containers that wait: for the database in the Job of the release, and for
// its migrations in all other pods. They have small resources of their own.

// WaitForDatabase holds the migration back until the databases take Django's
// connections. Without it a database that starts beside the Job would use up the Job's
// retries. It asks for a connection and no more: a plan of the migrations would need
// tables that a project's first migration has yet to make. Where the spec knows no
// database, the project has its own, and Django always calls the one it migrates default.
func WaitForDatabase(st *stack.Stack) corev1.Container {
	wait := st.Spec.Migrate.Wait
	command := wait.Command
	if len(command) == 0 {
		aliases := sorted.Keys(st.Spec.Databases)
		if len(aliases) == 0 {
			aliases = []string{"default"}
		}
		command = Launch(st, "wait_for_database", aliases, st.Spec.Migrate.Timeout.Seconds())
	}
	return Container(st, Process{
		Name:      "wait-for-database",
		Command:   retry(st, command),
		Mounts:    []corev1.VolumeMount{LauncherMount()},
		Resources: wait.Resources,
	})
}

// WaitForMigrations returns the init container that holds a pod back until the database has every
// migration the pod's code knows. It asks Django itself, so that the answer means what
// the code means, and gives up after the migration's own time so that the reason shows.
func WaitForMigrations(st *stack.Stack) []corev1.Container {
	check := st.Spec.Migrate.Check
	if !*check.Enabled {
		return nil
	}
	command := check.Command
	if len(command) == 0 {
		command = Launch(st, "wait_for_migrations", st.Spec.Migrate.Timeout.Seconds(), releaseSelector(st))
	}
	return []corev1.Container{Container(st, Process{
		Name:      "wait-for-migrations",
		Command:   retry(st, command),
		Env:       JobVars()[1:],
		Mounts:    []corev1.VolumeMount{LauncherMount()},
		Resources: check.Resources,
	})}
}

// migrationsTimeout returns for how many seconds that container holds a pod back.
func migrationsTimeout(st *stack.Stack) int64 {
	if !*st.Spec.Migrate.Check.Enabled {
		return 0
	}
	return st.Spec.Migrate.Timeout.Seconds()
}

// releaseSelector picks the release's Job, "" where another stack migrates.
func releaseSelector(st *stack.Stack) string {
	if !*st.Spec.Migrate.Enabled {
		return ""
	}
	return fmt.Sprintf("%s=%s,%s=%s", stack.LabelName, st.Name, stack.LabelComponent, ReleaseName)
}
