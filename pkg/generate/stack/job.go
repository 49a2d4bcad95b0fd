package stack

import (
	"maps"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Job makes a Job of p's pods that is tried again as a whole a few times. Each
// try is a pod of its own: with OnFailure the last pod, and with it the log that
// says why, is deleted as soon as the tries are used up (kubernetes.io, "Pod
// backoff failure policy").
//
// A pod that a drained node takes away is no try, and the next begins when it has
// ended: by itself Kubernetes starts one beside a pod that is still on its way out,
// and two migrations would run at once (kubernetes.io, "Pod replacement policy").
func (st *Stack) Job(p Pod) *batchv1.Job {
	p.Restart = corev1.RestartPolicyNever
	return &batchv1.Job{
		ObjectMeta: st.workloadMeta(p.Component, "Job"),
		Spec: batchv1.JobSpec{
			BackoffLimit:         new(int32(jobRetries)),
			PodReplacementPolicy: new(batchv1.Failed),
			PodFailurePolicy: &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
				Action: batchv1.PodFailurePolicyActionIgnore,
				OnPodConditions: []batchv1.PodFailurePolicyOnPodConditionsPattern{{
					Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue,
				}},
			}}},
			Template: st.PodTemplate(p),
		},
	}
}

// CronJob makes a CronJob of such Jobs, without its schedule.
func (st *Stack) CronJob(p Pod) *batchv1.CronJob {
	job := st.Job(p)
	return &batchv1.CronJob{
		ObjectMeta: st.workloadMeta(p.Component, "CronJob"),
		Spec: batchv1.CronJobSpec{JobTemplate: batchv1.JobTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{
				Labels: job.Labels, Annotations: maps.Clone(st.optionsOf(p.Component).WorkloadAnnotations),
			},
			Spec: job.Spec,
		}},
	}
}

// jobRetries is how often a failed Job is run again. What fails three times in
// a row fails for a reason.
const jobRetries = 2
