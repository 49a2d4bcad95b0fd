package e2e

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/test/e2e/policy"
)

// enforced is the claim that what edges evaluates is what happens: every
// connection is opened between the real pods, to what listens there and to ports
// that are opened for the test, and answered or refused as the evaluator says.
func enforced(want ...string) func(t *testing.T, s *stack) string {
	return func(t *testing.T, s *stack) string {
		if unenforced != nil {
			s.skip(t, unenforced)
		}
		// One at a time, until the ends outside the stacks are gone: they are the same
		// for all.
		enforcing.Lock()
		t.Cleanup(enforcing.Unlock)
		s.needProbe(t)
		s.standIns(t)
		cluster, _, ports := s.network(t)
		ends := s.ends(t, ports)
		trials := s.trials(t, cluster, ends)
		// Whatever enforces takes a moment to learn of the pods made for this.
		eventually(t, time.Minute, "connections as evaluated", func() error { return try(ends, trials) })
		return sum(t, want, trials)
	}
}

var enforcing sync.Mutex

// end is one of a connection's two: a pod, or an address outside the cluster.
type end struct {
	policy.Peer
	// place is where to connect from; without a pod, nowhere.
	place
	// source is the address to connect from where it is not the pod's.
	source string
	// listening are the TCP ports that something listens on.
	listening []int32
}

// trial is a connection and what is to become of it.
type trial struct {
	from, to *end
	edge     string
	port     policy.Port
	allowed  bool
	// either: only an address block allows it, and whether those cover the
	// addresses of pods differs between implementations.
	either bool
}

// trials are all connections from or to the stack's pods that can be told apart:
// those to ports where something listens.
func (s *stack) trials(t *testing.T, cluster *policy.Cluster, ends map[string]*end) []trial {
	t.Helper()
	broad := *cluster
	broad.BlocksCoverPods = true
	var out []trial
	for from, a := range ends {
		for to, b := range ends {
			if a == b || a.pod == "" || !s.owns(a.Peer) && !s.owns(b.Peer) {
				continue
			}
			for _, port := range b.open() {
				allowed, err := cluster.Allows(a.Peer, b.Peer, port)
				if err != nil {
					t.Fatal(err)
				}
				broadly, err := broad.Allows(a.Peer, b.Peer, port)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, trial{a, b, edge(from, to, port), port, allowed, allowed != broadly})
			}
		}
	}
	return out
}

// open are the ports that answer.
func (e *end) open() []policy.Port {
	var out []policy.Port
	for _, n := range e.listening {
		out = append(out, policy.Port{Protocol: corev1.ProtocolTCP, Number: n})
	}
	if e.Labels["k8s-app"] == "kube-dns" {
		out = append(out, policy.Port{Protocol: corev1.ProtocolUDP, Number: 53})
	}
	return out
}

// try opens all connections, four pods at a time, and compares.
func try(ends map[string]*end, trials []trial) error {
	var lock sync.Mutex
	var running sync.WaitGroup
	var wrong []error
	turn := make(chan bool, 4)
	for _, from := range ends {
		own := slices.DeleteFunc(slices.Clone(trials), func(t trial) bool { return t.from != from })
		if len(own) == 0 {
			continue
		}
		running.Go(func() {
			turn <- true
			err := from.try(own)
			<-turn
			lock.Lock()
			defer lock.Unlock()
			wrong = append(wrong, err)
		})
	}
	running.Wait()
	return errors.Join(wrong...)
}

func (e *end) try(trials []trial) error {
	var list []connection
	for _, t := range trials {
		list = append(list, connection{t.to.IP.String(), t.port.Number, string(t.port.Protocol), e.source})
	}
	answered, err := e.connect(list)
	if err != nil {
		return err
	}
	var wrong []error
	for i, t := range trials {
		if !t.either && answered[i] != t.allowed {
			wrong = append(wrong, fmt.Errorf("%s: evaluated as allowed: %v, answered: %v", t.edge, t.allowed, answered[i]))
		}
	}
	return errors.Join(wrong...)
}

// sum counts trials that went as evaluated. What is needed and was not among
// them is said.
func sum(t *testing.T, want []string, trials []trial) string {
	t.Helper()
	allowed, denied, either := map[string]bool{}, 0, 0
	for _, trial := range trials {
		switch {
		case trial.either:
			either++
		case trial.allowed:
			allowed[trial.edge] = true
		default:
			denied++
		}
	}
	if denied == 0 {
		t.Error("nothing was denied")
	}
	text := fmt.Sprintf("%d connections answered, %d refused", len(allowed), denied)
	if either > 0 {
		text += fmt.Sprintf(", %d within address blocks not judged", either)
	}
	var untried []string
	for _, e := range want {
		if !allowed[e] {
			untried = append(untried, e)
		}
	}
	if len(untried) > 0 {
		text += "; not tried: " + strings.Join(untried, ", ")
	}
	return text
}

// ends are the running pods to try connections between, with all of ports opened
// that can be: ports below 1024 are root's.
func (s *stack) ends(t *testing.T, ports []policy.Port) map[string]*end {
	t.Helper()
	var numbers []int32
	for _, p := range ports {
		if p.Protocol == corev1.ProtocolTCP {
			numbers = append(numbers, p.Number)
		}
	}
	ends := map[string]*end{}
	for _, p := range get[corev1.PodList](t, "pods", "-A", "--field-selector=status.phase=Running").Items {
		name := s.role(p)
		if name == "" || p.DeletionTimestamp != nil || ends[name] != nil {
			continue
		}
		peer, err := policy.FromPod(p)
		if err != nil {
			t.Fatal(err)
		}
		ends[name] = &end{Peer: peer, place: place{p.Namespace, p.Name, p.Spec.Containers[0].Name}}
	}
	for name, e := range ends {
		switch name {
		case "dns": // has nothing to run the script with
			e.pod, e.listening = "", []int32{53}
			continue
		case "internet":
			e.Peer, e.source = policy.Peer{IP: netip.MustParseAddr(internet)}, internet
		}
		open, stop, err := e.listen(e.IP.String(), numbers)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(stop)
		e.listening = open
	}
	return ends
}

// role is the name of a pod's end; empty for pods that have nothing to do with it.
func (s *stack) role(p corev1.Pod) string {
	switch {
	case p.Namespace == s.ingress && p.Name == "e2e-probe":
		return "ingress"
	case p.Namespace == "default" && p.Name == "e2e-stranger":
		return "stranger"
	case p.Namespace == bringings && p.Name == "internet":
		return "internet"
	case p.Labels["k8s-app"] == "kube-dns":
		return "dns"
	case p.Namespace == s.namespace():
		return p.Labels["app.kubernetes.io/component"]
	}
	return ""
}
