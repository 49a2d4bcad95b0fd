package overlays_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// dice makes random objects. Two calls in a row give two variants of one
// object: the same names, most fields alike.
type dice struct{ *rand.Rand }

func (d dice) often() bool  { return d.IntN(10) < 8 }
func (d dice) rarely() bool { return d.IntN(10) < 2 }

func one[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// nasty holds values that encoders and quote handling get wrong.
var nasty = []string{
	"", "plain", "1", "1e3", "true", "null", "~", "on", "0o17", "0777", "12:30:45", "'quoted'", `"quoted"`, `'half`, `"`, "''",
	" lead", "trail ", "a=b=c", "# comment", "a: b", "- a", "{{ x }}", "tab\tinside", "two\nlines", "end\n", "\n", "é✓😀", "a<b>&c", "$(POD_IP)", "*star", "&and", "!bang", "%pct", "@at", "2026-01-01", ".5", "=", "crlf\r\nline\r\n", "  indented\nless\n",
	"a rather long value that goes on and on, well past the eighty columns at which a YAML printer begins to think of folding it",
}

func (d dice) subset(prefix string, n int) []string {
	var out []string
	for i := range n {
		if d.often() {
			out = append(out, prefix+strconv.Itoa(i))
		}
	}
	if d.rarely() {
		d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	}
	return out
}

func (d dice) strings(prefix string, n int) map[string]string {
	out := map[string]string{}
	for _, key := range d.subset(prefix, n) {
		out[key] = one(d, nasty...)
	}
	return out
}

func (d dice) labels(name string) map[string]string {
	out := map[string]string{"app.kubernetes.io/name": name}
	if d.rarely() {
		out["tier"] = one(d, "a", "b")
	}
	return out
}

func (d dice) meta(name string) metav1.ObjectMeta {
	m := metav1.ObjectMeta{Name: name, Labels: d.labels(name)}
	if d.rarely() {
		m.Labels = nil
	}
	if d.rarely() {
		m.Annotations = d.strings("example.com/a", 3)
	}
	return m
}

func (d dice) env() []corev1.EnvVar {
	var out []corev1.EnvVar
	for _, name := range d.subset("VAR_", 6) {
		v := corev1.EnvVar{Name: name}
		switch d.IntN(6) {
		case 0:
			v.ValueFrom = &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{Key: "k", LocalObjectReference: corev1.LocalObjectReference{Name: "shop-django"}}}
		case 1:
			v.ValueFrom = &corev1.EnvVarSource{ConfigMapKeyRef: &corev1.ConfigMapKeySelector{Key: "k", LocalObjectReference: corev1.LocalObjectReference{Name: "shop-settings"}}}
		case 2:
			v.Value = one(d, nasty...)
		default:
			v.Value = "same"
		}
		out = append(out, v)
	}
	return out
}

func (d dice) ports() []corev1.ContainerPort {
	var out []corev1.ContainerPort
	for i := range 3 {
		if d.rarely() {
			continue
		}
		p := corev1.ContainerPort{Name: "p" + strconv.Itoa(i), ContainerPort: int32(8000 + i)}
		if d.rarely() {
			p.Protocol = one(d, corev1.ProtocolTCP, corev1.ProtocolUDP)
		}
		out = append(out, p)
	}
	if d.rarely() {
		out = append(out, corev1.ContainerPort{ContainerPort: 53, Protocol: "UDP"}, corev1.ContainerPort{ContainerPort: 53, Protocol: "TCP"})
	}
	return out
}

func (d dice) resources() corev1.ResourceRequirements {
	if d.rarely() {
		return corev1.ResourceRequirements{}
	}
	return corev1.ResourceRequirements{
		Requests: corev1.ResourceList{"cpu": resource.MustParse(one(d, "100m", "1", "250m"))},
		Limits:   corev1.ResourceList{"memory": resource.MustParse(one(d, "128Mi", "1Gi"))},
	}
}

func (d dice) probe() *corev1.Probe {
	switch d.IntN(3) {
	case 0:
		return nil
	case 1:
		return &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("http"), HTTPHeaders: []corev1.HTTPHeader{{Name: "Host", Value: one(d, "a", "b")}}}}}
	}
	return &corev1.Probe{PeriodSeconds: int32(d.IntN(3)), ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(8000)}}}
}

func (d dice) containers(prefix, tag string, n int) []corev1.Container {
	var out []corev1.Container
	for _, name := range d.subset(prefix, n) {
		c := corev1.Container{Name: name, Image: one(d, "registry.example/shop:"+tag, "registry.example/shop:"+tag, "nginx:1.27", "busybox@sha256:"+fmt.Sprintf("%064d", d.IntN(2))), Env: d.env(), Ports: d.ports(), Resources: d.resources(), LivenessProbe: d.probe()}
		if d.often() {
			c.Args = []string{"run", one(d, nasty...)}
		}
		if d.rarely() {
			c.EnvFrom = []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "shop-settings"}}}}
		}
		for _, mount := range d.subset("/m", 3) {
			c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: "v0", MountPath: mount, ReadOnly: d.rarely()})
		}
		if d.rarely() {
			c.SecurityContext = &corev1.SecurityContext{ReadOnlyRootFilesystem: new(d.often()), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}}
			c.RestartPolicy = new(corev1.ContainerRestartPolicyAlways)
		}
		out = append(out, c)
	}
	return out
}

func (d dice) volumes() []corev1.Volume {
	var out []corev1.Volume
	for _, name := range d.subset("v", 4) {
		v := corev1.Volume{Name: name}
		switch d.IntN(5) {
		case 0:
			v.EmptyDir = &corev1.EmptyDirVolumeSource{}
		case 1:
			v.EmptyDir = &corev1.EmptyDirVolumeSource{Medium: "Memory"}
		case 2:
			v.Secret = &corev1.SecretVolumeSource{SecretName: "shop-django"}
		case 3:
			v.Projected = &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: corev1.LocalObjectReference{Name: "shop-nginx"}}}}}
		case 4:
			v.ConfigMap = &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "shop-nginx"}}
		}
		out = append(out, v)
	}
	return out
}

func (d dice) pod(name, tag string) corev1.PodTemplateSpec {
	labels := d.labels(name)
	spec := corev1.PodSpec{
		InitContainers: d.containers("init", tag, 2),
		Containers:     append([]corev1.Container{{Name: "main", Image: "registry.example/shop:" + tag}}, d.containers("side", tag, 2)...),
		Volumes:        d.volumes(),
	}
	if d.rarely() {
		spec.Tolerations = []corev1.Toleration{{Key: "dedicated", Operator: "Exists"}, {Key: one(d, "a", "b"), Effect: "NoSchedule"}}
		spec.ImagePullSecrets = []corev1.LocalObjectReference{{Name: one(d, "pull-a", "pull-b")}}
		spec.HostAliases = []corev1.HostAlias{{IP: "10.0.0.1", Hostnames: []string{one(d, "a", "b")}}}
	}
	for _, key := range d.subset("zone", 2) {
		spec.TopologySpreadConstraints = append(spec.TopologySpreadConstraints, corev1.TopologySpreadConstraint{TopologyKey: key, MaxSkew: int32(1 + d.IntN(2)), WhenUnsatisfiable: one(d, corev1.DoNotSchedule, corev1.ScheduleAnyway), LabelSelector: &metav1.LabelSelector{MatchLabels: labels}})
	}
	if d.rarely() {
		spec.NodeSelector, spec.TerminationGracePeriodSeconds = d.strings("n", 2), new(int64(30))
	}
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: spec}
}

func (d dice) replicas() *int32 {
	if d.rarely() {
		return nil
	}
	return new(int32(d.IntN(3)))
}

func typeMeta(apiVersion, kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: apiVersion, Kind: kind}
}

// stack makes one environment's objects; some are left out.
func (d dice) stack(tag string) []stack.Object {
	selector := &metav1.LabelSelector{MatchLabels: map[string]string{"app.kubernetes.io/name": "x"}}
	list := []stack.Object{
		d.configMap("shop-settings"), d.configMap("shop-nginx"),
		&appsv1.Deployment{TypeMeta: typeMeta("apps/v1", "Deployment"), ObjectMeta: d.meta("shop-web"), Spec: appsv1.DeploymentSpec{Replicas: d.replicas(), Selector: selector, Template: d.pod("web", tag), Strategy: appsv1.DeploymentStrategy{Type: one(d, appsv1.RecreateDeploymentStrategyType, appsv1.RollingUpdateDeploymentStrategyType)}}},
		&appsv1.Deployment{TypeMeta: typeMeta("apps/v1", "Deployment"), ObjectMeta: d.meta("shop-worker"), Spec: appsv1.DeploymentSpec{Replicas: d.replicas(), Selector: selector, Template: d.pod("worker", tag)}},
		&batchv1.Job{TypeMeta: typeMeta("batch/v1", "Job"), ObjectMeta: d.meta("shop-migrate"), Spec: batchv1.JobSpec{BackoffLimit: new(int32(d.IntN(3))), Template: d.pod("migrate", tag)}},
		&batchv1.CronJob{TypeMeta: typeMeta("batch/v1", "CronJob"), ObjectMeta: d.meta("shop-clear"), Spec: batchv1.CronJobSpec{Schedule: one(d, "0 3 * * *", "*/5 * * * *"), JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: d.pod("clear", tag)}}}},
		&corev1.Service{TypeMeta: typeMeta("v1", "Service"), ObjectMeta: d.meta("shop-web"), Spec: corev1.ServiceSpec{Selector: map[string]string{"a": "b"}, Ports: d.servicePorts()}},
		d.ingress(), d.autoscaler(), d.disruption(), d.policy(),
		&corev1.ServiceAccount{TypeMeta: typeMeta("v1", "ServiceAccount"), ObjectMeta: d.meta("shop"), ImagePullSecrets: []corev1.LocalObjectReference{{Name: one(d, "a", "b")}}, AutomountServiceAccountToken: new(d.rarely())},
		&corev1.PersistentVolumeClaim{TypeMeta: typeMeta("v1", "PersistentVolumeClaim"), ObjectMeta: d.meta("shop-media"), Spec: d.claim()},
		&corev1.Namespace{TypeMeta: typeMeta("v1", "Namespace"), ObjectMeta: d.meta("shop")},
	}
	if d.often() {
		list = append(list, d.database(tag, selector))
	}
	if d.rarely() {
		list = append(list, d.configMap("shop-extra"))
	}
	return list
}

func (d dice) database(tag string, selector *metav1.LabelSelector) stack.Object {
	return &appsv1.StatefulSet{TypeMeta: typeMeta("apps/v1", "StatefulSet"), ObjectMeta: d.meta("shop-db"), Spec: appsv1.StatefulSetSpec{Replicas: d.replicas(), ServiceName: "shop-db", Selector: selector, Template: d.pod("db", tag), VolumeClaimTemplates: []corev1.PersistentVolumeClaim{{TypeMeta: typeMeta("v1", "PersistentVolumeClaim"), ObjectMeta: metav1.ObjectMeta{Name: "data"}, Spec: d.claim()}}}}
}

func (d dice) claim() corev1.PersistentVolumeClaimSpec {
	return corev1.PersistentVolumeClaimSpec{AccessModes: []corev1.PersistentVolumeAccessMode{"ReadWriteOnce"}, Resources: corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{"storage": resource.MustParse(one(d, "1Gi", "20Gi"))}}}
}

func (d dice) configMap(name string) stack.Object {
	cm := &corev1.ConfigMap{TypeMeta: typeMeta("v1", "ConfigMap"), ObjectMeta: d.meta(name), Data: d.strings("KEY_", 3)}
	if cm.Annotations != nil {
		cm.Annotations = map[string]string{"example.com/a": one(d, "x", "'y'", "1")} // on one line: see TestEditChangesOneLine
	}
	if d.often() {
		cm.Data["nginx.conf"] = one(d, nasty...)
	}
	if d.rarely() {
		cm.Immutable = new(true)
	}
	if d.rarely() {
		cm.Data = nil
	}
	return cm
}

func (d dice) servicePorts() []corev1.ServicePort {
	var out []corev1.ServicePort
	for i := range 3 {
		if d.often() {
			out = append(out, corev1.ServicePort{Name: "p" + strconv.Itoa(i), Port: int32(80 + i), TargetPort: one(d, intstr.FromString("http"), intstr.FromInt32(8000))})
		}
	}
	if d.rarely() {
		out = append(out, corev1.ServicePort{Name: "dns", Port: 53, Protocol: "UDP", TargetPort: intstr.FromInt32(53)}, corev1.ServicePort{Name: "dns-tcp", Port: 53, Protocol: "TCP", TargetPort: intstr.FromInt32(53)})
	}
	return out
}

func (d dice) ingress() stack.Object {
	var rules []networkingv1.IngressRule
	for _, host := range d.subset("host", 3) {
		rules = append(rules, networkingv1.IngressRule{Host: host, IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{Paths: []networkingv1.HTTPIngressPath{{Path: "/", PathType: new(networkingv1.PathTypePrefix), Backend: networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{Name: "shop-web", Port: networkingv1.ServiceBackendPort{Name: "http"}}}}}}}})
	}
	return &networkingv1.Ingress{TypeMeta: typeMeta("networking.k8s.io/v1", "Ingress"), ObjectMeta: d.meta("shop"), Spec: networkingv1.IngressSpec{IngressClassName: new(one(d, "nginx", "traefik")), Rules: rules}}
}

func (d dice) autoscaler() stack.Object {
	var metrics []autoscalingv2.MetricSpec
	for _, name := range d.subset("r", 2) {
		metrics = append(metrics, autoscalingv2.MetricSpec{Type: "Resource", Resource: &autoscalingv2.ResourceMetricSource{Name: corev1.ResourceName(name), Target: autoscalingv2.MetricTarget{Type: "Utilization", AverageUtilization: new(int32(d.IntN(100)))}}})
	}
	return &autoscalingv2.HorizontalPodAutoscaler{TypeMeta: typeMeta("autoscaling/v2", "HorizontalPodAutoscaler"), ObjectMeta: d.meta("shop-web"), Spec: autoscalingv2.HorizontalPodAutoscalerSpec{ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "shop-web"}, MinReplicas: d.replicas(), MaxReplicas: int32(d.IntN(9)), Metrics: metrics}}
}

func (d dice) disruption() stack.Object {
	return &policyv1.PodDisruptionBudget{TypeMeta: typeMeta("policy/v1", "PodDisruptionBudget"), ObjectMeta: d.meta("shop-web"), Spec: policyv1.PodDisruptionBudgetSpec{MaxUnavailable: new(one(d, intstr.FromInt32(1), intstr.FromString("25%"))), Selector: &metav1.LabelSelector{MatchLabels: d.labels("web")}}}
}

func (d dice) policy() stack.Object {
	var ingress []networkingv1.NetworkPolicyIngressRule
	for _, port := range d.subset("p", 2) {
		ingress = append(ingress, networkingv1.NetworkPolicyIngressRule{From: []networkingv1.NetworkPolicyPeer{{PodSelector: &metav1.LabelSelector{}}}, Ports: []networkingv1.NetworkPolicyPort{{Port: new(intstr.FromString(port))}}})
	}
	selector := metav1.LabelSelector{}
	if d.rarely() {
		selector.MatchLabels = map[string]string{"a": "b"}
	}
	return &networkingv1.NetworkPolicy{TypeMeta: typeMeta("networking.k8s.io/v1", "NetworkPolicy"), ObjectMeta: d.meta("shop"), Spec: networkingv1.NetworkPolicySpec{PodSelector: selector, Ingress: ingress, PolicyTypes: []networkingv1.PolicyType{"Ingress"}}}
}
