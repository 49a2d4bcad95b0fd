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
		st.Publish(Workload(st, cronJobComponent(name), 1))
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
	p := ProcessPod(st, component, Process{
		Name:      cronName,
		Command:   c.Command,
		Resources: c.Resources,
		Tmp:       c.TmpSize,
	}, WaitForMigrations(st)...)
	p.Grace = c.GracePeriod.Seconds()
	p.Scheduling = c.Scheduling
	job := st.Job(p)
	job.Spec.ActiveDeadlineSeconds = new(c.Timeout.Seconds())
	out := &batchv1.CronJob{
		ObjectMeta: st.NamedMeta(component, st.NameOf("CronJob", component)),
		Spec: batchv1.CronJobSpec{
			Schedule:                   string(c.Schedule),
			TimeZone:                   new(c.TimeZone),
			ConcurrencyPolicy:          batchv1.ConcurrencyPolicy(c.Concurrency),
			StartingDeadlineSeconds:    new(int64(cronLateness)),
			SuccessfulJobsHistoryLimit: new(int32(cronHistory)),
			FailedJobsHistoryLimit:     new(int32(cronHistory)),
			JobTemplate:                batchv1.JobTemplateSpec{Spec: job.Spec},
		},
	}
	out.Spec.JobTemplate.Labels = st.Labels(component)
	if *c.Suspend {
		out.Spec.Suspend = new(true)
	}
	return out
}
