package generate

import (
	"slices"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/spec"
)

// webComponent is the web server: Deployment, Service, autoscaler, disruption
// budget.
var webComponent = Component{Name: "web", Publish: publishWeb, Objects: webObjects}

const (
	webName  = "web"
	httpPort = "http"
	appPort  = "app"
	// slack is what a pod's grace period has beyond what its processes ask for.
	slack = 5
)

func publishWeb(st *Stack) {
	w := st.projectWorkload(webName, st.webScale().most())
	w.Ports = map[string]int32{httpPort: int32(st.Spec.Web.Port)}
	if st.Spec.Proxy != nil {
		w.Ports = map[string]int32{httpPort: spec.ProxyPort}
	}
	w.Serves = st.webOpenings(w.Ports[httpPort])
	st.Publish(w)
}

func (st *Stack) webScale() scale {
	return scale{st.Spec.Web.Replicas, st.Spec.Web.Autoscaling}
}

func webObjects(st *Stack) []Object {
	p := st.djangoPod(webName, st.webProcess(), st.gate()...)
	shutdown := st.Spec.Web.Assumed().Shutdown
	p.Grace = shutdown.Delay.Seconds() + shutdown.Graceful.Seconds() + slack
	p.Scheduling = st.Spec.Web.Scheduling
	if st.launchesServer() {
		p.Volumes = append(p.Volumes, configVolume(serverConfigVolume, st.ObjectName(serverName)))
	}
	st.addStatic(&p)
	st.addProxy(&p)
	objects := []Object{
		st.deployment(p, st.webScale(), appsv1.RollingUpdateDeploymentStrategyType),
		st.webService(),
	}
	objects = append(objects, st.serverConfig()...)
	objects = append(objects, st.proxyConfig()...)
	return append(objects, st.scalingObjects(p, st.webScale())...)
}

func (st *Stack) webProcess() process {
	w := st.Spec.Web
	port := st.appPortName()
	return process{
		name:    webName,
		command: st.serverCommand(),
		ports:   []corev1.ContainerPort{{Name: port, ContainerPort: int32(w.Port), Protocol: corev1.ProtocolTCP}},
		env: slices.Concat([]corev1.EnvVar{{Name: "PORT", Value: strconv.Itoa(int(w.Port))}},
			st.serverDefaults(), st.podAddress()),
		mounts:    st.serverMounts(),
		resources: w.Resources,
		tmp:       w.TmpSize,
		probes:    st.webProbes(port),
		lifecycle: st.drain(),
	}
}

// appPortName is the name of the web server's own port: the proxy takes over
// "http", the name Service and policies go by.
func (st *Stack) appPortName() string {
	if st.Spec.Proxy != nil {
		return appPort
	}
	return httpPort
}

// webProbes: startup waits up to five minutes for Django to load; readiness
// asks for the start page and may fail with the database, which takes the pod
// out of the Service; liveness only asks whether the server still accepts
// connections, so that a slow database never restarts a pod.
func (st *Stack) webProbes(port string) probes {
	given := st.Spec.Web.Probes
	page := st.httpHandler("/", port)
	return probes{
		startup:   st.probe(given.Startup, port, check(tcpHandler(port), timing{5, 5, 60})),
		readiness: st.probe(given.Readiness, port, check(page, timing{10, 5, 3})),
		liveness:  st.probe(given.Liveness, port, check(tcpHandler(port), timing{10, 5, 6})),
	}
}

// drain keeps a pod serving for a while after it was told to go: endpoints and
// load balancers take that long to notice.
func (st *Stack) drain() *corev1.Lifecycle {
	if st.Spec.Web.Shutdown.Delay.Seconds() == 0 {
		return nil
	}
	return &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
		Sleep: &corev1.SleepAction{Seconds: st.Spec.Web.Shutdown.Delay.Seconds()},
	}}
}

func (st *Stack) webService() Object {
	service := &corev1.Service{
		ObjectMeta: st.Meta(webName),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: st.Selector(webName),
			Ports: []corev1.ServicePort{{
				Name:       httpPort,
				Port:       int32(st.Spec.Web.ServicePort),
				Protocol:   corev1.ProtocolTCP,
				TargetPort: intstr.FromString(httpPort),
			}},
		},
	}
	st.exposeService(service)
	return service
}
