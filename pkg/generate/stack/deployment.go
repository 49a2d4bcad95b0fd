package stack

import (
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Deployment makes a Deployment of p's pods. With strategy Recreate the old pod
// is gone before the new one starts.
func (st *Stack) Deployment(p Pod, s Scale, strategy appsv1.DeploymentStrategyType) *appsv1.Deployment {
	rollout := appsv1.DeploymentStrategy{Type: strategy}
	if strategy == appsv1.RollingUpdateDeploymentStrategyType {
		rollout.RollingUpdate = &appsv1.RollingUpdateDeployment{
			MaxSurge:       new(intstr.FromString(strconv.Itoa(spec.MaxSurge) + "%")),
			MaxUnavailable: new(intstr.FromInt32(0)),
		}
	}
	p.Spread = s.Max()
	return &appsv1.Deployment{
		ObjectMeta: st.workloadMeta(p.Component, "Deployment"),
		Spec: appsv1.DeploymentSpec{
			Replicas:                s.deploymentReplicas(),
			Selector:                &metav1.LabelSelector{MatchLabels: st.Selector(p.Component)},
			Strategy:                rollout,
			Template:                st.PodTemplate(p),
			ProgressDeadlineSeconds: new(int32(defaultDeadline + p.Wait)),
		},
	}
}

// defaultDeadline is Kubernetes' own progressDeadlineSeconds.
const defaultDeadline = 600
