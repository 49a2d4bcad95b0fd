package django

import (
	batchv1 "k8s.io/api/batch/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Cron is the commands that run on a schedule. A run waits for the
// release's migrations as every pod does, and its timeout covers the wait.
var Cron = stack.Component{Name: cronName, Publish: publishCron, Objects: cronObjects}

const (
	cronName = "cron"
	// cronLateness is by how many seconds a run may start late, after which it
	// is left out. Without a bound a CronJob that missed 100 starts never starts
	// again (kubernetes.io, "CronJob limitations"); an hour of one a minute
	// stays below that.
	cronLateness = 3600
	// cronHistory is how many ended runs are kept to look at, of either kind
	// (netbox-chart).
	cronHistory = 5
)

func publishCron(st *stack.Stack) error {
	for _, name := range sorted.Keys(st.Spec.Cron) {
		st.Publish(Workload(st, cronJobComponent(name), 1, new(st.Spec.Cron[name].DjangoPodOptions)))
	}
	return nil
}

func cronJobComponent(name string) string { return cronName + "-" + name }

func cronObjects(st *stack.Stack) ([]stack.Object, error) {
	var objects []stack.Object
	for _, name := range sorted.Keys(st.Spec.Cron) {
		objects = append(objects, cronJob(st, cronJobComponent(name), st.Spec.Cron[name]))
	}
	return objects, nil
}

func cronJob(st *stack.Stack, component string, c spec.Cron) stack.Object {
	out := st.CronJob(ProcessPod(st, component, Process{Name: cronName, Command: c.Command}, WaitForMigrations(st)...))
	out.Spec.Schedule = string(c.Schedule)
	out.Spec.TimeZone = new(c.TimeZone)
	out.Spec.ConcurrencyPolicy = batchv1.ConcurrencyPolicy(c.Concurrency)
	out.Spec.StartingDeadlineSeconds = new(int64(cronLateness))
	out.Spec.SuccessfulJobsHistoryLimit = new(int32(cronHistory))
	out.Spec.FailedJobsHistoryLimit = new(int32(cronHistory))
	out.Spec.JobTemplate.Spec.ActiveDeadlineSeconds = new(c.Timeout.Seconds())
	if *c.Suspend {
		out.Spec.Suspend = new(true)
	}
	return out
}
