package generate

import (
	corev1 "k8s.io/api/core/v1"
)

// migrateComponent runs the migrations once a release, before its code serves.
//
// The Job's name ends in the hash of what it runs, so a new image is a new Job
// and the same image none. Pods of the release wait in an init container until
// Django itself says that nothing is left to apply. Neither waits for the
// other's readiness, so there is no order of applying in which they deadlock.
var migrateComponent = Component{Name: "migrate", Publish: publishMigrate, Objects: migrateObjects}

const migrateName = "migrate"

func publishMigrate(st *Stack) {
	if !*st.Spec.Migrate.Enabled {
		return
	}
	st.Publish(Workload{
		Component: migrateName,
		Replicas:  1,
		Uses:      allBindings,
		Reaches:   st.projectEgress(),
	})
}

func migrateObjects(st *Stack) []Object {
	m := st.Spec.Migrate
	if !*m.Enabled {
		return nil
	}
	p := st.djangoPod(migrateName, process{
		name:      migrateName,
		command:   m.Command,
		resources: m.Resources,
		tmp:       m.TmpSize,
	}, st.waitForDatabase())
	return []Object{st.releaseJob(p)}
}

// waitForDatabase holds the migration back until the database answers Django:
// planning reads the table of applied migrations and changes nothing. Without
// it a database that starts beside the Job would use up the Job's retries.
func (st *Stack) waitForDatabase() corev1.Container {
	return st.container(process{
		name:      "wait-for-database",
		command:   st.retry(st.manage("migrate", "--plan")),
		resources: st.Spec.Migrate.Resources,
	})
}
