package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// metricsSource is who measures pods for autoscalers.
var metricsSource string

// needMetrics has something measure pods: what the cluster has, or a
// metrics-server the suite brings. It does not wait for the first figures.
func needMetrics(t *testing.T) {
	t.Helper()
	server := kubectl(t, "get", "apiservice", "v1beta1.metrics.k8s.io", "--ignore-not-found",
		"-o", "jsonpath={.spec.service.namespace}")
	if server != "" && server != bringings {
		metricsSource = "what the cluster has in " + server
		return
	}
	kubectl(t, "apply", "-f", "cluster/metrics-server.yaml")
	metricsSource = "metrics-server 0.9.0, which the suite brought"
}

// autoscalerMinimum: the manifests leave the number to the autoscaler, which
// needs no metrics to bring up its minimum.
func autoscalerMinimum(t *testing.T, s *stack) string {
	a := s.autoscaler(t)
	if n := len(s.pods(t, "web")); int32(n) != *a.Spec.MinReplicas {
		t.Errorf("%d run, the minimum is %d", n, *a.Spec.MinReplicas)
	}
	return fmt.Sprintf("%d of %d to %d", len(s.pods(t, "web")), *a.Spec.MinReplicas, a.Spec.MaxReplicas)
}

func (s *stack) autoscaler(t *testing.T) autoscalingv2.HorizontalPodAutoscaler {
	t.Helper()
	return get[autoscalingv2.HorizontalPodAutoscaler](t, "horizontalpodautoscalers", "-n", s.namespace(), s.name("web"))
}

// measured asks whether there are figures of the stack's pods.
func (s *stack) measured() error {
	_, err := tryKubectl("", "get", "--raw", "/apis/metrics.k8s.io/v1beta1/namespaces/"+s.namespace()+"/pods")
	return err
}

// burnRate is requests a second that each keep a processor busy for a fifth of
// one: together 40 % of a processor, where two pods are to use 14 % each.
const burnRate = 2

// autoscaling is a load that came and went.
type autoscaling struct {
	most  int32
	ended time.Time
}

// rises: the autoscaler has figures, and under load it starts pods until it is
// content with their number.
func (a *autoscaling) rises(t *testing.T, s *stack) string {
	s.makeRoom(t, "deployment/recruitment-worker", "deployment/recruitment-worker-mail", "deployment/recruitment-beat",
		"deployment/recruitment-flower", "statefulset/recruitment-broker")
	idle := *s.autoscaler(t).Spec.MinReplicas
	perPod := s.asks.pods[s.name("web")] / int64(idle)
	s.hold(s.asks.steady() + 2*perPod)
	if err := within(2*time.Minute, s.measured); err != nil {
		s.skip(t, fmt.Errorf("nothing measures pods here: %w", err))
	}
	eventually(t, 2*time.Minute, "figures for the autoscaler", func() error {
		metrics := s.autoscaler(t).Status.CurrentMetrics
		return failed(len(metrics) > 0 && metrics[0].Resource != nil, "%+v", metrics)
	})
	l := s.startLoad(t, burnRate, "-path=/burn/", "-key=")
	took := eventually(t, 4*time.Minute, "more web servers", func() error {
		d := get[appsv1.Deployment](t, "deployments", "-n", s.namespace(), s.name("web"))
		a.most = d.Status.AvailableReplicas
		return failed(a.most > idle && a.most == *d.Spec.Replicas, "%d of %d run", a.most, *d.Spec.Replicas)
	})
	text := l.stop().none(l)
	a.ended = time.Now()
	// What is left of the web servers' work needs neither.
	s.makeRoom(t, "statefulset/recruitment-database", "deployment/recruitment-cache")
	s.hold(int64(a.most) * perPod)
	return fmt.Sprintf("%d to %d in %s; %s", idle, a.most, seconds(took), text)
}

// makeRoom stops what the autoscaler has nothing to do with: on a small node there
// would be no place for the pods it asks for, nor for another stack while it waits.
func (s *stack) makeRoom(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		kubectl(t, "scale", "-n", s.namespace(), part, "--replicas=0")
		_, name, _ := strings.Cut(part, "/")
		delete(s.asks.pods, name)
	}
	eventually(t, 3*time.Minute, "pods to end", func() error {
		pods := get[corev1.PodList](t, "pods", "-n", s.namespace(), "--field-selector=status.phase=Running").Items
		owned := slices.ContainsFunc(pods, func(p corev1.Pod) bool {
			return s.asks.pods[s.name(p.Labels["app.kubernetes.io/component"])] == 0
		})
		return failed(!owned, "some run")
	})
}

// falls: an autoscaler goes by the highest figure of the last five minutes, so
// this takes that long after the load.
func (a *autoscaling) falls(t *testing.T, s *stack) string {
	if a.ended.IsZero() {
		s.skip(t, fmt.Errorf("there was no load"))
	}
	least := *s.autoscaler(t).Spec.MinReplicas
	eventually(t, 8*time.Minute, "fewer web servers", func() error {
		n := len(s.pods(t, "web"))
		return failed(int32(n) == least, "%d run", n)
	})
	last := s.autoscaler(t).Status.LastScaleTime
	return fmt.Sprintf("%d to %d, %s after the load", a.most, least, seconds(last.Sub(a.ended)))
}
