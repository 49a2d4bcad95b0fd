package overlays

import (
	"slices"
	"strings"
)

// setNamespace is kustomize's namespace transformer: it also renames
// Namespace objects and gives subjects called default a namespace.
func setNamespace(t tree, namespace string) {
	if namespace == "" {
		return
	}
	id := identify(t)
	switch {
	case id.kind == kind{"v1", "Namespace"}:
		ensure(t, "metadata")["name"] = namespace
	case !clusterScoped[id.kind]:
		ensure(t, "metadata")["namespace"] = namespace
	}
	if !isBinding(id) {
		return
	}
	for _, element := range items(t, "subjects") {
		if subject, ok := element.(tree); ok && subject["name"] == "default" {
			subject["namespace"] = namespace
		}
	}
}

func isBinding(id identity) bool {
	return id.kind.name == "RoleBinding" || id.kind.name == "ClusterRoleBinding"
}

// podSpecs holds where kustomize looks for a pod's references, by kind.
var podSpecs = map[string][]string{
	"CronJob":     {"spec", "jobTemplate", "spec", "template", "spec"},
	"DaemonSet":   {"spec", "template", "spec"},
	"Deployment":  {"spec", "template", "spec"},
	"Job":         {"spec", "template", "spec"},
	"Pod":         {"spec"},
	"PodTemplate": {"template", "spec"},
	"ReplicaSet":  {"spec", "template", "spec"},
	"StatefulSet": {"spec", "template", "spec"},
}

// renameReferences puts the hashed names where t refers to a ConfigMap.
func renameReferences(t tree, renamed map[string]string) {
	rename := func(m tree, path ...string) {
		if name, ok := renamed[text(m, append(path, "name")...)]; ok {
			ensure(m, path...)["name"] = name
		}
	}
	if path, ok := podSpecs[text(t, "kind")]; ok {
		spec, _ := lookup(t, path...).(tree)
		for _, list := range []string{"containers", "initContainers"} {
			each(spec[list], func(container tree) {
				each(container["env"], func(env tree) { rename(env, "valueFrom", "configMapKeyRef") })
				each(container["envFrom"], func(source tree) { rename(source, "configMapRef") })
			})
		}
		each(spec["volumes"], func(volume tree) {
			rename(volume, "configMap")
			each(lookup(volume, "projected", "sources"), func(source tree) { rename(source, "configMap") })
		})
	}
	if kind := text(t, "kind"); kind == "Role" || kind == "ClusterRole" {
		each(t["rules"], func(rule tree) {
			list, _ := rule["resourceNames"].([]any)
			for i, name := range list {
				if s, ok := renamed[scalar(name)]; ok {
					list[i] = s
				}
			}
		})
	}
}

func each(v any, visit func(tree)) {
	list, _ := v.([]any)
	for _, element := range list {
		if m, ok := element.(tree); ok {
			visit(m)
		}
	}
}

// bindServiceAccounts completes subjects that name a ServiceAccount of the
// build with its namespace, as kustomize does.
func bindServiceAccounts(list []tree) {
	namespaces := map[string]string{}
	for _, t := range list {
		if identify(t).kind == (kind{"v1", "ServiceAccount"}) {
			namespaces[text(t, "metadata", "name")] = text(t, "metadata", "namespace")
		}
	}
	for _, t := range list {
		if !isBinding(identify(t)) {
			continue
		}
		each(t["subjects"], func(subject tree) {
			if namespace := namespaces[text(subject, "name")]; namespace != "" && text(subject, "namespace") == "" {
				subject["namespace"] = namespace
			}
		})
	}
}

// sortLegacy is the order of kustomize's `sortOptions: {order: legacy}`.
func sortLegacy(list []tree) {
	slices.SortStableFunc(list, func(a, b tree) int {
		ia, ib := identify(a), identify(b)
		if d := rank[ia.kind.name] - rank[ib.kind.name]; d != 0 {
			return d
		}
		if d := strings.Compare(legacyKind(ia.kind), legacyKind(ib.kind)); d != 0 {
			return d
		}
		return strings.Compare(legacyName(a), legacyName(b))
	})
}

var rank = func() map[string]int {
	first := []string{
		"Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount",
		"PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap",
		"Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
		"PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
	}
	out := map[string]int{"MutatingWebhookConfiguration": 1, "ValidatingWebhookConfiguration": 2}
	for i, kind := range first {
		out[kind] = i - len(first)
	}
	return out
}()

func legacyKind(k kind) string {
	group, version := splitAPIVersion(k.apiVersion)
	if group == "" {
		group = "~G"
	}
	return group + "_" + version + "_" + k.name
}

func legacyName(t tree) string {
	namespace := text(t, "metadata", "namespace")
	if namespace == "" {
		namespace = "~X"
	}
	return namespace + "|" + text(t, "metadata", "name")
}

func splitAPIVersion(apiVersion string) (group, version string) {
	if group, version, ok := strings.Cut(apiVersion, "/"); ok {
		return group, version
	}
	return "", apiVersion
}
