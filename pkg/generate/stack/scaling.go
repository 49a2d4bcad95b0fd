package stack

import (
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Scale is how many pods a Deployment has: a fixed number, or what a load asks
// for between two bounds.
type Scale struct {
	Replicas    *int32
	Autoscaling *spec.Autoscaling
}

// FixedScale returns a scale that is always the same number of pods.
func FixedScale[T ~int32](pods T) Scale { return Scale{Replicas: new(int32(pods))} }

// Max returns the largest number of pods. Where somebody else scales the Deployment,
// there may be several.
func (s Scale) Max() int32 {
	switch {
	case s.Autoscaling != nil:
		return s.Autoscaling.Max
	case s.Replicas == nil:
		return 2
	default:
		return *s.Replicas
	}
}

// deploymentReplicas is unset beside an autoscaler: an apply would undo what it
// decided.
func (s Scale) deploymentReplicas() *int32 {
	if s.Autoscaling != nil {
		return nil
	}
	return copied(s.Replicas)
}

// ScalingObjects returns the autoscaler and the disruption budget that belong to a
// Deployment of scale s with p's pods.
func (st *Stack) ScalingObjects(p Pod, s Scale) []Object {
	var objects []Object
	if s.Autoscaling != nil {
		objects = append(objects, st.autoscaler(p.Component, *s.Autoscaling))
	}
	if s.Max() > 1 && len(st.oneNodeVolumes(p.Volumes)) == 0 {
		objects = append(objects, st.disruptionBudget(p.Component))
	}
	return objects
}

func (st *Stack) autoscaler(component string, a spec.Autoscaling) Object {
	var metrics []autoscalingv2.MetricSpec
	for _, target := range []struct {
		resource corev1.ResourceName
		percent  int32
	}{{corev1.ResourceCPU, a.CPU}, {corev1.ResourceMemory, a.Memory}} {
		if target.percent == 0 {
			continue
		}
		metrics = append(metrics, autoscalingv2.MetricSpec{
			Type: autoscalingv2.ResourceMetricSourceType,
			Resource: &autoscalingv2.ResourceMetricSource{
				Name: target.resource,
				Target: autoscalingv2.MetricTarget{
					Type:               autoscalingv2.UtilizationMetricType,
					AverageUtilization: &target.percent,
				},
			},
		})
	}
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: st.Meta(component),
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{
				APIVersion: appsv1.SchemeGroupVersion.String(),
				Kind:       "Deployment",
				Name:       st.ObjectName(component),
			},
			MinReplicas: new(a.Min),
			MaxReplicas: a.Max,
			Metrics:     metrics,
			Behavior:    behavior(a.Behavior),
		},
	}
}

func behavior(b *spec.ScalingBehavior) *autoscalingv2.HorizontalPodAutoscalerBehavior {
	if b == nil || b.ScaleUp == nil && b.ScaleDown == nil {
		return nil
	}
	return &autoscalingv2.HorizontalPodAutoscalerBehavior{
		ScaleUp: scalingRules(b.ScaleUp), ScaleDown: scalingRules(b.ScaleDown),
	}
}

func scalingRules(r *spec.ScalingRules) *autoscalingv2.HPAScalingRules {
	if r == nil {
		return nil
	}
	rules := &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: copied(r.StabilizationWindowSeconds)}
	if r.SelectPolicy != "" {
		rules.SelectPolicy = new(autoscalingv2.ScalingPolicySelect(r.SelectPolicy))
	}
	for _, p := range r.Policies {
		rules.Policies = append(rules.Policies, autoscalingv2.HPAScalingPolicy{
			Type: autoscalingv2.HPAScalingPolicyType(p.Type), Value: p.Value, PeriodSeconds: p.PeriodSeconds,
		})
	}
	return rules
}

// disruptionBudget lets a drain take one pod at a time. A pod that is not
// healthy anyway never holds it up.
func (st *Stack) disruptionBudget(component string) Object {
	return &policyv1.PodDisruptionBudget{
		ObjectMeta: st.Meta(component),
		Spec: policyv1.PodDisruptionBudgetSpec{
			MaxUnavailable:             new(intstr.FromInt32(1)),
			Selector:                   &metav1.LabelSelector{MatchLabels: st.Selector(component)},
			UnhealthyPodEvictionPolicy: new(policyv1.AlwaysAllow),
		},
	}
}
