package prooftest

import (
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

var expansion = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)

// pods proves what every pod must have: Pod Security "restricted", sizes, no
// token, references that resolve within the pod.
func (p *proof) pods() {
	names := map[string]bool{}
	for _, o := range p.objects {
		names[o.GetObjectKind().GroupVersionKind().Kind+"/"+o.GetName()] = true
	}
	for _, o := range p.options() { // those that exist
		names["ServiceAccount/"+o.ServiceAccount.Name] = true
	}
	for _, t := range p.templates {
		if isOfManifest(t.pod.Labels[stack.LabelComponent]) {
			continue
		}
		pod := t.pod.Spec
		p.account(t, names)
		volumes := p.volumes(t, names)
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			where := t.owner + ", container " + c.Name
			p.container(where, t, c)
			p.mounts(where, c, volumes)
			if !p.isData(t) {
				p.places(where, c)
			}
			p.variables(where, c)
		}
	}
}

// isOfManifest reports whether the objects of a component are as a user wrote them: its pods, and
// the names of its Services.
func isOfManifest(component string) bool { return strings.HasPrefix(component, "manifest-") }

// account proves who a pod is, and that it cannot be more.
func (p *proof) account(t template, names map[string]bool) {
	pod := t.pod.Spec
	if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
		p.failf("%s mounts a token", t.owner)
	}
	if pod.EnableServiceLinks == nil || *pod.EnableServiceLinks {
		p.failf("%s has service links", t.owner)
	}
	if sc := pod.SecurityContext; sc == nil || !*sc.RunAsNonRoot || sc.RunAsUser != nil && *sc.RunAsUser == 0 {
		p.failf("%s may run as root", t.owner)
	}
	if !names["ServiceAccount/"+pod.ServiceAccountName] {
		p.failf("%s: no ServiceAccount %s", t.owner, pod.ServiceAccountName)
	}
}

// options are what the user says of pods.
func (p *proof) options() []*spec.PodOptions {
	var all []*spec.PodOptions
	for _, w := range p.stack.Workloads {
		if w.Options != nil {
			all = append(all, w.Options)
		}
	}
	return all
}

// volumes are the names of the pod's volumes; those made of ConfigMaps and
// claims must be of this stack, but for a claim the spec names.
func (p *proof) volumes(t template, names map[string]bool) map[string]bool {
	out := map[string]bool{}
	given := ""
	if m := p.stack.Spec.Media; m != nil && m.Volume != nil {
		given = m.Volume.Claim
	}
	for _, v := range t.pod.Spec.Volumes {
		if out[v.Name] {
			p.failf("%s has two volumes %s", t.owner, v.Name)
		}
		out[v.Name] = true
		if isOfUser(v.Name) {
			continue // what it is made of exists in the cluster
		}
		if v.ConfigMap != nil && !names["ConfigMap/"+v.ConfigMap.Name] {
			p.failf("%s: no ConfigMap %s", t.owner, v.ConfigMap.Name)
		}
		if c := v.PersistentVolumeClaim; c != nil && c.ClaimName != given && !names["PersistentVolumeClaim/"+c.ClaimName] {
			p.failf("%s: no PersistentVolumeClaim %s", t.owner, c.ClaimName)
		}
	}
	return out
}

func (p *proof) container(where string, t template, c corev1.Container) {
	sc := c.SecurityContext
	service, isService := strings.CutPrefix(t.pod.Labels[stack.LabelComponent], "service-")
	writable := isService && p.stack.Spec.Services[service].WritableRoot
	if added, ok := p.added(t, c.Name); ok {
		writable = added.WritableRoot != nil && *added.WritableRoot
	}
	if sc == nil || *sc.ReadOnlyRootFilesystem == writable || *sc.AllowPrivilegeEscalation {
		p.failf("%s: the root filesystem can be written or rights gained", where)
	}
	for _, list := range []corev1.ResourceList{c.Resources.Requests, c.Resources.Limits} {
		for name, amount := range list {
			if amount.Sign() <= 0 {
				p.failf("%s: an amount of %s that is none", where, name)
			}
		}
	}
}

func (p *proof) mounts(where string, c corev1.Container, volumes map[string]bool) {
	paths := map[string]bool{}
	for _, m := range c.VolumeMounts {
		if !volumes[m.Name] || paths[m.MountPath] {
			p.failf("%s: mount %s of volume %s is twice there or has no volume", where, m.MountPath, m.Name)
		}
		paths[m.MountPath] = true
	}
}

// added returns a container that a user adds to pods.
func (p *proof) added(t template, name string) (spec.Container, bool) {
	w := p.stack.Workload(t.pod.Labels[stack.LabelComponent])
	if w == nil || w.Options == nil {
		return spec.Container{}, false
	}
	if c, ok := w.Options.Sidecars[name]; ok {
		return c.Container, true
	}
	c, ok := w.Options.InitContainers[name]
	return c, ok
}

// isOfUser reports whether a volume is one of the volumes that a user gives a component.
func isOfUser(volume string) bool { return strings.HasPrefix(volume, "volume-") }

// places proves of a container in which the user has something mounted that all the rest
// is where package spec lets nobody mount, and that neither is inside the other, but in
// the scratch space.
func (p *proof) places(where string, c corev1.Container) {
	given := p.givenPlaces()
	for _, m := range c.VolumeMounts {
		if isOfUser(m.Name) {
			continue
		}
		if !given[m.MountPath] && !spec.ReservedPath(m.MountPath) {
			p.failf("%s: a spec may have something else mounted at %s", where, m.MountPath)
		}
		for _, outer := range c.VolumeMounts {
			inside := strings.HasPrefix(m.MountPath, outer.MountPath+"/") && outer.MountPath != spec.ScratchPath &&
				!isOfUser(outer.Name)
			if inside && (!given[m.MountPath] || !given[outer.MountPath]) {
				p.failf("%s: %s is mounted inside %s", where, m.MountPath, outer.MountPath)
			}
		}
	}
}

// isData reports whether a pod is one of a database, a cache or a broker.
func (p *proof) isData(t template) bool {
	return slices.ContainsFunc(p.stack.Bindings, func(b stack.Binding) bool {
		return b.Component != "" && b.Component == t.pod.Labels[stack.LabelComponent]
	})
}

// givenPlaces are the paths that the spec has something mounted at.
func (p *proof) givenPlaces() map[string]bool {
	s := p.stack.Spec
	given := map[string]bool{s.Static.Root: true}
	for place := range s.Django.Files {
		given[place] = true
	}
	for _, w := range s.Django.WritablePaths {
		given[w.Path] = true
	}
	if s.Media != nil {
		given[s.Media.Root] = true
	}
	for _, one := range s.Services {
		for place := range one.Files {
			given[place] = true
		}
		for _, w := range one.WritablePaths {
			given[w.Path] = true
		}
		if one.Storage != nil {
			given[one.Storage.Path] = true
		}
	}
	return given
}

// variables are set once, and refer to earlier ones only: the kubelet leaves any
// other reference as it stands. Two dollars are one, and no reference.
func (p *proof) variables(where string, c corev1.Container) {
	known := map[string]bool{}
	for _, v := range c.Env {
		for _, ref := range expansion.FindAllStringSubmatch(strings.ReplaceAll(v.Value, "$$", ""), -1) {
			if !known[ref[1]] {
				p.failf("%s: %s refers to %s, which no earlier variable is", where, v.Name, ref[1])
			}
		}
		if known[v.Name] {
			p.failf("%s: %s is set twice", where, v.Name)
		}
		known[v.Name] = true
	}
}
