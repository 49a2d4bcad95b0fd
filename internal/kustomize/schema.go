package kustomize

// schema says how kustomize merges the lists below one field. It describes
// kustomize's embedded Kubernetes 1.21 OpenAPI, the same one in every release
// from 5.0 on, and not the struct tags of k8s.io/api: those know types and
// fields kustomize has never heard of (HorizontalPodAutoscaler v2, for one)
// and lack the second merge key of ports. A list without an entry here is
// replaced as a whole. TestSchemaIsKustomizes compares every entry.
type schema struct {
	fields map[string]*schema
	keys   []string // merge keys when this is a merged list
	elem   *schema  // what an element of a merged list looks like
}

func merged(elem *schema, keys ...string) *schema { return &schema{keys: keys, elem: elem} }

func fields(m map[string]*schema) *schema { return &schema{fields: m} }

// field returns the schema of one field; it is safe on a nil schema.
func (s *schema) field(name string) *schema {
	if s == nil {
		return nil
	}
	return s.fields[name]
}

// merges reports whether the list at s is merged by key.
func (s *schema) merges() bool { return s != nil && len(s.keys) > 0 }

var (
	container = fields(map[string]*schema{
		"env":           merged(nil, "name"),
		"ports":         merged(nil, "containerPort", "protocol"),
		"volumeDevices": merged(nil, "devicePath"),
		"volumeMounts":  merged(nil, "mountPath"),
	})
	ephemeralContainer = fields(map[string]*schema{
		"env":           merged(nil, "name"),
		"volumeDevices": merged(nil, "devicePath"),
		"volumeMounts":  merged(nil, "mountPath"),
	})
	podSpec = fields(map[string]*schema{
		"containers":                merged(container, "name"),
		"ephemeralContainers":       merged(ephemeralContainer, "name"),
		"hostAliases":               merged(nil, "ip"),
		"imagePullSecrets":          merged(nil, "name"),
		"initContainers":            merged(container, "name"),
		"topologySpreadConstraints": merged(nil, "topologyKey", "whenUnsatisfiable"),
		"volumes":                   merged(nil, "name"),
	})
	podTemplate = fields(map[string]*schema{"spec": podSpec})
	workload    = fields(map[string]*schema{"spec": fields(map[string]*schema{"template": podTemplate})})
	cronJob     = fields(map[string]*schema{"spec": fields(map[string]*schema{"jobTemplate": workload})})
	service     = fields(map[string]*schema{"spec": fields(map[string]*schema{"ports": merged(nil, "port", "protocol")})})
	webhooks    = fields(map[string]*schema{"webhooks": merged(nil, "name")})
)

// schemas holds the kinds that have a merged list at all.
var schemas = map[TypeMeta]*schema{
	{"apps/v1", "DaemonSet"}:        workload,
	{"apps/v1", "Deployment"}:       workload,
	{"apps/v1", "ReplicaSet"}:       workload,
	{"apps/v1", "StatefulSet"}:      workload,
	{"batch/v1", "CronJob"}:         cronJob,
	{"batch/v1", "Job"}:             workload,
	{"v1", "Pod"}:                   podTemplate,
	{"v1", "PodTemplate"}:           fields(map[string]*schema{"template": podTemplate}),
	{"v1", "ReplicationController"}: workload,
	{"v1", "Service"}:               service,
	{"v1", "ServiceAccount"}:        fields(map[string]*schema{"secrets": merged(nil, "name")}),
	{"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"}:   webhooks,
	{"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"}: webhooks,
}
