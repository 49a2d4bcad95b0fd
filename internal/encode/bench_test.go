package encode_test

import (
	"encoding/json"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
)

// deployment is the web server of a small stack, about 2 KB of YAML.
func deployment() *appsv1.Deployment {
	labels := map[string]string{"app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "web"}
	probe := &corev1.Probe{
		ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("http")}},
		PeriodSeconds: 10,
	}
	secret := func(key string) *corev1.EnvVarSource {
		return &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
			LocalObjectReference: corev1.LocalObjectReference{Name: "shop-django"}, Key: key,
		}}
	}
	return &appsv1.Deployment{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
		ObjectMeta: metav1.ObjectMeta{Name: "shop-web", Labels: labels},
		Spec: appsv1.DeploymentSpec{
			Replicas: new(int32(2)),
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec: corev1.PodSpec{
					SecurityContext: &corev1.PodSecurityContext{RunAsNonRoot: new(true), FSGroup: new(int64(1000))},
					Volumes: []corev1.Volume{
						{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
					},
					Containers: []corev1.Container{{
						Name:  "web",
						Image: "registry.example/acme/shop:1.4.2",
						Args:  []string{"gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "4"},
						Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8000}},
						Env: []corev1.EnvVar{
							{Name: "DJANGO_SETTINGS_MODULE", Value: "shop.settings"},
							{Name: "DEBUG", Value: "0"},
							{Name: "SECRET_KEY", ValueFrom: secret("SECRET_KEY")},
							{Name: "DATABASE_URL", ValueFrom: secret("DATABASE_URL")},
							{Name: "ALLOWED_HOSTS", Value: "shop.example.com,www.shop.example.com"},
						},
						Resources: corev1.ResourceRequirements{
							Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("256Mi")},
							Limits:   corev1.ResourceList{"memory": resource.MustParse("512Mi")},
						},
						ReadinessProbe: probe, LivenessProbe: probe,
						VolumeMounts:    []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
						SecurityContext: &corev1.SecurityContext{ReadOnlyRootFilesystem: new(true)},
					}},
				},
			},
		},
	}
}

func BenchmarkMarshalDeployment(b *testing.B) {
	d := deployment()
	for _, c := range []struct {
		name    string
		marshal func(any) ([]byte, error)
	}{
		{"encode", encode.Marshal},
		{"encoding-json", json.Marshal},
		{"sigs-yaml", yaml.Marshal},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.marshal(d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTree(b *testing.B) {
	d := deployment()
	own, err := encode.Tree(d)
	if err != nil {
		b.Fatal(err)
	}
	viaJSON := func(v any) (any, error) {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		var tree any
		return tree, json.Unmarshal(text, &tree)
	}
	for _, c := range []struct {
		name string
		tree func(any) (any, error)
	}{
		{"encode", func(v any) (any, error) { return encode.Tree(v) }},
		{"encode-like", func(v any) (any, error) { n, _, err := encode.TreeLike(v, &own); return n, err }},
		{"encoding-json", viaJSON},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.tree(d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
