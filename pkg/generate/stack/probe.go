package stack

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Probes are a container's three checks, ready made.
type Probes struct{ Startup, Readiness, Liveness *corev1.Probe }

// Custom returns the probes that the user asks for in the place of these, each as by
// [CustomProbe].
func (p Probes) Custom(given spec.Probes, page corev1.ProbeHandler) Probes {
	return Probes{
		Startup:   CustomProbe(given.Startup, p.Startup, page),
		Readiness: CustomProbe(given.Readiness, p.Readiness, page),
		Liveness:  CustomProbe(given.Liveness, p.Liveness, page),
	}
}

// PortProbes returns those of a program of which nothing is known but that its port, of that
// name, takes connections. It has five minutes to start and a minute to recover.
func PortProbes(port string) Probes {
	open := TCPHandler(port)
	return Probes{Startup: Check(open, 5, 5, 60), Readiness: Check(open, 10, 5, 3), Liveness: Check(open, 10, 5, 6)}
}

// Drain returns what keeps a container serving for a while after its pod was told to go, nil for
// no time: endpoints and load balancers take that long to notice.
func Drain(delay *spec.Duration) *corev1.Lifecycle {
	if delay == nil || delay.Seconds() == 0 {
		return nil
	}
	return &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: delay.Seconds()}}}
}

// CustomProbe returns the probe that the user asks for: given, with the numbers of fallback
// where its own are unset; fallback itself where given is nil; and nil where given removes the
// check. If given has a path, the probe is page, an [HTTPHandler], with that path, and with the
// scheme of page where given has none.
func CustomProbe(given *spec.Probe, fallback *corev1.Probe, page corev1.ProbeHandler) *corev1.Probe {
	switch {
	case given == nil:
		return fallback
	case given.None:
		return nil
	}
	out := corev1.Probe{}
	if fallback != nil {
		out = *fallback
	}
	switch {
	case len(given.Command) > 0:
		out.ProbeHandler = ExecHandler(given.Command...)
	case given.Path != "":
		out.ProbeHandler = *page.DeepCopy()
		out.HTTPGet.Path = given.Path
		out.HTTPGet.Scheme = cmp.Or(corev1.URIScheme(given.Scheme), out.HTTPGet.Scheme)
		out.HTTPGet.HTTPHeaders = withHeaders(out.HTTPGet.HTTPHeaders, given.Headers)
	}
	if given.InitialDelaySeconds != nil {
		out.InitialDelaySeconds = *given.InitialDelaySeconds
	}
	set(&out.PeriodSeconds, given.PeriodSeconds)
	set(&out.TimeoutSeconds, given.TimeoutSeconds)
	set(&out.FailureThreshold, given.FailureThreshold)
	return &out
}

func set(field *int32, given int32) {
	if given != 0 {
		*field = given
	}
}

// Check returns a probe with a copy of a handler, which others may have too. It runs each period,
// has as long as timeout to answer, both in seconds, and fails after so many failures.
func Check(handler corev1.ProbeHandler, period, timeout, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:     *handler.DeepCopy(),
		PeriodSeconds:    period,
		TimeoutSeconds:   timeout,
		FailureThreshold: failures,
	}
}

// withHeaders are headers with those given beside them, or in their place.
func withHeaders(headers []corev1.HTTPHeader, given map[string]string) []corev1.HTTPHeader {
	for _, name := range sorted.Keys(given) {
		same := func(h corev1.HTTPHeader) bool { return strings.EqualFold(h.Name, name) }
		if i := slices.IndexFunc(headers, same); i >= 0 {
			headers[i].Value = given[name]
			continue
		}
		headers = append(headers, corev1.HTTPHeader{Name: name, Value: given[name]})
	}
	return headers
}

// HTTPHandler asks for a page on the container's port of that name.
func HTTPHandler(path, port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString(port)}}
}

// TCPHandler connects to the container's port of that name.
func TCPHandler(port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromString(port)}}
}

// ExecHandler runs a command in the container, whose words stand as they are.
func ExecHandler(command ...string) corev1.ProbeHandler {
	return corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: LiteralCommand(command)}}
}
