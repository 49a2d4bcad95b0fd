package overlays

import (
	"slices"
	"strings"
)

// setNamespace is t after kustomize's namespace transformer: it also renames
// Namespace objects and gives subjects called default a namespace.
func setNamespace(t tree, namespace string) tree {
	if namespace == "" {
		return t
	}
	id := identify(t)
	switch {
	case id.kind == kind{"v1", "Namespace"}:
		t = with(t, namespace, "metadata", "name")
	case !clusterScoped[id.kind]:
		t = with(t, namespace, "metadata", "namespace")
	}
	if !isBinding(id) {
		return t
	}
	return editEach(t, func(subject tree) (tree, bool) {
		if subject["name"] != "default" {
			return subject, false
		}
		return with(subject, namespace, "namespace"), true
	}, "subjects")
}

// editEach is t with some of the maps of the list at path changed.
func editEach(t tree, edit func(tree) (tree, bool), path ...string) tree {
	if list, changed := edited(lookup(t, path...), edit); changed {
		return with(t, list, path...)
	}
	return t
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

// newNames are the names of generated ConfigMaps, and what hashes make of them.
type newNames map[string]string

// renameReferences is t with the hashed names where it refers to a ConfigMap.
func renameReferences(t tree, names newNames) tree {
	kind := text(t, "kind")
	if path, ok := podSpecs[kind]; ok {
		if pod, ok := lookup(t, path...).(tree); ok {
			t = with(t, names.inPod(pod), path...)
		}
	}
	if kind == "Role" || kind == "ClusterRole" {
		t = editEach(t, names.inRule, "rules")
	}
	return t
}

func (n newNames) inPod(pod tree) tree {
	for _, list := range []string{"containers", "initContainers"} {
		pod = editEach(pod, n.inContainer, list)
	}
	return editEach(pod, n.inVolume, "volumes")
}

func (n newNames) inContainer(container tree) (tree, bool) {
	env, changed := edited(container["env"], n.at("valueFrom", "configMapKeyRef", "name"))
	if changed {
		container = with(container, env, "env")
	}
	from, also := edited(container["envFrom"], n.at("configMapRef", "name"))
	if also {
		container = with(container, from, "envFrom")
	}
	return container, changed || also
}

func (n newNames) inVolume(volume tree) (tree, bool) {
	rename := n.at("configMap", "name")
	volume, changed := rename(volume)
	sources, also := edited(lookup(volume, "projected", "sources"), rename)
	if also {
		volume = with(volume, sources, "projected", "sources")
	}
	return volume, changed || also
}

func (n newNames) inRule(rule tree) (_ tree, changed bool) {
	list, _ := rule["resourceNames"].([]any)
	list = slices.Clone(list)
	for i, name := range list {
		if to, ok := n[scalar(name)]; ok {
			list[i], changed = to, true
		}
	}
	if !changed {
		return rule, false
	}
	return with(rule, list, "resourceNames"), true
}

// at renames what stands at path.
func (n newNames) at(path ...string) func(tree) (tree, bool) {
	return func(m tree) (tree, bool) {
		to, ok := n[text(m, path...)]
		if !ok {
			return m, false
		}
		return with(m, to, path...), true
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
	for i, t := range list {
		if !isBinding(identify(t)) {
			continue
		}
		list[i] = editEach(t, func(subject tree) (tree, bool) {
			namespace := namespaces[text(subject, "name")]
			if namespace == "" || text(subject, "namespace") != "" {
				return subject, false
			}
			return with(subject, namespace, "namespace"), true
		}, "subjects")
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
