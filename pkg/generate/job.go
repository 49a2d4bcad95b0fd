package generate

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// undisturbed asks the autoscalers of nodes to leave a pod alone until it has ended: an
// interrupted migration is rolled back at best (kubernetes/autoscaler, FAQ, "What types
// of pods can prevent CA from removing a node?"; karpenter.sh, "Disruption"). A drain by
// hand, or of a node that fails, pays no attention to it.
var undisturbed = map[string]string{
	"cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
	"karpenter.sh/do-not-disrupt":                    "true",
}

// releaseJob runs p once a release, where the migration may. It decides where p
// is scheduled.
//
// It has no deadline. A Job that ran into one has failed for good, and applying it
// again changes nothing: one whose Secret was late would keep the release from
// starting. And half a migration is worse than a slow one: MySQL cannot undo it.
func (st *Stack) releaseJob(p Pod) *batchv1.Job {
	p.Scheduling = st.Spec.Migrate.Scheduling
	st.inRelease(p)
	job := st.job(p)
	st.addWanted(&job.Spec.Template, p.Component)
	job.Spec.Template.Annotations = union(job.Spec.Template.Annotations, undisturbed)
	return job
}

// job makes a Job of p's pods that is tried again as a whole a few times. Each
// try is a pod of its own: with OnFailure the last pod, and with it the log that
// says why, is deleted as soon as the tries are used up (kubernetes.io, "Pod
// backoff failure policy").
//
// A pod that a drained node takes away is no try, and the next begins when it has
// ended: by itself Kubernetes starts one beside a pod that is still on its way out,
// and two migrations would run at once (kubernetes.io, "Pod replacement policy").
func (st *Stack) job(p Pod) *batchv1.Job {
	p.Restart = corev1.RestartPolicyNever
	return &batchv1.Job{
		ObjectMeta: st.NamedMeta(p.Component, st.NameOf("Job", p.Component)),
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

// jobRetries is how often a failed Job is run again. What fails three times in
// a row fails for a reason.
const jobRetries = 2
