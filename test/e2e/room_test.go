package e2e

import (
	"cmp"
	"slices"
	"sync"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate"
)

// stacksAtOnce is how many are on the cluster together, whatever room it has: what
// a stack needs while it starts is more than it asks for.
const stacksAtOnce = 4

// room is the CPU that pods may still ask for. A stack comes in when its pods find
// a place, so that none of them waits for those of another.
type room struct {
	lock sync.Mutex
	// cpu is in thousandths of a processor.
	cpu    int64
	inside int
	// expected are those that have not said yet what they ask for.
	expected int
	waiting  []*guest
}

type guest struct {
	stack  *stack
	asks   int64
	called chan struct{}
}

var nodes room

// brought is what the suite's own pods will ask for that are not there yet: two
// probes and metrics-server.
const brought = 60

// measure reads how much the nodes have and what is asked for already.
func (r *room) measure() error {
	list, err := tryGet[corev1.NodeList]("nodes")
	if err != nil {
		return err
	}
	pods, err := tryGet[corev1.PodList]("pods", "-A")
	if err != nil {
		return err
	}
	r.cpu -= brought
	for _, n := range list.Items {
		r.cpu += n.Status.Allocatable.Cpu().MilliValue()
	}
	for _, p := range pods.Items {
		left := p.Labels["app.kubernetes.io/managed-by"] == "djangostack" // by another run: it will be deleted
		if !left && (p.Status.Phase == corev1.PodRunning || p.Status.Phase == corev1.PodPending) {
			r.cpu -= podRequest(p.Spec)
		}
	}
	return nil
}

// expect has all wait until the stack of this test has said what it asks for.
func (r *room) expect(t *testing.T) (said func()) {
	t.Helper()
	r.expected++ // no test runs beside another yet
	said = sync.OnceFunc(func() {
		r.lock.Lock()
		r.expected--
		r.lock.Unlock()
		r.leave(0, 0)
	})
	t.Cleanup(said)
	return said
}

// enter waits until there is room for the stack. Those that wait together are
// called by what they ask for, the most first: the small ones fit beside others.
func (r *room) enter(s *stack, asks int64) {
	g := &guest{s, asks, make(chan struct{})}
	r.lock.Lock()
	r.waiting = append(r.waiting, g)
	r.lock.Unlock()
	s.said()
	<-g.called
}

// leave gives back the place of so many stacks and this much CPU, and calls who
// now fits. A stack that asks for more than there is comes in when it is alone.
func (r *room) leave(stacks int, cpu int64) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.inside -= stacks
	r.cpu += cpu
	if r.expected > 0 {
		return
	}
	slices.SortStableFunc(r.waiting, func(a, b *guest) int {
		return cmp.Or(cmp.Compare(b.stack.patience, a.stack.patience), cmp.Compare(b.asks, a.asks))
	})
	r.waiting = slices.DeleteFunc(r.waiting, func(g *guest) bool {
		if r.inside > 0 && (g.asks > r.cpu || r.inside == stacksAtOnce) {
			return false
		}
		r.inside++
		r.cpu -= g.asks
		close(g.called)
		return true
	})
}

// enter has room for the stack's pods and for those that its claims start beside
// them.
func (s *stack) enter(t *testing.T) {
	t.Helper()
	s.asks = s.requests(t)
	if s.outside != nil {
		s.asks.pods[s.outside.namespace()] = 20
	}
	s.held = s.asks.steady() + max(s.asks.job, s.spare)
	nodes.enter(s, s.held)
	s.inside = true
}

// settle gives back what the Job of the start asked for.
func (s *stack) settle() { s.hold(s.asks.steady() + s.spare) }

// hold gives back all but this.
func (s *stack) hold(cpu int64) {
	if s.inside && cpu < s.held {
		nodes.leave(0, s.held-cpu)
		s.held = cpu
	}
}

// leave gives back all; there may be nothing left to give.
func (s *stack) leave() {
	if s.inside {
		s.inside = false
		nodes.leave(1, s.held)
	}
}

// requests are what a stack's pods ask for, in thousandths of a processor.
type requests struct {
	// pods are those of a workload together.
	pods map[string]int64
	// job is the largest of the Jobs': one waits for the other, so they may as well
	// wait for its place.
	job int64
}

func (r requests) steady() int64 {
	var sum int64
	for _, cpu := range r.pods {
		sum += cpu
	}
	return sum
}

func (s *stack) requests(t *testing.T) requests {
	t.Helper()
	merged, err := s.spec(t).For(s.environment)
	if err != nil {
		t.Fatal(err)
	}
	merged.SetDefaults(s.environment)
	out := requests{pods: map[string]int64{}}
	least := map[string]int64{}
	for _, o := range generate.Resolve(merged, s.environment).Build() {
		switch o := o.(type) {
		case *appsv1.Deployment:
			out.pods[o.Name] = replicas(o.Spec.Replicas) * podRequest(o.Spec.Template.Spec)
		case *appsv1.StatefulSet:
			out.pods[o.Name] = replicas(o.Spec.Replicas) * podRequest(o.Spec.Template.Spec)
		case *batchv1.Job:
			out.job = max(out.job, podRequest(o.Spec.Template.Spec))
		case *autoscalingv2.HorizontalPodAutoscaler:
			least[o.Spec.ScaleTargetRef.Name] = replicas(o.Spec.MinReplicas)
		}
	}
	for name, n := range least {
		out.pods[name] *= n
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
