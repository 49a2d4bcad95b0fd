package spec

import "k8s.io/apimachinery/pkg/api/resource"

// PodOptions is what everything that runs containers has: the web server, each worker,
// beat, Flower, each process and cron job, the migrations, and each database, cache and
// broker in the cluster.
type PodOptions struct {
	// Env are further environment variables in plain text. They win over django.env and
	// over the stack's own of the same name. The containers that the stack itself adds to
	// the pod have them too if they load the project, such as those that wait for
	// migrations.
	Env map[string]string `json:"env,omitempty"`
	// SecretEnv are further environment variables from Secrets, by name.
	SecretEnv map[string]SecretKey `json:"secretEnv,omitempty"`
	// Labels of the pods, beside those of metadata and the stack's own.
	Labels map[string]string `json:"labels,omitempty"`
	// Annotations of the pods, beside those of metadata.
	Annotations map[string]string `json:"annotations,omitempty"`
	// WorkloadLabels are labels of the object that makes the pods: the Deployment,
	// StatefulSet, Job or CronJob, whose Jobs have them too.
	WorkloadLabels map[string]string `json:"workloadLabels,omitempty"`
	// WorkloadAnnotations are annotations of that object, such as
	// reloader.stakater.com/auto.
	WorkloadAnnotations map[string]string `json:"workloadAnnotations,omitempty"`
	// GracePeriod is how long the pod may take to stop before it is killed.
	GracePeriod *Duration `json:"gracePeriod,omitempty"`
	// Resources of the container.
	Resources Resources `json:"resources,omitzero"`
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default:
	// 1Gi.
	TmpSize *resource.Quantity `json:"tmpSize,omitempty"`
	// Scheduling of the pods.
	Scheduling Scheduling `json:"scheduling,omitzero"`
}
