package meilisearch

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// ServiceMonitor is what this package needs of the custom resource monitoring.coreos.com/v1 of
// prometheus-operator 0.95 (example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml).
type ServiceMonitor struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              ServiceMonitorSpec `json:"spec"`
}

// ServiceMonitorSpec says which Services Prometheus reads, and how.
type ServiceMonitorSpec struct {
	Selector  metav1.LabelSelector `json:"selector"`
	Endpoints []Endpoint           `json:"endpoints"`
}

// Endpoint is a port of these Services.
type Endpoint struct {
	Port          string        `json:"port,omitempty"`
	Path          string        `json:"path,omitempty"`
	Interval      string        `json:"interval,omitempty"`
	Authorization Authorization `json:"authorization"`
}

// Authorization is the key in a Secret that Prometheus sends as a bearer token.
type Authorization struct {
	Credentials corev1.SecretKeySelector `json:"credentials"`
}

// DeepCopyObject returns a copy that shares nothing with m.
func (m *ServiceMonitor) DeepCopyObject() runtime.Object {
	out := *m
	m.DeepCopyInto(&out.ObjectMeta)
	m.Spec.Selector.DeepCopyInto(&out.Spec.Selector)
	out.Spec.Endpoints = make([]Endpoint, len(m.Spec.Endpoints))
	for i, e := range m.Spec.Endpoints {
		e.Authorization.Credentials.DeepCopyInto(&e.Authorization.Credentials)
		out.Spec.Endpoints[i] = e
	}
	return &out
}

// SecretKeys returns what Prometheus reads, so that an overlay's head lists it.
func (m *ServiceMonitor) SecretKeys() []spec.SecretKey {
	var keys []spec.SecretKey
	for _, e := range m.Spec.Endpoints {
		keys = append(keys, spec.SecretKey{Secret: e.Authorization.Credentials.Name, Key: e.Authorization.Credentials.Key})
	}
	return keys
}

func serviceMonitor(st *stack.Stack, m *Meilisearch) *ServiceMonitor {
	interval := "" // null has removed the default: that of Prometheus
	if d := m.Metrics.Interval; d != nil {
		interval = fmt.Sprintf("%ds", d.Seconds())
	}
	return &ServiceMonitor{
		TypeMeta:   metav1.TypeMeta{APIVersion: "monitoring.coreos.com/v1", Kind: "ServiceMonitor"},
		ObjectMeta: st.Meta(name),
		Spec: ServiceMonitorSpec{
			Selector: metav1.LabelSelector{
				MatchLabels: stack.Merged(st.Selector(name), map[string]string{scrapeLabel: "true"}),
			},
			Endpoints: []Endpoint{{
				Port:     portName,
				Path:     "/metrics",
				Interval: interval,
				Authorization: Authorization{Credentials: corev1.SecretKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: m.MasterKey.Secret}, Key: m.MasterKey.Key,
				}},
			}},
		},
	}
}
