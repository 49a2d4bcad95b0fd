// Package house has what holds for every stack of the company: its pods are monitored, and
// their images come from the company's registry.
package house

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Component adds a label and an exporter of metrics to every pod, whoever's it is, and refuses
// images of other registries. It has no section and no objects of its own.
var Component = stack.Component{
	Name:      "house",
	Resolve:   admitPrometheus,
	Validate:  validateImages,
	ExtendPod: addExporter,
}

const (
	registry    = "registry.example/"
	monitoring  = "monitoring" // the namespace of Prometheus
	label       = "acme.example/monitored"
	exporter    = "statsd-exporter"
	statsPort   = 9125 // where the pod's containers send StatsD packets, on 127.0.0.1
	metricsPort = 9102 // where Prometheus reads them
)

// admitPrometheus opens the exporter's port in the network policy of every workload.
func admitPrometheus(st *stack.Stack) error {
	for i := range st.Workloads {
		w := &st.Workloads[i]
		w.Ingress = append(slices.Clone(w.Ingress), stack.NetworkRule{Port: metricsPort, Namespace: monitoring})
	}
	return nil
}

// addExporter adds the exporter as a sidecar: an init container that keeps running, so that the
// pod of a Job still ends (kubernetes.io, "Sidecar Containers").
func addExporter(_ *stack.Stack, p *stack.Pod) {
	p.Labels = stack.Merged(p.Labels, map[string]string{label: "true"})
	small := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("32Mi"),
	}
	p.Init = slices.Insert(p.Init, 0, corev1.Container{
		Name:          exporter,
		Image:         registry + "mirror/statsd-exporter:v0.28.0",
		Args:          []string{fmt.Sprintf("--statsd.listen-udp=127.0.0.1:%d", statsPort), "--statsd.listen-tcp="},
		Ports:         []corev1.ContainerPort{{Name: "metrics", ContainerPort: metricsPort, Protocol: corev1.ProtocolTCP}},
		Resources:     corev1.ResourceRequirements{Requests: small, Limits: small.DeepCopy()},
		RestartPolicy: new(corev1.ContainerRestartPolicyAlways),
	})
}

// validateImages refuses images that the stack names, or has by default, where they stand in
// its file.
func validateImages(st *stack.Stack) (errs, warnings field.ErrorList) {
	images := st.Effective().Images()
	for _, path := range slices.Sorted(maps.Keys(images)) {
		if image := images[path]; image != "" && !strings.HasPrefix(image, registry) {
			errs = append(errs, field.Forbidden(field.NewPath(path), refusal(image)))
		}
	}
	return errs, nil
}

// CheckImages refuses the images of finished pods. It also finds those that a component has in
// its code, which no file names.
func CheckImages(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
	for _, o := range objects {
		pod := stack.PodSpecOf(o)
		if pod == nil {
			continue
		}
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			if !strings.HasPrefix(c.Image, registry) {
				return nil, fmt.Errorf("%s, container %s: %s", o.GetName(), c.Name, refusal(c.Image))
			}
		}
	}
	return objects, nil
}

func refusal(image string) string {
	return fmt.Sprintf("%s must come from %s; mirror it there and name the copy", image, strings.TrimSuffix(registry, "/"))
}
