package generate

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// flowerComponent is Celery's web view. It talks to the workers through the
// broker only. Each pod keeps what it saw in memory, so there is one.
var flowerComponent = Component{Name: flowerName, Publish: publishFlower, Objects: flowerObjects}

const (
	flowerName = "flower"
	flowerPort = 5555
	// brokerURL is the variable celery reads the broker from, with a project or
	// without.
	brokerURL = "CELERY_BROKER_URL"
	// flowerPurge has Flower forget workers of pods long gone, which every release
	// adds to, after as many seconds.
	flowerPurge      = "FLOWER_PURGE_OFFLINE_WORKERS"
	flowerPurgeAfter = "600"
)

func publishFlower(st *Stack) {
	if st.Spec.Celery == nil || st.Spec.Celery.Flower == nil {
		return
	}
	uses := []BindingKind{BindBroker}
	if st.Spec.Celery.ResultBackend == spec.ResultDatabase {
		uses = append(uses, BindDatabase)
	}
	w := Workload{
		Component: flowerName,
		Image:     st.Spec.Celery.Flower.Image,
		Ports:     map[string]int32{httpPort: flowerPort},
		Replicas:  int32(*st.Spec.Celery.Flower.Replicas),
		Uses:      uses,
	}
	if w.Image == "" {
		w.AccountAnnotations = st.Spec.Django.ServiceAccount.Annotations
	}
	if st.Spec.Broker == nil { // it is named by CELERY_BROKER_URL, and reached as all processes reach it
		w.Reaches = st.projectEgress()
	}
	st.Publish(w)
}

func flowerObjects(st *Stack) []Object {
	if st.Spec.Celery == nil || st.Spec.Celery.Flower == nil {
		return nil
	}
	flower := st.Spec.Celery.Flower
	return []Object{
		st.deployment(st.flowerPod(flower), fixed(*flower.Replicas), appsv1.RecreateDeploymentStrategyType),
		st.portService(flowerName, httpPort, flowerPort),
	}
}

// flowerOfProject reports a Flower that runs in the project's own image.
func (st *Stack) flowerOfProject() bool {
	return st.Spec.Celery.Flower != nil && st.Spec.Celery.Flower.Image == ""
}

// flowerPod waits for no migration: Flower loads the project for its tasks'
// names and asks its database nothing. An image of its own may hold any Celery,
// which the launcher might not know: there Flower runs without it.
func (st *Stack) flowerPod(f *spec.Flower) Pod {
	ports := []corev1.ContainerPort{{Name: httpPort, ContainerPort: flowerPort, Protocol: corev1.ProtocolTCP}}
	listen := "--port=" + itoa(flowerPort)
	p := st.celeryPod(flowerName, process{
		name:      flowerName,
		command:   []string{"flower", listen},
		ports:     ports,
		env:       append(st.flowerAuth(f), defaultsEnv(defaults{flowerPurge: flowerPurgeAfter})...),
		resources: f.Resources,
		tmp:       f.TmpSize,
		probes:    st.flowerProbes(f.Probes),
	})
	p.Scheduling = f.Scheduling
	if st.flowerOfProject() {
		return p
	}
	checks := st.flowerProbes(f.Probes)
	files := map[string]spec.SecretKey{}
	if ref := st.brokerAuthority(); ref != nil {
		files[authorityFile(brokerName, "default")] = *ref
	}
	p.Init, p.Volumes = nil, secretVolumes(files)
	p.Containers = []corev1.Container{{
		Name:           flowerName,
		Image:          string(f.Image),
		Command:        []string{"celery", "flower", listen},
		Ports:          ports,
		Env:            append(append(st.brokerEnv(), st.flowerAuth(f)...), literalVar(flowerPurge, flowerPurgeAfter)),
		Resources:      resources(f.Resources),
		VolumeMounts:   secretMounts(files),
		StartupProbe:   checks.startup,
		ReadinessProbe: checks.readiness,
		LivenessProbe:  checks.liveness,
	}}
	return p
}

// flowerAuth says who may look.
func (st *Stack) flowerAuth(f *spec.Flower) []corev1.EnvVar {
	return []corev1.EnvVar{secretVar("FLOWER_BASIC_AUTH", f.BasicAuth)}
}

// brokerEnv is the broker for an image without the project, under the names that
// celery reads whatever the project calls them.
func (st *Stack) brokerEnv() []corev1.EnvVar {
	env := []corev1.EnvVar{{Name: "HOME", Value: scratchPath}}
	if st.Spec.Broker == nil {
		if ref, given := st.Spec.Django.SecretEnv[brokerURL]; given {
			env = append(env, secretVar(brokerURL, ref))
		}
		return env
	}
	for _, b := range st.Bindings {
		if b.Kind != BindBroker {
			continue
		}
		config, vars := b.Conventional().Env()
		for _, name := range sorted.Keys(config) {
			env = append(env, literalVar(name, config[name]))
		}
		env = append(env, vars...)
	}
	return env
}

// flowerProbes ask for the one page that wants no password
// (mher/flower, flower/urls.py: /healthcheck).
func (st *Stack) flowerProbes(given spec.Probes) probes {
	page := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: "/healthcheck", Port: intstr.FromString(httpPort),
	}}
	return probes{
		startup:   st.probe(given.Startup, httpPort, check(page, timing{5, 5, 60})),
		readiness: st.probe(given.Readiness, httpPort, check(page, timing{10, 5, 3})),
		liveness:  st.probe(given.Liveness, httpPort, check(page, timing{10, 5, 6})),
	}
}
