package overlays

import (
	"cmp"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/tree"
)

// setNamespace is t after kustomize's namespace transformer: it also renames
// Namespace objects and gives subjects called default a namespace.
func setNamespace(t *tree.Node, namespace string) tree.Node {
	if namespace == "" {
		return *t
	}
	value, out := tree.OfString(namespace), *t
	id := identify(t)
	switch {
	case id.kind == kind{"v1", "Namespace"}:
		out = t.With(value, "metadata", "name")
	case !clusterScoped[id.kind]:
		out = t.With(value, "metadata", "namespace")
	}
	if !isBinding(id) {
		return out
	}
	out, _ = editEach(&out, func(subject *tree.Node) (tree.Node, bool) {
		if subject.Text("name") != "default" {
			return *subject, false
		}
		return subject.With(value, "namespace"), true
	}, "subjects")
	return out
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
func renameReferences(t *tree.Node, names newNames) tree.Node {
	out := *t
	kind := t.Text("kind")
	if path, ok := podSpecs[kind]; ok {
		if pod := t.Get(path...); pod.IsMap() {
			if pod, changed := names.inPod(pod); changed {
				out = t.With(pod, path...)
			}
		}
	}
	if kind == "Role" || kind == "ClusterRole" {
		out, _ = editEach(t, names.inRule, "rules")
	}
	return out
}

func (n newNames) inPod(pod *tree.Node) (tree.Node, bool) {
	out, inContainers := editEach(pod, n.inContainer, "containers")
	out, inInit := editEach(&out, n.inContainer, "initContainers")
	out, inVolumes := editEach(&out, n.inVolume, "volumes")
	return out, inContainers || inInit || inVolumes
}

func (n newNames) inContainer(container *tree.Node) (tree.Node, bool) {
	out, changed := editEach(container, n.at("valueFrom", "configMapKeyRef", "name"), "env")
	out, also := editEach(&out, n.at("configMapRef", "name"), "envFrom")
	return out, changed || also
}

func (n newNames) inVolume(volume *tree.Node) (tree.Node, bool) {
	rename := n.at("configMap", "name")
	out, changed := rename(volume)
	out, also := editEach(&out, rename, "projected", "sources")
	return out, changed || also
}

func (n newNames) inRule(rule *tree.Node) (out tree.Node, changed bool) {
	names := slices.Clone(rule.Elements("resourceNames"))
	for i := range names {
		if to, ok := n[scalar(&names[i])]; ok {
			names[i], changed = tree.OfString(to), true
		}
	}
	if !changed {
		return *rule, false
	}
	return rule.With(tree.OfList(names...), "resourceNames"), true
}

// at renames what stands at path.
func (n newNames) at(path ...string) edit {
	return func(m *tree.Node) (tree.Node, bool) {
		to, ok := n[m.Text(path...)]
		if !ok {
			return *m, false
		}
		return m.With(tree.OfString(to), path...), true
	}
}

// bindServiceAccounts completes subjects that name a ServiceAccount of the
// build with its namespace, as kustomize does.
func bindServiceAccounts(list []tree.Node) {
	namespaces := map[string]string{}
	for i := range list {
		t := &list[i]
		if identify(t).kind == (kind{"v1", "ServiceAccount"}) {
			namespaces[t.Text("metadata", "name")] = t.Text("metadata", "namespace")
		}
	}
	for i := range list {
		if !isBinding(identify(&list[i])) {
			continue
		}
		list[i], _ = editEach(&list[i], func(subject *tree.Node) (tree.Node, bool) {
			namespace := namespaces[subject.Text("name")]
			if namespace == "" || subject.Text("namespace") != "" {
				return *subject, false
			}
			return subject.With(tree.OfString(namespace), "namespace"), true
		}, "subjects")
	}
}

// legacyKey is what an object has its place in a build by.
type legacyKey struct {
	rank       int
	kind, name string
}

func (k legacyKey) compare(o legacyKey) int {
	return cmp.Or(cmp.Compare(k.rank, o.rank), strings.Compare(k.kind, o.kind), strings.Compare(k.name, o.name))
}

// sortLegacy is what sortOptions do.
func (k kustomization) sortLegacy(list []tree.Node) []tree.Node {
	keys, order := make([]legacyKey, len(list)), make([]int, len(list))
	for i := range list {
		id := identify(&list[i])
		keys[i], order[i] = legacyKey{k.rank(id.kind.name), legacyKind(id.kind), legacyName(&list[i])}, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return keys[a].compare(keys[b]) })
	out := make([]tree.Node, len(list))
	for to, from := range order {
		out[to] = list[from]
	}
	return out
}

func (k kustomization) rank(kind string) int {
	if i := slices.Index(k.orderFirst, kind); i >= 0 {
		return i - len(k.orderFirst)
	}
	return 1 + slices.Index(k.orderLast, kind)
}

func legacyKind(k kind) string {
	group, version := splitAPIVersion(k.apiVersion)
	if group == "" {
		group = "~G"
	}
	return group + "_" + version + "_" + k.name
}

func legacyName(t *tree.Node) string {
	return cmp.Or(t.Text("metadata", "namespace"), "~X") + "|" + t.Text("metadata", "name")
}

func splitAPIVersion(apiVersion string) (group, version string) {
	if group, version, ok := strings.Cut(apiVersion, "/"); ok {
		return group, version
	}
	return "", apiVersion
}
