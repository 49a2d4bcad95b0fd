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
	// EnvFrom imports whole Secrets and ConfigMaps, beside those of django.envFrom. Each
	// variable that has a name of its own somewhere wins over an imported one.
	EnvFrom EnvFrom `json:"envFrom,omitzero"`
	// Args are further arguments of the container's command, at its end.
	Args []string `json:"args,omitempty"`
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
	// HostAliases are names that the pods find at an address without asking DNS, by
	// address: {10.20.0.5: [legacy.internal]}. The network policies have to let the pods
	// connect to it: network.egress.
	HostAliases map[string][]string `json:"hostAliases,omitempty"`
	// Uses are further parts of the stack that the pods connect to, each by the name in its
	// app.kubernetes.io/component label, such as web, service-NAME, process-NAME, database,
	// cache-ALIAS or broker. The network policies open all ports of these to the pods, but
	// for those of their sidecars; web:metrics stands for one port, a sidecar's, too, by its
	// name. Nothing is told to the pods: the host is the Service STACK-COMPONENT, such as
	// shop-web, which does not have the ports of sidecars. A database, cache, broker or mail
	// server outside the stack has the same name as within it. Default: what the component
	// connects to anyway.
	Uses []string `json:"uses,omitempty"`
	// Volumes of the pods, by name: files of ConfigMaps and Secrets, existing claims, scratch
	// space.
	Volumes map[string]Volume `json:"volumes,omitempty"`
	// Sidecars are further containers of the pods, by name: exporters, proxies to a
	// database. They start before everything else in the pod and end after it
	// (kubernetes.io, "Sidecar Containers"), so that Jobs end, too.
	Sidecars map[string]Sidecar `json:"sidecars,omitempty"`
	// InitContainers run once, in the order of their names, when the sidecars have started
	// and before everything else in the pod.
	InitContainers map[string]Container `json:"initContainers,omitempty"`
	// ServiceAccount is who the pods are in the cluster and its cloud. Default: one for
	// each component; what runs the project has the annotations, or the name, of
	// django.serviceAccount.
	ServiceAccount ServiceAccount `json:"serviceAccount,omitzero"`
}

// DjangoPodOptions is what everything that runs the project has.
type DjangoPodOptions struct {
	PodOptions `json:",inline"`
	// Settings is the settings module of these processes, and of what holds their pods
	// back until the migrations are applied. Default: django.settings.
	Settings string `json:"settings,omitempty"`
}
