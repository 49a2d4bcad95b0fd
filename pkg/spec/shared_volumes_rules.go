package spec

import (
	"cmp"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// mounter is a component that mounts a shared volume.
type mounter struct {
	path    string // of its section
	options *PodOptions
}

// validateSharedVolumes checks the volumes that several components mount.
func validateSharedVolumes(r *report, s *DjangoStack) {
	if len(s.Spec.Volumes) == 0 {
		return
	}
	mounters := map[string][]mounter{}
	r.effective.eachPodOptions(func(w *walk, o *PodOptions) {
		for _, name := range sorted.Keys(o.Volumes) {
			mounters[name] = append(mounters[name], mounter{w.at(), o})
		}
	})
	for _, name := range sorted.Keys(s.Spec.Volumes) {
		v, path, all := s.Spec.Volumes[name], "spec.volumes"+segment(name), mounters[name]
		r.name(path, name)
		r.objectName(path+".claim", v.Claim)
		if len(all) == 0 {
			r.warn(path, "no component mounts it; write %s: {path: /srv/%[1]s} under volumes of those that do, or remove it",
				name)
		}
		if v.AccessMode == ReadWriteOnce {
			r.mountersOnOneNode(path, name, all)
		}
		r.mountersOfOneGroup(name, all, &s.Spec)
	}
}

// mountersOnOneNode checks that what mounts a volume of one node may run on the same nodes.
func (r *report) mountersOnOneNode(path, name string, all []mounter) {
	for i, m := range all {
		if i > 0 && !sameNodes(m.options.Scheduling, all[0].options.Scheduling) {
			r.invalid(m.path+".scheduling", "asks for other nodes than %s.scheduling, but ReadWriteOnce keeps all pods that "+
				"mount the volume %s on one node; write the same nodeSelector and tolerations, or use ReadWriteMany",
				all[0].path, name)
		}
	}
	if len(all) > 1 {
		r.warn(path+".accessMode", "ReadWriteOnce keeps the pods of all %d components that mount the volume on one node, "+
			"which needs room for them and takes all of them down with it; use ReadWriteMany", len(all))
	}
}

// mountersOfOneGroup warns of services whose files the others could not write, or that could not
// write theirs.
func (r *report) mountersOfOneGroup(name string, all []mounter, s *StackSpec) {
	group := cmp.Or(s.Django.Group, s.Django.User)
	for _, m := range all {
		service, ok := strings.CutPrefix(m.path, "spec.services.")
		if one := s.Services[service]; ok && len(all) > 1 && cmp.Or(one.Group, one.User) != group {
			r.warn(m.path+".group", "files on the volume %s that the other components write are of the group %d, and those of "+
				"this one are not; write group: %[2]d, if its program works with that", name, group)
		}
	}
}
