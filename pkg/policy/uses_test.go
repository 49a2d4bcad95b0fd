package policy

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestUses: what single objects use, and what is none of a policy's business.
func TestUses(t *testing.T) {
	for _, tt := range []struct{ object, has, hasNot string }{
		{"kind: Service, spec: {externalIPs: [192.0.2.1]}", "serviceTypes=ExternalIPs", ""},
		{"kind: Service, spec: {}", "serviceTypes=ClusterIP", "serviceTypes=ExternalIPs"},
		{"kind: Pod, spec: {containers: [{name: a}]}", "serviceAccounts=default", "priorityClasses="},
		{
			"kind: Pod, spec: {automountServiceAccountToken: false, containers: [{name: a}]}",
			"loweredSecurity=runAsNonRoot", "loweredSecurity=automountServiceAccountToken",
		},
		{
			"kind: Pod, spec: {automountServiceAccountToken: false, containers: [{name: a}], " +
				"volumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: a}}]}}]}",
			"loweredSecurity=automountServiceAccountToken", "",
		},
		{
			"kind: Pod, spec: {containers: [{name: a}], volumes: [{name: a, csi: {nodePublishSecretRef: {name: b}}}]}",
			"secrets=b", "",
		},
		{
			"kind: Pod, spec: {containers: [{name: a}], volumes: [{name: a, azureFile: {secretName: b}}]}", "secrets=b", "",
		},
		{
			"kind: Pod, spec: {containers: [{name: a}], volumes: [{name: a, projected: {sources: [{secret: {name: b}}]}}]}",
			"secrets=b", "",
		},
		{"kind: Pod, spec: {containers: [{name: a}], volumes: [{name: a, image: {reference: b}}]}", "images=docker.io/library/b:latest", ""},
		{"kind: Pod, spec: {containers: [{name: a}], ephemeralContainers: [{name: b, image: c/d}]}", "images=docker.io/c/d:latest", ""},
		{"kind: Pod, spec: {nodeName: a, containers: [{name: a}]}", "tolerations=*", ""},
		{"kind: Service, apiVersion: serving.knative.dev/v1, spec: {template: {spec: {containers: [{image: a}]}}}", "images=docker.io/library/a:latest", "serviceTypes="},
		{"kind: ServiceAccount, secrets: [{name: a}], imagePullSecrets: [{name: b}]", "secrets=b", "secrets=c"},
		{"kind: ConfigMap, metadata: {annotations: {djangostack.dev/a: b, c: d}}", "annotations=c", "annotations=djangostack.dev/a"},
		{"kind: Ingress, apiVersion: networking.k8s.io/v1, spec: {defaultBackend: {}}", "hosts=*", ""},
		{"kind: Ingress, apiVersion: networking.k8s.io/v1, spec: {rules: [{http: {}}]}", "hosts=*", ""},
		{"kind: Gateway, apiVersion: gateway.networking.k8s.io/v1, spec: {listeners: [{hostname: a.b}, {}]}", "hosts=a.b", ""},
		{"kind: GRPCRoute, apiVersion: gateway.networking.k8s.io/v1, spec: {}", "hosts=*", ""},
		{"kind: TCPRoute, apiVersion: gateway.networking.k8s.io/v1, spec: {}", "kinds=TCPRoute.gateway.networking.k8s.io", "hosts=*"},
		{opening("egress: [{ports: [{port: 53}, {port: 5353}]}]"), "kinds=", "network.to.cidrs="},
		{opening("egress: [{ports: [{port: 53}, {port: 54}]}]"), "network.to.cidrs=0.0.0.0/0", ""},
		{opening("egress: [{ports: [{port: 53, endPort: 99}]}]"), "network.to.cidrs=::/0", ""},
		{opening("ingress: [{from: [{podSelector: {}}]}]"), "kinds=", "network.from.namespaces="},
		{opening("ingress: [{from: [{namespaceSelector: {}}]}]"), "network.from.namespaces=*", ""},
		{opening("ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: own}}}]}]"), "kinds=", "network.from.namespaces="},
		{
			opening("ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, " +
				"operator: In, values: [a, b]}]}}]}]"),
			"network.from.namespaces=b", "network.from.namespaces=*",
		},
		{
			opening("ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, " +
				"operator: NotIn, values: [a]}]}}]}]"),
			"network.from.namespaces=*", "",
		},
		{"kind: Namespace, metadata: {name: b}", "loweredSecurity=enforce", ""},
		{"kind: Namespace, metadata: {name: b, labels: {pod-security.kubernetes.io/enforce: restricted}}", "namespaces=b", "loweredSecurity="},
	} {
		var all []string
		for _, u := range usesOfText(t, tt.object) {
			all = append(all, u.rule.field+"="+u.shown())
		}
		begins := func(text string) bool {
			return slices.ContainsFunc(all, func(one string) bool {
				return one == text || strings.HasSuffix(text, "=") && strings.HasPrefix(one, text)
			})
		}
		if !begins(tt.has) || tt.hasNot != "" && begins(tt.hasNot) {
			t.Errorf("%s\nuses %q", tt.object, all)
		}
	}
}

func opening(spec string) string {
	return "kind: NetworkPolicy, apiVersion: networking.k8s.io/v1, spec: {podSelector: {}, " + spec + "}"
}

// usesOfText are the uses of an object in the namespace own.
func usesOfText(t *testing.T, text string) []use {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte("{"+text+"}"), &o.Object); err != nil {
		t.Fatal(err)
	}
	if o.GetAPIVersion() == "" {
		o.SetAPIVersion("v1")
	}
	if o.GetName() == "" {
		o.SetName("a")
		o.SetNamespace("own")
	}
	all, err := usesOf([]stack.Object{o})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
