package e2e

import (
	"fmt"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// TestAutoscaler is the blog left to an autoscaler. It asks for so little that other
// stacks are tried while the autoscaler waits.
func TestAutoscaler(t *testing.T) {
	s := &stack{
		example: "servers", environment: "autoscaled", file: "stacks/servers.yaml", host: "servers.example.com",
		https: true, ingress: "ingress-nginx", grows: true, patience: 5 * time.Minute,
	}
	setup := func(t *testing.T) *stack {
		needMetrics(t)
		return s.beside(t)
	}
	var scaled autoscaling
	check(t, "a stack of the suite's own, with an autoscaler", setup, []claim{
		{"everything becomes Ready", everythingReady},
		{"the autoscaler has its least number of web servers running", autoscalerMinimum},
		{"under load the autoscaler starts more web servers, and no request fails", scaled.rises},
		{"the autoscaler takes the web servers away that the load asked for", scaled.falls},
		{"a second apply changes nothing, the autoscaler's number neither", secondApply},
	})
}

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

// burnRate is requests a second that each keep a processor busy for a tenth of
// one: three times what a pod is to use.
const burnRate = 1

// autoscaling is a load that came and went.
type autoscaling struct {
	most  int32
	ended time.Time
}

// rises: the autoscaler has figures, and under load it starts pods until it is
// content with their number.
func (a *autoscaling) rises(t *testing.T, s *stack) string {
	idle := *s.autoscaler(t).Spec.MinReplicas
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
	return fmt.Sprintf("%d to %d in %s; %s", idle, a.most, seconds(took), text)
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
