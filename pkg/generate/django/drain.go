package django

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Drain keeps a container serving for a while after its pod was told to go: endpoints and
// load balancers take that long to notice.
func Drain(delay *spec.Duration) *corev1.Lifecycle {
	if delay.Seconds() == 0 {
		return nil
	}
	return &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: delay.Seconds()}}}
}
