package overlays

import (
	"cmp"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/scope"
	"github.com/djangostack/djangostack/internal/tree"
)

// setNamespace is kustomize's namespace transformer: it also renames Namespace
// objects and gives subjects called default a namespace.
func (o *built) setNamespace(namespace string) {
	if namespace == "" {
		return
	}
	value := tree.OfString(namespace)
	switch {
	case o.kind == kind{"v1", "Namespace"}:
		o.tree = o.tree.With(value, "metadata", "name")
	case !scope.IsCluster(o.kind.apiVersion, o.kind.name):
		o.tree = o.tree.With(value, "metadata", "namespace")
	}
	if !o.kind.isBinding() {
		return
	}
	o.tree, _ = editEach(&o.tree, func(subject *tree.Node) (tree.Node, bool) {
		if subject.Text("name") != "default" {
			return *subject, false
		}
		return subject.With(value, "namespace"), true
	}, "subjects")
}

func (k kind) isBinding() bool { return k.name == "RoleBinding" || k.name == "ClusterRoleBinding" }

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

// renameReferences puts the hashed names where the object refers to a ConfigMap.
func (o *built) renameReferences(names newNames) {
	if path, ok := podSpecs[o.kind.name]; ok {
		if pod := o.tree.Get(path...); pod.IsMap() {
			if pod, changed := names.inPod(pod); changed {
				o.tree = o.tree.With(pod, path...)
			}
		}
	}
	switch o.kind.name {
	case "Role", "ClusterRole":
		o.tree, _ = editEach(&o.tree, names.inRule, "rules")
	case "Ingress":
		o.tree, _ = names.at("metadata", "annotations", fastCGIParams)(&o.tree)
	}
}

// fastCGIParams is the one annotation in which kustomize looks for a ConfigMap.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

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
func bindServiceAccounts(list []*built) {
	namespaces := map[string]string{}
	for _, o := range list {
		if o.kind == (kind{"v1", "ServiceAccount"}) {
			namespaces[o.tree.Text("metadata", "name")] = o.tree.Text("metadata", "namespace")
		}
	}
	for _, o := range list {
		if !o.kind.isBinding() {
			continue
		}
		o.tree, _ = editEach(&o.tree, func(subject *tree.Node) (tree.Node, bool) {
			namespace := namespaces[subject.Text("name")]
			if namespace == "" || subject.Text("namespace") != "" {
				return *subject, false
			}
			return subject.With(tree.OfString(namespace), "namespace"), true
		}, "subjects")
	}
}

// legacyKey is the sort key of a built object.
type legacyKey struct {
	rank int
	placed
}

func (k legacyKey) compare(o legacyKey) int {
	switch {
	case k.rank != o.rank:
		return cmp.Compare(k.rank, o.rank)
	case k.kind != o.kind:
		return strings.Compare(legacyKind(k.kind), legacyKind(o.kind))
	case k.namespace != o.namespace:
		return strings.Compare(legacyName(k.placed), legacyName(o.placed))
	default:
		return strings.Compare(k.name, o.name)
	}
}

// sortLegacy is what sortOptions do.
func (k kustomization) sortLegacy(list []*built) {
	for _, o := range list {
		o.place = legacyKey{k.rank(o.kind.name), o.placed()}
	}
	slices.SortStableFunc(list, func(a, b *built) int { return a.place.compare(b.place) })
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

func legacyName(p placed) string { return cmp.Or(p.namespace, "~X") + "|" + p.name }

func splitAPIVersion(apiVersion string) (group, version string) {
	if group, version, ok := strings.Cut(apiVersion, "/"); ok {
		return group, version
	}
	return "", apiVersion
}
