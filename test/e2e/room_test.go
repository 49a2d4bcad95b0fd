package e2e

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// customaryStacks is how many are on the cluster together, whatever room it has:
// what a stack needs while it starts is more than it asks for.
const customaryStacks = 4

// room is the CPU that pods may ask for. A stack comes in when its pods find a
// place, so that none of them waits for those of another.
type room struct {
	lock sync.Mutex
	// atOnce is how many stacks it holds.
	atOnce int
	// cpu is in thousandths of a processor.
	cpu int64
	// expected are those that have not said yet what they ask for.
	expected        int
	waiting, inside []*stack
	// wanting wait for their spare CPU, spending have it.
	wanting, spending []*stack
}

var nodes room

// brought is what the suite's own pods will ask for that are not there yet: two
// probes and metrics-server.
const brought = 60

// measure reads how much the nodes have and what is asked for already.
func (r *room) measure() error {
	r.atOnce = customaryStacks
	if given := os.Getenv("E2E_AT_ONCE"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			return fmt.Errorf("E2E_AT_ONCE is %q; write the number of stacks that are to run beside each other", given)
		}
		r.atOnce = n
	}
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
		defer r.lock.Unlock()
		r.expected--
		r.call()
	})
	t.Cleanup(said)
	return said
}

// enter waits until there is room for the stack's pods.
func (r *room) enter(s *stack) {
	s.called = make(chan struct{})
	r.lock.Lock()
	r.waiting = append(r.waiting, s)
	r.lock.Unlock()
	s.said()
	<-s.called
}

// call has those go on who fit: the ones inside that start more pods, then the ones
// outside, those that ask for the most first, since the small ones fit beside others.
func (r *room) call() {
	if r.expected > 0 {
		return
	}
	slices.SortStableFunc(r.wanting, func(a, b *stack) int { return cmp.Compare(b.held, a.held) })
	r.wanting = slices.DeleteFunc(r.wanting, func(s *stack) bool {
		if len(r.spending) > 0 && r.held()+spares(r.spending)+s.asks.spare > r.cpu {
			return false
		}
		r.spending = append(r.spending, s)
		close(s.called)
		return true
	})
	slices.SortStableFunc(r.waiting, func(a, b *stack) int {
		return cmp.Or(cmp.Compare(b.patience, a.patience), cmp.Compare(b.held, a.held))
	})
	r.waiting = slices.DeleteFunc(r.waiting, func(s *stack) bool {
		if !r.fits(s) {
			return false
		}
		r.inside = append(r.inside, s)
		close(s.called)
		return true
	})
}

// fits: one stack may always come in, even if it asks for more than there is. Then
// any of those inside may spend its spare CPU, one at a time at least.
func (r *room) fits(s *stack) bool {
	spare := max(s.asks.spare, spares(r.spending))
	for _, other := range r.inside {
		spare = max(spare, other.asks.spare)
	}
	return len(r.inside) == 0 || len(r.inside) < r.atOnce && r.held()+s.held+spare <= r.cpu
}

// held is what is kept for those inside, without what they spend beside it.
func (r *room) held() int64 {
	var sum int64
	for _, s := range r.inside {
		sum += s.held
	}
	return sum
}

func spares(stacks []*stack) int64 {
	var sum int64
	for _, s := range stacks {
		sum += s.asks.spare
	}
	return sum
}

// settle gives back what the Job of the start asked for.
func (r *room) settle(s *stack) {
	r.lock.Lock()
	defer r.lock.Unlock()
	s.held = s.asks.steady
	r.call()
}

// leave gives the stack's place back, if it has one.
func (r *room) leave(s *stack) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.inside = slices.DeleteFunc(r.inside, func(other *stack) bool { return other == s })
	r.call()
}

// spare waits for the CPU for pods beside the stack's own, and returns what gives it
// back.
func (s *stack) spare() (giveBack func()) {
	s.called = make(chan struct{})
	nodes.lock.Lock()
	nodes.wanting = append(nodes.wanting, s)
	nodes.call()
	nodes.lock.Unlock()
	<-s.called
	return func() {
		nodes.lock.Lock()
		defer nodes.lock.Unlock()
		nodes.spending = slices.DeleteFunc(nodes.spending, func(other *stack) bool { return other == s })
		nodes.call()
	}
}

// enter has room for the stack's pods, first of all those of its start.
func (s *stack) enter(t *testing.T) {
	t.Helper()
	s.asks = s.requests(t)
	s.held = s.asks.steady + s.asks.job
	nodes.enter(s)
}
