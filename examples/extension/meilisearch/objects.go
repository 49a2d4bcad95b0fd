package meilisearch

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

const (
	dataVolume = "data"
	dataPath   = "/meili_data"
	user       = 1000
	grace      = 30
)

// scrapeLabel is on the one Service that Prometheus reads.
const scrapeLabel = "acme.example/scrape"

func objects(st *stack.Stack) ([]stack.Object, error) {
	m, ok := stack.ExtensionOf[Meilisearch](st, name)
	if !ok {
		return nil, nil
	}
	service := st.PortService(name, portName, port)
	all := []stack.Object{
		service,
		st.HeadlessService(name, portName, port),
		st.Claim(name, m.Storage, corev1.ReadWriteOnce),
		st.StatefulSet(pod(st, m), 1),
	}
	if m.Metrics != nil {
		metav1.SetMetaDataLabel(&service.ObjectMeta, scrapeLabel, "true")
		all = append(all, serviceMonitor(st, m))
	}
	return all, nil
}

func pod(st *stack.Stack, m *Meilisearch) stack.Pod {
	health := stack.HTTPHandler("/health", portName)
	return stack.Pod{
		Component: name,
		User:      user,
		Containers: []corev1.Container{{
			Name:           name,
			Image:          string(m.Image),
			Env:            env(st, m),
			Ports:          []corev1.ContainerPort{{Name: portName, ContainerPort: port, Protocol: corev1.ProtocolTCP}},
			VolumeMounts:   []corev1.VolumeMount{{Name: dataVolume, MountPath: dataPath}},
			StartupProbe:   stack.Check(health, 5, 5, 120),
			ReadinessProbe: stack.Check(health, 10, 5, 3),
			LivenessProbe:  stack.Check(health, 10, 5, 6),
		}},
		Volumes: []corev1.Volume{stack.ClaimVolume(dataVolume, st.ObjectName(name))},
		Grace:   grace,
	}
}

// env is the server's configuration (meilisearch.com, "Configuration reference").
func env(st *stack.Stack, m *Meilisearch) []corev1.EnvVar {
	address := "0.0.0.0"
	if st.HasIPv6() {
		address = "[::]"
	}
	vars := []corev1.EnvVar{
		{Name: "MEILI_ENV", Value: "production"},
		{Name: "MEILI_NO_ANALYTICS", Value: "true"},
		{Name: "MEILI_HTTP_ADDR", Value: address + ":" + strconv.Itoa(port)},
		{Name: "MEILI_DB_PATH", Value: dataPath + "/data.ms"},
		stack.SecretVar("MEILI_MASTER_KEY", m.MasterKey),
	}
	if limit := m.Resources.Limits.Memory; limit != nil {
		vars = append(vars, corev1.EnvVar{
			Name: "MEILI_MAX_INDEXING_MEMORY", Value: strconv.FormatInt(limit.Value()*2/3, 10),
		})
	}
	if m.Metrics != nil {
		vars = append(vars, corev1.EnvVar{Name: "MEILI_EXPERIMENTAL_ENABLE_METRICS", Value: "true"})
	}
	return vars
}
