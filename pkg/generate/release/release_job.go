package release

import (
	batchv1 "k8s.io/api/batch/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// undisturbed asks the autoscalers of nodes to leave a pod alone until it has ended: an
// interrupted migration is rolled back at best (kubernetes/autoscaler, FAQ, "What types
// of pods can prevent CA from removing a node?"; karpenter.sh, "Disruption"). A drain by
// hand, or of a node that fails, pays no attention to it.
var undisturbed = map[string]string{
	"cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
	"karpenter.sh/do-not-disrupt":                    "true",
}

// releaseJob runs p once a release.
//
// It has no deadline. A Job that ran into one has failed for good, and applying it
// again changes nothing: one whose Secret was late would keep the release from
// starting. And half a migration is worse than a slow one: MySQL cannot undo it.
func releaseJob(st *stack.Stack, p stack.Pod) *batchv1.Job {
	inRelease(st, p)
	p.Annotations = undisturbed
	job := st.Job(p)
	addWanted(st, &job.Spec.Template, p.Component)
	return job
}
