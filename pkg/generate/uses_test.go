package generate_test

import (
	"regexp"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestUses: what the user says that pods connect to is open on both ends, and to nobody else.
func TestUses(t *testing.T) {
	const spec = `{
		celery: {workers: {default: {uses: [web, database, mail]}, other: {}}}, broker: {},
		cron: {tidy: {schedule: "@daily", manage: [tidy], uses: [process-live]}},
		processes: {live: {command: [live], http: {}}},
		databases: {default: {uses: [database-archive]}, archive: {external: {host: 192.0.2.7, cidr: 192.0.2.7/32}}},
		mail: {host: smtp.example.net}}`
	without := regexp.MustCompile(`uses: \[[^]]*\],?`).ReplaceAllString(spec, "")
	plain, used := objectsOf(t, without), objectsOf(t, spec)
	for _, c := range []struct {
		policy  string
		in, out []string
	}{
		{"web", []string{"uses.djangostack.dev/web-8000"}, nil},
		{"worker", nil, []string{"8000 web"}},
		{"worker-other", nil, nil},
		{"database", nil, []string{"5432 192.0.2.7/32"}},
		{"process-live", nil, nil}, // everything that runs the project may connect to it
		{"cron-tidy", nil, nil},
		{"release", nil, nil},
	} {
		had := get[*networkingv1.NetworkPolicy](t, plain, "NetworkPolicy/"+c.policy)
		has := get[*networkingv1.NetworkPolicy](t, used, "NetworkPolicy/"+c.policy)
		if got := added(clientsOf(had), clientsOf(has)); !slices.Equal(got, c.in) {
			t.Errorf("%s is opened to %v more, want %v", c.policy, got, c.in)
		}
		if got := added(serversOf(had), serversOf(has)); !slices.Equal(got, c.out) {
			t.Errorf("%s connects to %v more, want %v", c.policy, got, c.out)
		}
	}
	for name, pod := range podsOf(used) {
		label := pod.Labels["uses.djangostack.dev/web-8000"]
		if (label == "true") != (name == "Deployment/worker") {
			t.Errorf("%s connects to web: %q", name, label)
		}
	}
}

func podsOf(all map[string]stack.Object) map[string]corev1.PodTemplateSpec {
	pods := map[string]corev1.PodTemplateSpec{}
	for name, o := range all {
		if template := stack.PodTemplateOf(o); template != nil {
			pods[name] = *template
		}
	}
	return pods
}

// added are the texts that only the second list has.
func added(before, after []string) []string {
	return slices.DeleteFunc(after, func(text string) bool { return slices.Contains(before, text) })
}

func clientsOf(p *networkingv1.NetworkPolicy) []string {
	var all []string
	for _, rule := range p.Spec.Ingress {
		for _, peer := range rule.From {
			if peer.PodSelector == nil {
				continue
			}
			for _, label := range sorted.Keys(peer.PodSelector.MatchLabels) {
				if label != stack.LabelName {
					all = append(all, label)
				}
			}
		}
	}
	return all
}

func serversOf(p *networkingv1.NetworkPolicy) []string {
	var all []string
	for _, rule := range p.Spec.Egress {
		for _, peer := range rule.To {
			switch {
			case peer.PodSelector != nil:
				all = append(all, rule.Ports[0].Port.String()+" "+peer.PodSelector.MatchLabels[stack.LabelComponent])
			case peer.IPBlock != nil:
				all = append(all, rule.Ports[0].Port.String()+" "+peer.IPBlock.CIDR)
			}
		}
	}
	return all
}
