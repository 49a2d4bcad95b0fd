package generate_test

import (
	"encoding/json"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// TestLoadBalancerPort: the port browsers ask, and the address they ask it by, which
// is what Django compares the Origin header with.
func TestLoadBalancerPort(t *testing.T) {
	for _, tc := range []struct {
		reason, expose string
		port           int32
		origin         string
	}{
		{"plain http", `{loadBalancer: {}}`, 80, "http://shop.example"},
		{"it ends TLS", `{https: true, loadBalancer: {}}`, 443, "https://shop.example"},
		{"a port of one's own", `{loadBalancer: {port: 8080}}`, 8080, "http://shop.example:8080"},
		{"and over TLS", `{https: true, loadBalancer: {port: 8443}}`, 8443, "https://shop.example:8443"},
		{"TLS on the port of http", `{https: true, loadBalancer: {port: 80}}`, 80, "https://shop.example:80"},
		{"beside an Ingress, whose TLS it is", `{ingress: {tls: {issuer: a}}, loadBalancer: {}}`, 80, "https://shop.example"},
		{"beside one, on a port of its own", `{ingress: {}, loadBalancer: {port: 8080}}`, 8080, "http://shop.example"},
	} {
		all := objectsOf(t, `{django: {hosts: [shop.example]}, expose: `+tc.expose+`}`)
		if got := get[*corev1.Service](t, all, "Service/web").Spec.Ports[0].Port; got != tc.port {
			t.Errorf("%s: port %d, want %d", tc.reason, got, tc.port)
		}
		if got := get[*corev1.ConfigMap](t, all, "ConfigMap/env").Data["CSRF_TRUSTED_ORIGINS"]; got != tc.origin {
			t.Errorf("%s: origin %s, want %s", tc.reason, got, tc.origin)
		}
	}
}

// TestControllers: each is told in its own words what a request may take, and the
// class by what it reads.
func TestControllers(t *testing.T) {
	for _, tc := range []struct {
		reason, ingress      string
		class, bodyOrTimeout string
		from                 string
	}{
		{"the community's", `{class: nginx}`, "nginx", "nginx.ingress.kubernetes.io/proxy-body-size=26214400", "ingress-nginx"},
		{"F5's, whose class is called the same", `{class: nginx, controller: nginx-f5}`, "nginx", "nginx.org/client-max-body-size=26214400", "nginx-ingress"},
		{"HAProxy", `{class: haproxy}`, "haproxy", "haproxy.org/timeout-server=65s", "haproxy-controller"},
		{"Contour", `{class: contour}`, "contour", "projectcontour.io/response-timeout=65s", "projectcontour"},
		{"Cilium", `{class: cilium}`, "cilium", "ingress.cilium.io/request-timeout=65s", "0.0.0.0/0"},
		{"OpenShift's router", `{class: openshift-default}`, "openshift-default", "haproxy.router.openshift.io/timeout=65s", "policy-group.network.openshift.io/ingress"},
		{"GKE's reads no ingressClassName", `{class: gce}`, "", "kubernetes.io/ingress.class=gce", "130.211.0.0/22"},
		{"nor for the network within", `{class: gce-internal}`, "", "kubernetes.io/ingress.class=gce-internal", "0.0.0.0/0"},
		{"Amazon's has pods as targets", `{class: alb}`, "alb", "alb.ingress.kubernetes.io/target-type=ip", "0.0.0.0/0"},
		{
			"Azure's asks under the site's name", `{class: azure-application-gateway}`, "azure-application-gateway",
			"appgw.ingress.kubernetes.io/health-probe-hostname=shop.example.com", "0.0.0.0/0",
		},
		{"a class of one's own", `{class: edge, controller: contour}`, "edge", "projectcontour.io/response-timeout=65s", "projectcontour"},
		{
			"a class by the annotation of old", `{annotations: {kubernetes.io/ingress.class: contour}}`, "",
			"projectcontour.io/response-timeout=65s", "projectcontour",
		},
		{
			"which GKE's has anyway", `{annotations: {kubernetes.io/ingress.class: gce}}`, "",
			"kubernetes.io/ingress.class=gce", "130.211.0.0/22",
		},
		{"what is said wins", `{class: alb, annotations: {alb.ingress.kubernetes.io/target-type: instance}}`, "alb", "alb.ingress.kubernetes.io/target-type=instance", "0.0.0.0/0"},
	} {
		all := objectsOf(t, `{django: {hosts: [shop.example.com]}, expose: {ingress: `+tc.ingress+`}}`)
		ingress := get[*networkingv1.Ingress](t, all, "Ingress/web")
		if class := ingress.Spec.IngressClassName; (class == nil) != (tc.class == "") || class != nil && *class != tc.class {
			t.Errorf("%s: class %v, want %q", tc.reason, class, tc.class)
		}
		if key, value, _ := strings.Cut(tc.bodyOrTimeout, "="); ingress.Annotations[key] != value {
			t.Errorf("%s: annotations %v, want %s", tc.reason, ingress.Annotations, tc.bodyOrTimeout)
		}
		policy, err := json.Marshal(get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy/web").Spec.Ingress)
		if err != nil || !strings.Contains(string(policy), `"`+tc.from+`"`) {
			t.Errorf("%s: comes from %s, want %s", tc.reason, policy, tc.from)
		}
	}
	told := objectsOf(t, `{django: {hosts: [a.de]}, expose: {ingress: {class: gce, serviceAnnotations: {cloud.google.com/neg: a, b: c}}}}`)
	if got := get[*corev1.Service](t, told, "Service/web").Annotations; got["cloud.google.com/neg"] != "a" || got["b"] != "c" {
		t.Errorf("what is said of the Service wins: %v", got)
	}
	service := get[*corev1.Service](t, objectsOf(t, `{django: {hosts: [a.de]}, expose: {ingress: {class: kong}}}`), "Service/web")
	if service.Annotations["konghq.com/read-timeout"] != "65000" {
		t.Errorf("Kong reads its timeout from the Service: %v", service.Annotations)
	}
}

// TestCertifiedHosts: an issuer is not asked for what it refuses, and the site is
// served under it all the same.
func TestCertifiedHosts(t *testing.T) {
	for _, tc := range []struct{ reason, hosts, tls, want string }{
		{"public ones", `[a.de, "*.b.de"]`, "{issuer: le}", "a.de *.b.de"},
		{"internal ones among them", `[a.de, shop, shop.local, web.shop.svc, x.internal, shop.home.arpa]`, "{issuer: le}", "a.de"},
		{"internal ones alone, which a private authority certifies", `[shop.internal, shop.lan]`, "{issuer: ca}", "shop.internal shop.lan"},
		{"a certificate that is there already", `[a.de, shop.local]`, "{secret: tls}", "a.de shop.local"},
	} {
		all := objectsOf(t, `{django: {hosts: `+tc.hosts+`}, expose: {ingress: {tls: `+tc.tls+`}}}`)
		ingress := get[*networkingv1.Ingress](t, all, "Ingress/web")
		if got := strings.Join(ingress.Spec.TLS[0].Hosts, " "); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.reason, got, tc.want)
		}
		if want := strings.Count(tc.hosts, ",") + 1; len(ingress.Spec.Rules) != want {
			t.Errorf("%s: %d rules, want %d", tc.reason, len(ingress.Spec.Rules), want)
		}
	}
}

// TestEdgeOfThePods: what the fields of hosts, networks, probes and pods make.
func TestEdgeOfThePods(t *testing.T) {
	for _, tc := range []struct{ reason, text, object, want string }{
		{"every host", `{django: {hosts: [a.de], anyHost: true}}`, "ConfigMap/env", `"ALLOWED_HOSTS":"*"`},
		{"every host, by the Ingress", `{django: {hosts: [a.de], anyHost: true}, expose: {ingress: {}}}`, "Ingress/web", `{"http":`},
		{"a name within the cluster", `{django: {hosts: [a.de], internalHosts: [shop-web]}}`, "ConfigMap/env", `"ALLOWED_HOSTS":"a.de,shop-web"`},
		{"the pod's own address", `{django: {hosts: [a.de], internalHosts: [podAddress]}}`, "Deployment/web", `"value":"a.de,$(POD_IP)"`},
		{"the pod's own address, of IPv6", `{network: {ipFamilies: [IPv6]}, django: {hosts: [a.de], internalHosts: [podAddress]}}`, "Deployment/web", `"value":"a.de,[$(POD_IP)]"`},
		{"everywhere is every family's", `{network: {ipFamilies: [IPv4, IPv6], egress: {mail: {ports: [25]}}}}`, "NetworkPolicy/web", `{"cidr":"0.0.0.0/0"}},{"ipBlock":{"cidr":"::/0"}}`},
		{"a block is what it is", `{network: {ipFamilies: [IPv6], egress: {mail: {ports: [25], cidr: "10.0.0.0/8"}}}}`, "NetworkPolicy/web", `"to":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]`},
		{"the server listens on the first family", `{network: {ipFamilies: [IPv6, IPv4]}}`, "Deployment/web", `"[::]:8000"`},
		{"where nginx asks it", `{network: {ipFamilies: [IPv6, IPv4]}, proxy: {}}`, "ConfigMap/nginx", `[::1]:8000`},
		{"the server listens on IPv4", `{network: {ipFamilies: [IPv4, IPv6]}}`, "Deployment/web", `"0.0.0.0:8000"`},
		{"a load balancer of both", `{network: {ipFamilies: [IPv4, IPv6]}, proxy: {}, expose: {loadBalancer: {}}}`, "Service/web", `"ipFamilyPolicy":"PreferDualStack"`},
		{"StatsD", `{network: {egress: {statsd: {ports: [8125], protocol: UDP}}}}`, "NetworkPolicy/web", `{"protocol":"UDP","port":8125}`},
		{"OpenShift's DNS", `{platform: openshift}`, "NetworkPolicy/allow-dns", `{"protocol":"UDP","port":5353}`},
		{"OpenShift's users", `{platform: openshift}`, "Deployment/web", `"securityContext":{"runAsNonRoot":true,"fsGroupChangePolicy":"OnRootMismatch","seccompProfile"`},
		{"OpenShift's users, of a database", `{platform: openshift, databases: {default: {}}}`, "StatefulSet/database", `"securityContext":{"runAsNonRoot":true,"fsGroupChangePolicy":"OnRootMismatch","seccompProfile"`},
		{"another group", `{django: {user: 5, group: 7}}`, "Deployment/web", `"runAsUser":5,"runAsGroup":7,"runAsNonRoot":true,"fsGroup":7`},
		{"shared memory", `{django: {sharedMemory: 1Gi}}`, "Deployment/web", `{"name":"shm","emptyDir":{"medium":"Memory","sizeLimit":"1Gi"}}`},
		{"ephemeral storage", `{web: {resources: {limits: {ephemeral-storage: 2Gi}}}}`, "Deployment/web", `"ephemeral-storage":"2Gi"`},
		{"a Service's port", `{web: {servicePort: 8080}}`, "Service/web", `"port":8080`},
		{"HTTPS in the pod", `{web: {probes: {readiness: {path: /ok, scheme: HTTPS, headers: {host: b.de}}}}}`, "Deployment/web", `"scheme":"HTTPS","httpHeaders":[{"name":"Host","value":"b.de"}`},
		{
			"Google's load balancer reads no probe with another header",
			`{django: {hosts: [a.de]}, expose: {ingress: {class: gce}}}`, "Deployment/web",
			`"httpHeaders":[{"name":"Host","value":"a.de"}]`,
		},
		{
			"and with nginx in front it reads nginx' probe",
			`{django: {hosts: [a.de]}, proxy: {}, expose: {ingress: {class: gce}}}`, "Deployment/web",
			`"httpHeaders":[{"name":"Host","value":"a.de"},{"name":"X-Forwarded-Proto"`,
		},
		{"an autoscaler's pace", `{web: {autoscaling: {max: 3, behavior: {scaleDown: {selectPolicy: Disabled}}}}}`, "HorizontalPodAutoscaler/web", `"behavior":{"scaleDown":{"selectPolicy":"Disabled"`},
		{"other places", `{web: {scheduling: {topologySpread: [{topologyKey: rack}]}}}`, "Deployment/web", `"topologyKey":"rack"`},
		{"a worker from one pod to four", `{celery: {workers: {mail: {autoscaling: {min: 1, max: 4}}}}}`, "PodDisruptionBudget/worker-mail", `"maxUnavailable":1`},
	} {
		data, err := json.Marshal(objectsOf(t, tc.text)[tc.object])
		if err != nil || !strings.Contains(string(data), tc.want) {
			t.Errorf("%s: %s is %s, want in it %s", tc.reason, tc.object, data, tc.want)
		}
	}
}
