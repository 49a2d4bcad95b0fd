package generate

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// releaseJob runs p once a release, where and as long as the migration may. It
// decides where p is scheduled.
func (st *Stack) releaseJob(p Pod) *batchv1.Job {
	p.Scheduling = st.Spec.Migrate.Scheduling
	return st.job(p, st.Spec.Migrate.Timeout)
}

// job makes a Job of p's pods that is tried again as a whole a few times. Each
// try is a pod of its own: with OnFailure the last pod, and with it the log that
// says why, is deleted as soon as the tries are used up (kubernetes.io, "Pod
// backoff failure policy").
func (st *Stack) job(p Pod, timeout *spec.Duration) *batchv1.Job {
	p.Restart = corev1.RestartPolicyNever
	return &batchv1.Job{
		ObjectMeta: st.meta(p.Component),
		Spec: batchv1.JobSpec{
			BackoffLimit:          new(int32(jobRetries)),
			ActiveDeadlineSeconds: new(timeout.Seconds()),
			Template:              st.template(p),
		},
	}
}

// jobRetries is how often a failed Job is run again. What fails three times in
// a row fails for a reason.
const jobRetries = 2
