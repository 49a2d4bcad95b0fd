package spec

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateMedia(r *report, s *DjangoStack) {
	m := s.Spec.Media
	if m == nil {
		return
	}
	validateStore(r, m)
	if !isAddress(m.URL) {
		r.path("spec.media.url", m.URL, "/media/")
	}
	if !strings.HasSuffix(m.URL, "/") {
		r.invalid("spec.media.url", "%q must end with a slash, as Django requires; write %s/", m.URL, m.URL)
	}
	if m.URL == s.Spec.Static.URL {
		r.invalid("spec.media.url", "must not be static.url, which Django refuses; choose another path")
	}
	if m.Root == s.Spec.Static.Root {
		r.invalid("spec.media.root", "must not be static.root, which Django refuses; choose another directory")
	}
	if m.Volume != nil {
		validateMediaVolume(r, s)
		validateServe(r, s)
		validateRoots(r, s)
	}
}

// validateStore has uploads live in one place.
func validateStore(r *report, m *Media) {
	switch {
	case m.Volume == nil && m.Bucket == nil:
		r.missing("spec.media", "write where uploads are stored: volume: {} in the cluster, or a bucket")
	case m.Volume == nil && m.Serve != "":
		r.forbidden("spec.media.serve", "has no effect with a bucket, which serves its files itself; remove it")
	case m.Volume == nil && m.InternalURL != "":
		r.forbidden("spec.media.internalURL", "has no effect with a bucket, which serves its files itself; remove it")
	case m.Volume != nil && m.Bucket != nil:
		r.forbidden("spec.media.volume", "cannot be combined with bucket; remove one of them (null removes it in an "+
			"environment)")
	}
}

func validateMediaVolume(r *report, s *DjangoStack) {
	m := s.Spec.Media
	if !isDirectory(m.Root) {
		r.invalid("spec.media.root", "%q must be the absolute path of a directory; write one such as /app/media", m.Root)
	}
	r.objectName("spec.media.volume.claim", m.Volume.Claim)
	if m.Volume.AccessMode == ReadWriteOnce {
		validateOneNode(r, &s.Spec)
	}
}

// validateServe has it said who may have uploaded files.
func validateServe(r *report, s *DjangoStack) {
	m := s.Spec.Media
	switch {
	case m.Serve == "":
		r.missing("spec.media.serve", "write who serves uploads: proxy (nginx, every file to anybody), app (the "+
			"project's views) or accel (the project's views decide, nginx sends)")
	case m.Serve != MediaByApp && s.Spec.Proxy == nil:
		r.forbidden("spec.media.serve", "%s needs nginx, and there is none; add proxy: {}, or write app", m.Serve)
	case m.InternalURL != "" && m.Serve != MediaByAccel:
		r.forbidden("spec.media.internalURL", "has no effect with serve: %s; remove it, or write accel", m.Serve)
	}
	if m.InternalURL == "" {
		return
	}
	r.path("spec.media.internalURL", m.InternalURL, "/protected/")
	if !strings.HasSuffix(m.InternalURL, "/") {
		r.invalid("spec.media.internalURL", "%q must end with a slash; write %s/", m.InternalURL, m.InternalURL)
	}
	for _, public := range []struct{ name, url string }{{"media.url", m.URL}, {"static.url", s.Spec.Static.URL}} {
		if strings.HasPrefix(pathOf(public.url), m.InternalURL) {
			r.invalid("spec.media.internalURL", "%s, %s, is inside it, and could not be reached; choose another path",
				public.name, public.url)
		}
	}
}

// validateRoots checks that uploads have their directory for themselves: what lies
// there beside them is kept for ever, and handed out as they are.
func validateRoots(r *report, s *DjangoStack) {
	root, static := s.Spec.Media.Root, s.Spec.Static.Root
	if root != static && inDirectory(root, static) {
		r.invalid("spec.media.root", "must not be inside static.root, %s, where every file is public; choose another "+
			"directory", static)
	}
	inside := func(at, what, place string) {
		if place != root && inDirectory(place, root) {
			r.warn(at, "%s is inside media.root, %s, among the uploads; move one of them", what, root)
		}
	}
	if s.Spec.hidden(root) == "" {
		inside("spec.static.root", "static.root", static)
	}
	for i, w := range s.Spec.Django.WritablePaths {
		inside("spec.django.writablePaths["+strconv.Itoa(i)+"]", w.Path, w.Path)
	}
	for _, place := range sorted.Keys(s.Spec.Django.Files) {
		inside("spec.django.files"+segment(place), place, place)
	}
}

// validateOneNode checks what mounts a volume of access mode ReadWriteOnce: all of
// it runs on one node, so all of it has to be allowed on the same ones.
func validateOneNode(r *report, s *StackSpec) {
	var several []string
	for _, u := range djangoPods(s) {
		if !u.runs {
			continue
		}
		if u.pods > 1 {
			several = append(several, fmt.Sprintf("%s (%d)", u.name, u.pods))
		}
		if !sameNodes(u.Scheduling, s.Web.Scheduling) {
			r.invalid(u.path+".scheduling", "asks for other nodes than spec.web.scheduling, but ReadWriteOnce keeps all "+
				"pods that mount media.volume on one node; write the same nodeSelector and tolerations, or use ReadWriteMany "+
				"or a bucket")
		}
	}
	if len(several) > 0 {
		r.warn("spec.media.volume.accessMode", "ReadWriteOnce keeps all pods that mount the volume on one node, which "+
			"needs room for all of %s and takes all of them down with it; use ReadWriteMany or a bucket",
			strings.Join(several, ", "))
	}
}

func sameNodes(a, b Scheduling) bool {
	return maps.Equal(a.NodeSelector, b.NodeSelector) && slices.EqualFunc(a.Tolerations, b.Tolerations, sameToleration)
}

func sameToleration(a, b Toleration) bool {
	sameSeconds := a.Seconds == nil && b.Seconds == nil || a.Seconds != nil && b.Seconds != nil && *a.Seconds == *b.Seconds
	a.Seconds, b.Seconds = nil, nil
	return sameSeconds && a == b
}
