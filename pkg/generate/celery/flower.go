package celery

import (
	"maps"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Flower is Celery's web view. It talks to the workers through the
// broker only. Each pod keeps what it saw in memory, so there is one.
var Flower = stack.Component{Name: flowerName, Publish: publishFlower, Objects: flowerObjects}

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

func publishFlower(st *stack.Stack) error {
	if st.Spec.Celery == nil || st.Spec.Celery.Flower == nil {
		return nil
	}
	flower, uses := st.Spec.Celery.Flower, []stack.BindingKind{stack.BindBroker}
	if st.Spec.Celery.ResultBackend == spec.ResultDatabase {
		uses = append(uses, stack.BindDatabase)
	}
	w := stack.Workload{
		Component: flowerName,
		Image:     flower.Image,
		Ports:     map[string]int32{django.HTTPPort: flowerPort},
		Replicas:  int32(*flower.Replicas),
		Options:   &flower.PodOptions,
		Uses:      uses,
	}
	if w.Image == "" {
		w.Options = django.Options(st, &flower.DjangoPodOptions)
	}
	if st.Spec.Broker == nil { // it is named by CELERY_BROKER_URL, and reached as all processes reach it
		w.Egress = django.Egress(st)
	}
	st.Publish(w)
	return nil
}

func flowerObjects(st *stack.Stack) ([]stack.Object, error) {
	if st.Spec.Celery == nil || st.Spec.Celery.Flower == nil {
		return nil, nil
	}
	flower := st.Spec.Celery.Flower
	return []stack.Object{
		st.Deployment(flowerPod(st, flower), stack.FixedScale(*flower.Replicas), appsv1.RecreateDeploymentStrategyType),
		st.PortService(flowerName, django.HTTPPort, flowerPort),
	}, nil
}

// flowerOfProject reports a Flower that runs in the project's own image.
func flowerOfProject(st *stack.Stack) bool {
	return st.Spec.Celery.Flower != nil && st.Spec.Celery.Flower.Image == ""
}

// flowerPod waits for no migration: Flower loads the project for its tasks'
// names and asks its database nothing. An image of its own may hold any Celery,
// which the launcher might not know: there Flower runs without it.
func flowerPod(st *stack.Stack, f *spec.Flower) stack.Pod {
	ports := []corev1.ContainerPort{{Name: django.HTTPPort, ContainerPort: flowerPort, Protocol: corev1.ProtocolTCP}}
	listen := "--port=" + strconv.Itoa(flowerPort)
	p := celeryPod(st, flowerName, django.Process{
		Name:    flowerName,
		Command: []string{"flower", listen},
		Ports:   ports,
		Env:     append(flowerAuth(f), django.DefaultsEnv(django.Defaults{flowerPurge: flowerPurgeAfter})...),
		Probes:  flowerProbes(st, f.Probes),
	})
	if flowerOfProject(st) {
		return p
	}
	checks := flowerProbes(st, f.Probes)
	files := map[string]spec.SecretKey{}
	for _, b := range st.Bindings {
		if b.Kind == stack.BindBroker {
			maps.Copy(files, b.Files)
		}
	}
	p.Init, p.Volumes = nil, stack.SecretVolumes(files)
	p.Containers = []corev1.Container{{
		Name:           flowerName,
		Image:          string(f.Image),
		Command:        []string{"celery", "flower", listen},
		Ports:          ports,
		Env:            append(append(brokerEnv(st), flowerAuth(f)...), stack.LiteralVar(flowerPurge, flowerPurgeAfter)),
		VolumeMounts:   stack.SecretMounts(files),
		StartupProbe:   checks.Startup,
		ReadinessProbe: checks.Readiness,
		LivenessProbe:  checks.Liveness,
	}}
	return p
}

// flowerAuth says who may look.
func flowerAuth(f *spec.Flower) []corev1.EnvVar {
	return []corev1.EnvVar{stack.SecretVar("FLOWER_BASIC_AUTH", f.BasicAuth)}
}

// brokerEnv is the broker for an image without the project, under the names that
// celery reads whatever the project calls them.
func brokerEnv(st *stack.Stack) []corev1.EnvVar {
	env := []corev1.EnvVar{{Name: "HOME", Value: stack.ScratchPath}}
	if st.Spec.Broker == nil {
		if ref, given := st.Spec.Django.SecretEnv[brokerURL]; given {
			env = append(env, stack.SecretVar(brokerURL, ref))
		}
		return env
	}
	for _, b := range st.Bindings {
		if b.Kind == stack.BindBroker {
			env = append(env, b.Conventional().EnvVars()...)
		}
	}
	return env
}

// flowerProbes ask for the one page that wants no password
// (mher/flower, flower/urls.py: /healthcheck).
func flowerProbes(st *stack.Stack, given spec.Probes) stack.Probes {
	page := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{
		Path: "/healthcheck", Port: intstr.FromString(django.HTTPPort),
	}}
	return stack.Probes{
		Startup:   django.Probe(st, given.Startup, django.HTTPPort, stack.Check(page, 5, 5, 60)),
		Readiness: django.Probe(st, given.Readiness, django.HTTPPort, stack.Check(page, 10, 5, 3)),
		Liveness:  django.Probe(st, given.Liveness, django.HTTPPort, stack.Check(page, 10, 5, 6)),
	}
}
