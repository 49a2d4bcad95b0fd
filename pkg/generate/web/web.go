package web

import (
	"slices"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/edge"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Server is the web server: Deployment, Service, autoscaler, disruption
// budget.
var Server = stack.Component{Name: "web", Publish: publishWeb, Objects: webObjects}

const appPort = "app"

func publishWeb(st *stack.Stack) error {
	w := django.Workload(st, django.WebName, webScale(st).Max(), &st.Spec.Web.DjangoPodOptions)
	w.Ports = map[string]int32{django.HTTPPort: int32(st.Spec.Web.Port)}
	if st.Spec.Proxy != nil {
		w.Ports = map[string]int32{django.HTTPPort: spec.ProxyPort}
		w.Private = map[string]int32{appPort: int32(st.Spec.Web.Port)}
	}
	w.Ingress = edge.WebIngress(st, w.Ports[django.HTTPPort])
	st.Publish(w)
	return nil
}

func webScale(st *stack.Stack) stack.Scale {
	return stack.Scale{Replicas: st.Spec.Web.Replicas, Autoscaling: st.Spec.Web.Autoscaling}
}

func webObjects(st *stack.Stack) ([]stack.Object, error) {
	before := slices.Concat(staticFiles(st), django.WaitForMigrations(st))
	p := django.ProcessPod(st, django.WebName, webProcess(st), before...)
	if launchesServer(st) {
		p.Volumes = append(p.Volumes, stack.ConfigMapVolume(serverConfigVolume, st.ObjectName(serverName)))
	}
	addStatic(st, &p)
	addProxy(st, &p)
	objects := []stack.Object{
		st.Deployment(p, webScale(st), appsv1.RollingUpdateDeploymentStrategyType),
		webService(st),
	}
	objects = append(objects, serverConfig(st)...)
	objects = append(objects, proxyConfig(st)...)
	return append(objects, st.ScalingObjects(p, webScale(st))...), nil
}

func webProcess(st *stack.Stack) django.Process {
	w := st.Spec.Web
	port := appPortName(st)
	return django.Process{
		Name:    django.WebName,
		Command: serverCommand(st),
		Ports:   []corev1.ContainerPort{{Name: port, ContainerPort: int32(w.Port), Protocol: corev1.ProtocolTCP}},
		Env: slices.Concat([]corev1.EnvVar{{Name: "PORT", Value: strconv.Itoa(int(w.Port))}},
			serverDefaults(st), django.PodAddress(st)),
		Mounts:    serverMounts(st),
		Probes:    webProbes(st, port),
		Lifecycle: stack.Drain(st.Spec.Web.Shutdown.Delay),
	}
}

// appPortName is the name of the web server's own port: the proxy takes over
// "http", the name Service and policies go by.
func appPortName(st *stack.Stack) string {
	if st.Spec.Proxy != nil {
		return appPort
	}
	return django.HTTPPort
}

// webProbes: startup waits up to five minutes for Django to load; readiness
// asks for the start page and may fail with the database, which takes the pod
// out of the Service; liveness only asks whether the server still accepts
// connections, so that a slow database never restarts a pod.
func webProbes(st *stack.Stack, port string) stack.Probes {
	given := st.Spec.Web.Probes
	page := django.HTTPHandler(st, "/", port)
	return stack.Probes{
		Startup:   django.Probe(st, given.Startup, port, stack.Check(stack.TCPHandler(port), 5, 5, 60)),
		Readiness: django.Probe(st, given.Readiness, port, stack.Check(page, 10, 5, 3)),
		Liveness:  django.Probe(st, given.Liveness, port, stack.Check(stack.TCPHandler(port), 10, 5, 6)),
	}
}

func webService(st *stack.Stack) stack.Object {
	service := &corev1.Service{
		ObjectMeta: st.Meta(django.WebName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: st.Selector(django.WebName),
			Ports: []corev1.ServicePort{{
				Name:       django.HTTPPort,
				Port:       int32(st.Spec.Web.ServicePort),
				Protocol:   corev1.ProtocolTCP,
				TargetPort: intstr.FromString(django.HTTPPort),
			}},
		},
	}
	edge.ExposeService(st, service)
	return service
}
