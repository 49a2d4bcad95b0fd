package generate

import (
	batchv1 "k8s.io/api/batch/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// cronComponent is the commands that run on a schedule. A run waits for the
// release's migrations as every pod does, and its timeout covers the wait.
var cronComponent = Component{Name: cronName, Publish: publishCron, Objects: cronObjects}

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

func publishCron(st *Stack) {
	for _, name := range sorted.Keys(st.Spec.Cron) {
		st.Publish(st.projectWorkload(cronJobComponent(name), 1))
	}
}

func cronJobComponent(name string) string { return cronName + "-" + name }

func cronObjects(st *Stack) []Object {
	var objects []Object
	for _, name := range sorted.Keys(st.Spec.Cron) {
		objects = append(objects, st.cronJob(cronJobComponent(name), st.Spec.Cron[name]))
	}
	return objects
}

func (st *Stack) cronJob(component string, c spec.Cron) Object {
	p := st.djangoPod(component, process{
		name:      cronName,
		command:   c.Command,
		resources: c.Resources,
		tmp:       c.TmpSize,
	}, st.gate()...)
	p.Grace = c.GracePeriod.Seconds()
	p.Scheduling = c.Scheduling
	job := st.job(p)
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
