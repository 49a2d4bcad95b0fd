package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/djangostack/djangostack/internal/sorted"
)

const storefront = `{
	django: {env: {MARK: django}, envFrom: {secrets: [{name: all}]}, serviceAccount: {annotations: {role: shop}}},
	celery: {workers: {default: {uses: [service-front]}}}, broker: {}, databases: {default: {}},
	services: {
		front: {
			image: "registry.example/acme/front:3.2", ports: {http: {port: 3000, servicePort: 80}, metrics: {port: 9100}},
			env: {NODE_ENV: production}, replicas: 2, uses: [web], writablePaths: [{path: /app/cache}],
			probes: {readiness: {path: /healthz}}},
		search: {
			image: "docker.io/getmeili/meilisearch:v1.20", ports: {http: {port: 7700}}, user: 1000,
			storage: {path: /meili_data, size: 20Gi}, writableRoot: true,
			secretEnv: {MEILI_MASTER_KEY: {}},
			files: {/etc/search/config.toml: {content: "a = 1"}, /etc/search/ca.pem: {secretKey: {secret: ca}}},
			bindings: {SEARCH_URL: "http://$(HOST):$(PORT)", SEARCH_KEY: $(MEILI_MASTER_KEY),
				SEARCH_DSN: "search://:$(MEILI_MASTER_KEY)@$(HOST):$(PORT_HTTP)/"}}}}`

// TestServiceWithoutStorage: a Deployment that serves as web does, and has nothing of the
// project's.
func TestServiceWithoutStorage(t *testing.T) {
	all := objectsOf(t, storefront)
	d := get[*appsv1.Deployment](t, all, "Deployment/service-front")
	pod := d.Spec.Template.Spec
	c := pod.Containers[0]
	if *d.Spec.Replicas != 2 || *pod.TerminationGracePeriodSeconds != 45 || c.Lifecycle.PreStop.Sleep.Seconds != 15 ||
		d.Spec.Strategy.RollingUpdate.MaxUnavailable.IntVal != 0 {
		t.Errorf("%d pods stop in %d s after %v", *d.Spec.Replicas, *pod.TerminationGracePeriodSeconds, c.Lifecycle)
	}
	if _, ok := all["PodDisruptionBudget/service-front"]; !ok || len(pod.TopologySpreadConstraints) == 0 {
		t.Error("all pods may go at once")
	}
	if len(c.Env) != 1 || c.Env[0].Name != "NODE_ENV" || len(c.EnvFrom)+len(pod.InitContainers) > 0 {
		t.Errorf("is told %v, %v", c.Env, c.EnvFrom)
	}
	if account := get[*corev1.ServiceAccount](t, all, "ServiceAccount/service-front"); len(account.Annotations) > 0 {
		t.Errorf("has the rights %v", account.Annotations)
	}
	if got := c.ReadinessProbe.HTTPGet; got.Path != "/healthz" || got.Port.StrVal != "http" || len(got.HTTPHeaders) > 0 {
		t.Errorf("is asked for %v", got)
	}
	if !*c.SecurityContext.ReadOnlyRootFilesystem || c.VolumeMounts[0].MountPath != "/app/cache" {
		t.Errorf("may write to its image: %v, %v", c.SecurityContext, c.VolumeMounts)
	}
	var ports []string
	for _, p := range get[*corev1.Service](t, all, "Service/service-front").Spec.Ports {
		ports = append(ports, fmt.Sprint(p.Name, " ", p.Port, " ", p.TargetPort.StrVal))
	}
	if !slices.Equal(ports, []string{"http 80 http", "metrics 9100 metrics"}) {
		t.Errorf("its Service has %v", ports)
	}
}

// TestServiceWithStorage: a StatefulSet whose claim outlives it.
func TestServiceWithStorage(t *testing.T) {
	all := objectsOf(t, storefront)
	s := get[*appsv1.StatefulSet](t, all, "StatefulSet/service-search")
	claim := get[*corev1.PersistentVolumeClaim](t, all, "PersistentVolumeClaim/service-search")
	if claim.Spec.Resources.Requests.Storage().String() != "20Gi" || claim.Annotations["kustomize.toolkit.fluxcd.io/prune"] != "disabled" {
		t.Errorf("its claim is %v", claim)
	}
	if _, ok := all["Service/headless-service-search"]; !ok {
		t.Error("its pods have no names")
	}
	pod := s.Spec.Template.Spec
	if *pod.SecurityContext.RunAsUser != 1000 || *pod.SecurityContext.FSGroup != 1000 || *pod.Containers[0].SecurityContext.ReadOnlyRootFilesystem {
		t.Errorf("runs as %v, %v", pod.SecurityContext, pod.Containers[0].SecurityContext)
	}
	mounted := map[string]string{}
	for _, m := range pod.Containers[0].VolumeMounts {
		mounted[m.MountPath] = m.Name + " " + m.SubPath
	}
	for path, want := range map[string]string{
		"/meili_data": "data ", "/etc/search/config.toml": "files etc.search.config.toml", "/etc/search/ca.pem": "secret-ca ca.pem",
	} {
		if mounted[path] != want {
			t.Errorf("%s is %q, want %q", path, mounted[path], want)
		}
	}
	if data := get[*corev1.ConfigMap](t, all, "ConfigMap/service-search").Data; data["etc.search.config.toml"] != "a = 1" {
		t.Errorf("its files are %v", data)
	}
}

// TestServiceBindings: the project is told of a service by its own names, secrets by reference.
func TestServiceBindings(t *testing.T) {
	all := objectsOf(t, storefront)
	config := get[*corev1.ConfigMap](t, all, "ConfigMap/env").Data
	if config["SEARCH_URL"] != "http://shop-service-search:7700" {
		t.Errorf("the URL is %q", config["SEARCH_URL"])
	}
	env := map[string]string{}
	for _, v := range get[*appsv1.Deployment](t, all, "Deployment/web").Spec.Template.Spec.Containers[0].Env {
		env[v.Name] = v.Value
		if v.ValueFrom != nil && v.ValueFrom.SecretKeyRef != nil {
			env[v.Name] = "secret " + v.ValueFrom.SecretKeyRef.Key
		}
	}
	const secret = "SERVICE_SEARCH__MEILI_MASTER_KEY"
	for name, want := range map[string]string{
		"SEARCH_KEY": "secret MEILI_MASTER_KEY", secret: "secret MEILI_MASTER_KEY",
		"SEARCH_DSN": "search://:$(" + secret + ")@shop-service-search:7700/",
	} {
		if env[name] != want {
			t.Errorf("%s is %q, want %q", name, env[name], want)
		}
	}
	for _, name := range sorted.Keys(env) {
		if strings.HasPrefix(name, "MEILI") {
			t.Errorf("the project has the variable %s, which is the service's", name)
		}
	}
}

// TestServicePolicies: services connect to what they use, and are connected to by what uses them
// or, with bindings, by all that runs the project.
func TestServicePolicies(t *testing.T) {
	all := objectsOf(t, storefront)
	for _, c := range []struct {
		policy  string
		in, out []string
	}{
		{"service-front", []string{"uses.djangostack.dev/service-front-3000", "uses.djangostack.dev/service-front-9100"}, []string{"8000 web"}},
		{"service-search", []string{"app.kubernetes.io/component", "uses.djangostack.dev/service-search-7700"}, nil},
		{"web", []string{"uses.djangostack.dev/web-8000"}, []string{"5432 database", "6379 broker", "7700 service-search"}},
		{"worker", nil, []string{"3000 service-front", "5432 database", "6379 broker", "7700 service-search", "9100 service-front"}},
	} {
		policy := get[*networkingv1.NetworkPolicy](t, all, "NetworkPolicy/"+c.policy)
		if got := slices.Sorted(slices.Values(clientsOf(policy))); !slices.Equal(got, c.in) {
			t.Errorf("%s is open to %v, want %v", c.policy, got, c.in)
		}
		if got := slices.Sorted(slices.Values(serversOf(policy))); !slices.Equal(got, c.out) {
			t.Errorf("%s connects to %v, want %v", c.policy, got, c.out)
		}
	}
}
