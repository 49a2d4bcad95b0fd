package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

func document(t *testing.T, compiler overlays.Compiler) *spec.Document {
	t.Helper()
	loader, err := compiler.Loader()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(stackFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := loader.Load(file, stackFile)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestPolicies: the policies open what the components publish and what the spec admits, and
// nothing else.
func TestPolicies(t *testing.T) {
	const (
		django = "pods{uses.djangostack.dev/meilisearch-7700} pods{release}"
		store  = "pods{uses.djangostack.dev/database-5432} pods{release}"
	)
	want := map[string]map[string]string{
		"dev": {
			"meilisearch": "in 7700 " + django + " backoffice; in 9102 monitoring",
			"database":    "in 5432 " + store + "; in 9102 monitoring",
			"web":         "in 9102 monitoring; out 5432 pods{database}; out 7700 pods{meilisearch}",
			"release":     "in 9102 monitoring; out 5432 pods{database}; out 7700 pods{meilisearch}",
		},
		"prod": {
			"meilisearch": "in 7700 " + django + " backoffice; in 7700 monitoring; in 9102 monitoring",
			"database":    "in 5432 " + store + "; in 9102 monitoring",
			"web":         "in 9102 monitoring; out 5432 pods{database}; out 7700 pods{meilisearch}",
			"release":     "in 9102 monitoring; out 5432 pods{database}; out 7700 pods{meilisearch}",
		},
	}
	compiler := platform()
	resolved, _, err := compiler.Resolve(t.Context(), document(t, compiler))
	if err != nil {
		t.Fatal(err)
	}
	for environment, policies := range want {
		objects, err := resolved.Objects(environment)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, o := range objects {
			if p, ok := o.(*networkingv1.NetworkPolicy); ok && p.Labels[stack.LabelComponent] != "network" {
				got[p.Labels[stack.LabelComponent]] = opened(p)
			}
		}
		if !maps.Equal(policies, got) {
			t.Errorf("%s: the policies open\n%s\nwant\n%s", environment, lines(got), lines(policies))
		}
	}
}

// opened says what a policy opens.
func opened(p *networkingv1.NetworkPolicy) string {
	var all []string
	for _, rule := range p.Spec.Ingress {
		all = append(all, "in "+port(rule.Ports)+" "+peers(rule.From))
	}
	for _, rule := range p.Spec.Egress {
		all = append(all, "out "+port(rule.Ports)+" "+peers(rule.To))
	}
	return strings.Join(all, "; ")
}

func port(ports []networkingv1.NetworkPolicyPort) string {
	if len(ports) != 1 || ports[0].EndPort != nil {
		return fmt.Sprint(ports)
	}
	return ports[0].Port.String()
}

func peers(list []networkingv1.NetworkPolicyPeer) string {
	var all []string
	for _, peer := range list {
		switch {
		case peer.PodSelector != nil && peer.NamespaceSelector == nil && peer.PodSelector.MatchLabels[stack.LabelName] == "shop":
			labels := maps.Clone(peer.PodSelector.MatchLabels)
			delete(labels, stack.LabelName)
			name := labels[stack.LabelComponent]
			for label := range labels {
				if label != stack.LabelComponent {
					name += label
				}
			}
			all = append(all, "pods{"+name+"}")
		case peer.NamespaceSelector != nil && peer.PodSelector == nil:
			all = append(all, peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"])
		default:
			all = append(all, fmt.Sprint(peer))
		}
	}
	if len(all) == 0 {
		return "anybody"
	}
	return strings.Join(all, " ")
}

func lines(of map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(of)) {
		b.WriteString(name + ": " + of[name] + "\n")
	}
	return b.String()
}
