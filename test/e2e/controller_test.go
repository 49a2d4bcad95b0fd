package e2e

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// controllerPort is that of nginx in the place of an ingress controller.
const controllerPort = 8080

const controllerPod = `
apiVersion: v1
kind: Pod
metadata: {name: %[1]s, namespace: %[2]s, labels: {app.kubernetes.io/name: %[1]s}}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 1
  containers:
  - name: nginx
    image: docker.io/nginxinc/nginx-unprivileged:1.29-alpine
    args: [nginx, -c, /etc/controller/nginx.conf, -g, daemon off;]
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}
    resources: {requests: {cpu: 25m}}
    volumeMounts: [{name: config, mountPath: /etc/controller}]
  volumes: [{name: config, configMap: {name: %[1]s}}]
---
apiVersion: v1
kind: Service
metadata: {name: %[1]s, namespace: %[2]s}
spec: {selector: {app.kubernetes.io/name: %[1]s}, ports: [{port: 8080}]}
`

// controller starts nginx in the namespace of the ingress controller with what the stack's
// Ingresses say, and returns its address: who asks there goes the way of a visitor, by host and
// path.
func (s *stack) controller(t *testing.T) string {
	t.Helper()
	s.needProbe(t)
	name := "e2e-" + s.namespace()
	config := corev1.ConfigMap{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.ingress},
		Data:       map[string]string{"nginx.conf": s.nginx(t)},
	}
	manage(t, documents(t, []corev1.ConfigMap{config})+"---"+fmt.Sprintf(controllerPod, name, s.ingress), "apply")
	t.Cleanup(func() {
		kubectl(t, "delete", "-n", s.ingress, "pod/"+name, "service/"+name, "configmap/"+name, "--wait=false")
	})
	kubectl(t, "wait", "-n", s.ingress, "pod/"+name, "--for=condition=Ready", "--timeout=60s")
	return fmt.Sprintf("%s.%s.svc:%d", name, s.ingress, controllerPort)
}

// nginx is the configuration that does what the stack's Ingresses say.
func (s *stack) nginx(t *testing.T) string {
	t.Helper()
	servers := map[string][]networkingv1.HTTPIngressPath{}
	for _, in := range get[networkingv1.IngressList](t, "ingresses", "-n", s.namespace()).Items {
		for _, rule := range in.Spec.Rules {
			servers[rule.Host] = append(servers[rule.Host], rule.HTTP.Paths...)
		}
	}
	if len(servers) == 0 {
		t.Fatal("no Ingress has a rule")
	}
	var out strings.Builder
	out.WriteString(`pid /tmp/controller.pid;
events {}
http {
	client_body_temp_path /tmp/body;
	proxy_temp_path /tmp/proxy;
	fastcgi_temp_path /tmp/fastcgi;
	uwsgi_temp_path /tmp/uwsgi;
	scgi_temp_path /tmp/scgi;
	map $http_upgrade $connection_upgrade { default upgrade; '' close; }
`)
	for host, paths := range servers {
		fmt.Fprintf(&out, "\tserver {\n\t\tlisten %d;\n\t\tserver_name %s;\n", controllerPort, host)
		slices.SortFunc(paths, func(a, b networkingv1.HTTPIngressPath) int { return cmp.Compare(a.Path, b.Path) })
		for _, p := range paths {
			fmt.Fprintf(&out, `		location %s {
			proxy_pass http://%s.%s.svc.cluster.local:%d;
			proxy_http_version 1.1;
			proxy_set_header Host $host;
			proxy_set_header X-Forwarded-Proto https;
			proxy_set_header X-Forwarded-For $remote_addr;
			proxy_set_header Upgrade $http_upgrade;
			proxy_set_header Connection $connection_upgrade;
		}
`, p.Path, p.Backend.Service.Name, s.namespace(), s.portOf(t, p.Backend.Service))
		}
		out.WriteString("\t}\n")
	}
	out.WriteString("}\n")
	return out.String()
}

// portOf is the number of the port of a Service that an Ingress names.
func (s *stack) portOf(t *testing.T, backend *networkingv1.IngressServiceBackend) int32 {
	t.Helper()
	if backend.Port.Number != 0 {
		return backend.Port.Number
	}
	for _, service := range get[corev1.ServiceList](t, "services", "-n", s.namespace()).Items {
		for _, port := range service.Spec.Ports {
			if service.Name == backend.Name && port.Name == backend.Port.Name {
				return port.Port
			}
		}
	}
	t.Fatalf("no Service %s has the port %s", backend.Name, backend.Port.Name)
	return 0
}

// visitorByPath goes through the controller.
func (s *stack) visitorByPath(t *testing.T) *visitor {
	t.Helper()
	v := s.visitorAt(t, s.controller(t))
	eventually(t, 30*time.Second, "a way through the controller", func() error {
		_, err := v.try("GET", "/", "", "")
		return err
	})
	return v
}
