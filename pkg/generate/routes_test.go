package generate_test

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// routed is a stack with a process over ASGI and an admin of its own.
const routed = `
django: {hosts: [shop.example.com]}
databases: {default: {}}
processes: {live: {command: [live], http: {}}, office: {command: [office], http: {timeout: 5m}}}
routes:
  live: {path: /ws/, to: process-live, websockets: true}
  status: {path: /ws/status, exact: true, to: web}
  office: {hosts: [office.example.com], to: process-office, bodySize: 1Gi}
  quick: {hosts: [office.example.com], path: /quick/, to: process-office, timeout: 10s}
`

// TestRoutes: the site's Ingress has the paths and hosts of routes, and waits for the longest.
func TestRoutes(t *testing.T) {
	all := objectsOf(t, routed+"expose: {ingress: {class: nginx, tls: {issuer: le}}}")
	in := get[*networkingv1.Ingress](t, all, "Ingress/web")
	var got []string
	for _, rule := range in.Spec.Rules {
		for _, p := range rule.HTTP.Paths {
			got = append(got, rule.Host+p.Path+" "+string(*p.PathType)+" "+p.Backend.Service.Name+":"+p.Backend.Service.Port.Name)
		}
	}
	want := []string{
		"shop.example.com/ws/status Exact shop-web:http",
		"shop.example.com/ws/ Prefix shop-process-live:http",
		"shop.example.com/ Prefix shop-web:http",
		"office.example.com/quick/ Prefix shop-process-office:http",
		"office.example.com/ Prefix shop-process-office:http",
	}
	if !slices.Equal(got, want) {
		t.Errorf("leads %s", strings.Join(got, "; "))
	}
	const prefix = "nginx.ingress.kubernetes.io/proxy-"
	if a := in.Annotations; a[prefix+"read-timeout"] != "86400" || a[prefix+"body-size"] != "1073741824" {
		t.Errorf("annotations %v", a)
	}
	if tls := in.Spec.TLS; len(tls) != 2 || tls[1].SecretName != "shop-route-office-tls" || tls[1].Hosts[0] != "office.example.com" {
		t.Errorf("certificates %v", tls)
	}
	env := get[*corev1.ConfigMap](t, all, "ConfigMap/env").Data
	if env["ALLOWED_HOSTS"] != "shop.example.com,office.example.com" ||
		env["CSRF_TRUSTED_ORIGINS"] != "https://shop.example.com,https://office.example.com" {
		t.Errorf("allows %s from %s", env["ALLOWED_HOSTS"], env["CSRF_TRUSTED_ORIGINS"])
	}
}

// TestFrontEndBeforeDjango: a route for the whole site leaves web the paths of other routes.
func TestFrontEndBeforeDjango(t *testing.T) {
	in := get[*networkingv1.Ingress](t, objectsOf(t, `
django: {hosts: [shop.example.com, www.shop.example.com]}
services: {front: {image: "front:1", ports: {http: {port: 3000}}}}
routes:
  front: {hosts: [shop.example.com], to: service-front}
  api: {path: /api/, to: web}
expose: {ingress: {class: traefik}}`), "Ingress/web")
	var got []string
	for _, rule := range in.Spec.Rules {
		for _, p := range rule.HTTP.Paths {
			got = append(got, rule.Host+p.Path+" "+p.Backend.Service.Name)
		}
	}
	want := []string{
		"shop.example.com/api/ shop-web", "shop.example.com/ shop-service-front",
		"www.shop.example.com/api/ shop-web", "www.shop.example.com/ shop-web",
	}
	if !slices.Equal(got, want) {
		t.Errorf("leads %s", strings.Join(got, "; "))
	}
}

// TestRoutesAreLetIn: the controller, and nobody else, may connect to where a route ends.
func TestRoutesAreLetIn(t *testing.T) {
	all := objectsOf(t, routed+"expose: {ingress: {class: nginx}}")
	for component, want := range map[string]bool{"process-live": true, "process-office": true, "database": false} {
		found := false
		for _, rule := range get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy/"+component).Spec.Ingress {
			for _, from := range rule.From {
				found = found || from.NamespaceSelector != nil &&
					from.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"] == "ingress-nginx"
			}
		}
		if found != want {
			t.Errorf("%s lets the controller in: %t", component, found)
		}
	}
}

// TestServicesOfRoutes: some controllers read annotations of the Service.
func TestServicesOfRoutes(t *testing.T) {
	all := objectsOf(t, routed+"  slow: {path: /slow/, to: web, timeout: 2m}\nexpose: {ingress: {class: kong}}")
	for service, want := range map[string]string{"web": "125000", "process-live": "86400000", "process-office": "305000"} {
		got := get[*corev1.Service](t, all, "Service/"+service).Annotations["konghq.com/read-timeout"]
		if got != want {
			t.Errorf("%s: %s ms, want %s", service, got, want)
		}
	}
}

// TestRoutesApart: what the controller is told of one route alone stands on an Ingress of its
// own, which takes no certificate away from the site's.
func TestRoutesApart(t *testing.T) {
	all := objectsOf(t, `
django: {hosts: [shop.example.com]}
celery: {flower: {}}
broker: {}
routes:
  flower: {hosts: [flower.example.com], to: flower, auth: {secret: users}}
  open: {path: /open/, to: web, annotations: {nginx.ingress.kubernetes.io/enable-cors: "true"}}
expose: {ingress: {class: nginx, tls: {issuer: le}}}`)
	flower := get[*networkingv1.Ingress](t, all, "Ingress/route-flower")
	const prefix = "nginx.ingress.kubernetes.io/"
	if a := flower.Annotations; a[prefix+"auth-secret"] != "users" || a[prefix+"auth-type"] != "basic" || a[stack.AnnotationIssuer] != "le" {
		t.Errorf("annotations %v", a)
	}
	if flower.Spec.Rules[0].Host != "flower.example.com" || flower.Spec.TLS[0].SecretName != "shop-route-flower-tls" {
		t.Errorf("leads %v with %v", flower.Spec.Rules, flower.Spec.TLS)
	}
	open := get[*networkingv1.Ingress](t, all, "Ingress/route-open")
	if _, issued := open.Annotations[stack.AnnotationIssuer]; issued || open.Spec.TLS[0].SecretName != "shop-tls" {
		t.Errorf("%v with %v", open.Annotations, open.Spec.TLS)
	}
	if n := len(get[*networkingv1.Ingress](t, all, "Ingress/web").Spec.Rules); n != 1 {
		t.Errorf("the site's Ingress has %d hosts", n)
	}
	var objects []stack.Object
	for _, o := range all {
		objects = append(objects, o)
	}
	secrets := stack.Secrets(objects)
	if _, made := secrets["shop-tls"]; made || !slices.Contains(secrets["users"], "auth") {
		t.Errorf("needs %v", secrets)
	}
}
