package stack

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// StatefulSet makes a StatefulSet of p's pods, for servers that keep data. The component also
// needs a [Stack.HeadlessService]. Pods are managed in parallel: in order, one that never gets
// ready blocks the very update that would mend it (kubernetes/kubernetes#67250).
//
// The volume of a server of one pod is a [Stack.Claim] that p mounts by [ClaimVolume].
func (st *Stack) StatefulSet(p Pod, replicas int32) *appsv1.StatefulSet {
	return &appsv1.StatefulSet{
		ObjectMeta: st.workloadMeta(p.Component, "StatefulSet"),
		Spec: appsv1.StatefulSetSpec{
			ServiceName:         st.headlessName(p.Component),
			Replicas:            new(replicas),
			PodManagementPolicy: appsv1.ParallelPodManagement,
			Selector:            &metav1.LabelSelector{MatchLabels: st.Selector(p.Component)},
			Template:            st.PodTemplate(p),
		},
	}
}

// HeadlessService gives a StatefulSet's pods names in DNS, by which members of a cluster find
// each other before they are ready. A StatefulSet never takes another Service, so it is there
// from the start. Clients connect to the [Stack.PortService].
func (st *Stack) HeadlessService(component, name string, port int32) *corev1.Service {
	s := st.PortService(component, name, port)
	s.Name = st.headlessName(component)
	s.Spec.ClusterIP = corev1.ClusterIPNone
	s.Spec.PublishNotReadyAddresses = true
	return s
}

// headlessName begins in a word that no component does: an alias may end in any.
func (st *Stack) headlessName(component string) string { return st.ObjectName("headless-" + component) }
