package generate

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// timing is how often a probe runs and how much it forgives.
type timing struct{ period, timeout, failures int32 }

// probe makes a check from what the user said, or from fallback where nothing
// was said; fallback's numbers hold where the user's are unset.
func (st *Stack) probe(given *spec.Probe, port string, fallback *corev1.Probe) *corev1.Probe {
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
		out.ProbeHandler = execHandler(given.Command...)
	case given.Path != "":
		out.ProbeHandler = st.httpHandler(given.Path, port)
		out.HTTPGet.Scheme = corev1.URIScheme(given.Scheme)
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

// check is a probe with a copy of a handler, which others may have too, and its timing.
func check(handler corev1.ProbeHandler, t timing) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:     *handler.DeepCopy(),
		PeriodSeconds:    t.period,
		TimeoutSeconds:   t.timeout,
		FailureThreshold: t.failures,
	}
}

// httpHandler asks as a browser behind the proxy would: without the Host header
// Django answers 400, without X-Forwarded-Proto SECURE_SSL_REDIRECT answers 301
// to a name the kubelet cannot reach.
func (st *Stack) httpHandler(path, port string) corev1.ProbeHandler {
	host := st.Spec.Django.CanonicalHost()
	headers := []corev1.HTTPHeader{{Name: "Host", Value: strings.TrimPrefix(host, ".")}}
	if !st.probedByHost() {
		headers = append(headers, corev1.HTTPHeader{Name: "X-Forwarded-Proto", Value: st.scheme()})
	}
	return corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: path, Port: intstr.FromString(port), HTTPHeaders: headers,
	}}
}

// probedByHost reports whether an Ingress controller asks the web server what its
// readiness probe asks, which must have no header beside Host for that. With a proxy it
// is the proxy's probe that counts, and it has none.
func (st *Stack) probedByHost() bool {
	e := st.Spec.Expose
	return st.Spec.Proxy == nil && e != nil && e.Ingress != nil && e.Ingress.Controller.ProbesByHost()
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

func tcpHandler(port string) corev1.ProbeHandler {
	return corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromString(port)}}
}

func execHandler(command ...string) corev1.ProbeHandler {
	return corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: literal(command)}}
}
