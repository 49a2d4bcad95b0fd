package kustomize

import (
	"slices"

	"github.com/djangostack/djangostack/internal/tree"
)

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

// hashedNames are those of generated ConfigMaps, by the name without its hash.
type hashedNames map[string]string

// renameReferences puts the hashed names where the object refers to a ConfigMap.
func (o *Resource) renameReferences(names hashedNames) {
	if path, ok := podSpecs[o.typ.Kind]; ok {
		if pod := o.Tree.Get(path...); pod.IsMap() {
			if pod, changed := names.inPod(pod); changed {
				o.Tree = o.Tree.With(pod, path...)
			}
		}
	}
	switch o.typ.Kind {
	case "Role", "ClusterRole":
		o.Tree, _ = editEach(&o.Tree, names.inRule, "rules")
	case "Ingress":
		o.Tree, _ = names.at("metadata", "annotations", fastCGIParams)(&o.Tree)
	}
}

// fastCGIParams is the one annotation in which kustomize looks for a ConfigMap.
const fastCGIParams = "nginx.ingress.kubernetes.io/fastcgi-params-configmap"

func (n hashedNames) inPod(pod *tree.Node) (tree.Node, bool) {
	out, inContainers := editEach(pod, n.inContainer, "containers")
	out, inInit := editEach(&out, n.inContainer, "initContainers")
	out, inVolumes := editEach(&out, n.inVolume, "volumes")
	return out, inContainers || inInit || inVolumes
}

func (n hashedNames) inContainer(container *tree.Node) (tree.Node, bool) {
	out, changed := editEach(container, n.at("valueFrom", "configMapKeyRef", "name"), "env")
	out, also := editEach(&out, n.at("configMapRef", "name"), "envFrom")
	return out, changed || also
}

func (n hashedNames) inVolume(volume *tree.Node) (tree.Node, bool) {
	rename := n.at("configMap", "name")
	out, changed := rename(volume)
	out, also := editEach(&out, rename, "projected", "sources")
	return out, changed || also
}

func (n hashedNames) inRule(rule *tree.Node) (out tree.Node, changed bool) {
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
func (n hashedNames) at(path ...string) edit {
	return func(m *tree.Node) (tree.Node, bool) {
		to, ok := n[m.Text(path...)]
		if !ok {
			return *m, false
		}
		return m.With(tree.OfString(to), path...), true
	}
}
