package e2e

import (
	"cmp"
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
	kit "github.com/djangostack/djangostack/pkg/generate/stack"
)

// requests are what a stack's pods ask for, in thousandths of a processor.
type requests struct {
	// steady are those that run all the time.
	steady int64
	// job is the largest of the Jobs': one waits for the other, so they may as well
	// wait for its place.
	job int64
	// spare is for the pods of an update beside these: a Job, and one more of each
	// workload that starts new ones before it ends the old. On a tight node these wait
	// for each other.
	spare int64
}

func (s *stack) requests(t *testing.T) requests {
	t.Helper()
	merged, err := s.spec(t).Effective(s.environment)
	if err != nil {
		t.Fatal(err)
	}
	objects := stacktest.Build(stacktest.Resolve(merged))
	scaled := s.scaled(objects)
	var out requests
	var surge, largest int64
	for _, o := range objects {
		switch o := o.(type) {
		case *appsv1.Deployment:
			pod := podRequest(o.Spec.Template.Spec)
			out.steady += cmp.Or(scaled[o.Name], replicas(o.Spec.Replicas)) * pod
			reads := slices.ContainsFunc(o.Spec.Template.Spec.Containers, readsSettings)
			if reads && o.Spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType {
				surge, largest = surge+pod, max(largest, pod)
			}
		case *appsv1.StatefulSet:
			out.steady += replicas(o.Spec.Replicas) * podRequest(o.Spec.Template.Spec)
		case *batchv1.Job:
			out.job = max(out.job, podRequest(o.Spec.Template.Spec))
		}
	}
	if s.outside != nil {
		out.steady += s.outside.cpu
	}
	out.spare = out.job + surge
	if s.tight {
		out.spare = out.job + largest
	}
	return out
}

// scaled are the numbers of pods that are left to autoscalers.
func (s *stack) scaled(objects []kit.Object) map[string]int64 {
	out := map[string]int64{}
	for _, o := range objects {
		if a, ok := o.(*autoscalingv2.HorizontalPodAutoscaler); ok {
			out[a.Spec.ScaleTargetRef.Name] = replicas(a.Spec.MinReplicas)
			if s.grows {
				out[a.Spec.ScaleTargetRef.Name] = int64(a.Spec.MaxReplicas)
			}
		}
	}
	return out
}

func replicas(n *int32) int64 {
	if n == nil {
		return 1
	}
	return int64(*n)
}

// podRequest is the CPU a pod asks for: its containers together, or one of those
// that come before them.
func podRequest(p corev1.PodSpec) int64 {
	var sum int64
	for _, c := range p.Containers {
		sum += c.Resources.Requests.Cpu().MilliValue()
	}
	for _, c := range p.InitContainers {
		sum = max(sum, c.Resources.Requests.Cpu().MilliValue())
	}
	return sum
}
