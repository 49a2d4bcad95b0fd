package stack

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// PortService makes a component's one port reachable under its own number, at the host
// [Stack.ObjectName]. That address stays while a pod is replaced, where the pod's own would be
// remembered by whoever looked it up.
func (st *Stack) PortService(component, name string, port int32) *corev1.Service {
	meta := st.Meta(component)
	if w := st.Workload(component); w != nil && len(w.ServiceAnnotations) > 0 {
		meta.Annotations = Merged(meta.Annotations, w.ServiceAnnotations)
	}
	return &corev1.Service{
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: st.Selector(component),
			Ports: []corev1.ServicePort{{
				Name:       name,
				Port:       port,
				Protocol:   corev1.ProtocolTCP,
				TargetPort: intstr.FromString(name),
			}},
		},
	}
}
