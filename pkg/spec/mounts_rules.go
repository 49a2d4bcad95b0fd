package spec

import (
	"path"
	"strconv"

	"github.com/djangostack/djangostack/internal/sorted"
)

const (
	// ScratchPath is where every container may write.
	ScratchPath = "/tmp"
	// SharedMemoryPath is where processes share memory.
	SharedMemoryPath = "/dev/shm"
	// OwnPath is below which the containers of the stack's image have the stack's own
	// files, and nginx has static files.
	OwnPath = "/etc/djangostack"
	// ProxyConfigPath is where nginx has its configuration.
	ProxyConfigPath = "/etc/nginx"
	// ProxyTempPath is where nginx writes.
	ProxyTempPath = "/var/cache/nginx"
)

// takenPath is a directory of a container that nothing of the user's is mounted over. A
// volume in a volume is right, but not in one that is read-only or not the stack's.
type takenPath struct {
	path, what string
	open       bool // volumes may be mounted inside it
}

// takenPaths are those of every container of the stack's image, proxyPaths those of
// nginx, which has uploads and nothing else of the user's.
var (
	takenPaths = []takenPath{
		{ScratchPath, "the stack's own scratch space", true},
		{OwnPath, "the directory of the stack's own files", false},
		{SharedMemoryPath, "shared memory, whose size is django.sharedMemory", false},
		{"/dev", "a directory of the container runtime", false},
		{"/proc", "a directory of the kernel", false},
		{"/sys", "a directory of the kernel", false},
	}
	proxyPaths = []takenPath{
		{ProxyConfigPath, "the directory of nginx' configuration", false},
		{ProxyTempPath, "the directory of nginx' temporary files", false},
	}
)

// ReservedPath reports whether a directory of a container of the stack's image, or of nginx, is
// the stack's own or the container runtime's, so that nothing of the user's can be
// mounted there.
func ReservedPath(place string) bool {
	for _, rows := range [][]takenPath{takenPaths, proxyPaths} {
		for _, t := range rows {
			if inDirectory(place, t.path) {
				return true
			}
		}
	}
	return false
}

// mounts are the paths of a container at which the user has something mounted.
type mounts struct {
	*report
	// filesAt is the field with its files, as messages have it.
	filesAt string
	files   map[string]ConfigFile
	taken   map[string]string
}

// validateMounts checks that no two volumes of a Django container are mounted
// at one path, and none over what the stack itself or the container runtime has there.
func validateMounts(r *report, s *DjangoStack) {
	m := &mounts{r, "django.files", s.Spec.Django.Files, map[string]string{}}
	r.bytes("spec.django.sharedMemory", s.Spec.Django.SharedMemory)
	m.writablePaths(&s.Spec)
	for _, place := range sorted.Keys(s.Spec.Django.Files) {
		at := "spec.django.files" + segment(place)
		m.mount(at, place, "one of django.files")
		if hidden := s.Spec.hidden(place); hidden != "" {
			m.invalid(at, "is a file, and so hides what the image has in %s; choose another path", hidden)
		}
	}
	if media := s.Spec.Media; media != nil && media.Volume != nil {
		m.media(&s.Spec)
	}
	m.image(&s.Spec)
}

// mount reports what else is at a path.
func (m *mounts) mount(at, place, what string) {
	if other, taken := m.taken[place]; taken {
		m.invalid(at, "%s is %s already; choose another path", place, other)
		return
	}
	m.taken[place] = what
	m.free(at, place, takenPaths)
	for dir := path.Dir(place); len(dir) > 1; dir = path.Dir(dir) {
		if _, isFile := m.files[dir]; isFile {
			m.invalid(at, "%s is one of %s, and a file cannot contain others; rename one of them", dir, m.filesAt)
		}
	}
}

// free checks that a path is none of the stack's and none around one of these.
func (m *mounts) free(at, place string, rows []takenPath) {
	for _, t := range rows {
		switch {
		case place == t.path:
			m.invalid(at, "%s is %s; choose another path", place, t.what)
			return
		case inDirectory(place, t.path) && !t.open:
			m.invalid(at, "%s is inside %s, %s; choose another path", place, t.path, t.what)
			return
		case inDirectory(t.path, place):
			m.invalid(at, "%s contains %s, %s; choose a directory of its own", place, t.path, t.what)
			return
		}
	}
}

func (m *mounts) writablePaths(s *StackSpec) {
	for i, w := range s.Django.WritablePaths {
		place, at := w.Path, "spec.django.writablePaths["+strconv.Itoa(i)+"]"
		m.bytes(at+".size", w.Size)
		if !isDirectory(place) {
			m.invalid(at, "%q must be the absolute path of a directory; write one such as /app/cache", place)
			continue
		}
		m.mount(at, place, "one of writablePaths")
		if hidden := s.hidden(place); hidden != "" && !*w.Seed {
			m.warn(at, "starts empty and so hides what the image has in %s; name the directories the project writes to, "+
				"or copy what is there: {path: %s, seed: true}", hidden, place)
		}
	}
}

// media checks the directory of uploads, which nginx may have too.
func (m *mounts) media(s *StackSpec) {
	const at = "spec.media.root"
	root := s.Media.Root
	m.mount(at, root, "media.root")
	if s.Proxy != nil && s.Media.Serve != MediaByApp {
		m.free(at, root, proxyPaths)
	}
	if hidden := s.hidden(root); hidden != "" {
		m.warn(at, "starts empty and so hides what the image has in %s; give uploads a directory of their own", hidden)
	}
}

// image checks the directories of the image that are used as they are: what is mounted
// over them by the stack hides them.
func (m *mounts) image(s *StackSpec) {
	switch {
	case s.Static.Mode == StaticBucket:
	case s.Static.Collect == CollectAtStart:
		m.mount("spec.static.root", s.Static.Root, "static.root")
	case inDirectory(s.Static.Root, ScratchPath):
		m.invalid("spec.static.root", "%s is inside %s, which is empty when a pod starts; choose another directory, or "+
			"collect at start", s.Static.Root, ScratchPath)
	default:
		m.free("spec.static.root", s.Static.Root, takenPaths)
	}
	for _, t := range takenPaths {
		if dir := s.Django.WorkingDir; inDirectory(dir, t.path) && !t.open {
			m.invalid("spec.django.workingDir", "%s is inside %s, %s; choose another path", dir, t.path, t.what)
			return
		}
	}
}

// hidden is what the image has at a path and needs to have, where something that is
// mounted would hide it; "" is nothing.
func (s *StackSpec) hidden(place string) string {
	for _, needed := range s.needed() {
		if inDirectory(needed.text, place) {
			return needed.path + ", " + needed.text
		}
	}
	return ""
}

// needed are the directories of the image that the stack's containers do not run without:
// those that the spec names, also by the path of a program, and those of its system.
func (s *StackSpec) needed() []located {
	dirs := []located{{"django.workingDir", s.Django.WorkingDir}}
	if s.Static.Collect == CollectAtBuild && s.Static.Mode != StaticBucket && s.Static.ofProject() {
		dirs = append(dirs, located{"static.root", s.Static.Root})
	}
	program := func(field string, command []string) {
		if len(command) > 0 && path.IsAbs(command[0]) {
			dirs = append(dirs, located{field, path.Dir(command[0])})
		}
	}
	program("django.manage", s.Django.Manage)
	program("django.entrypoint", s.Django.Entrypoint)
	program("web.command", s.Web.Command)
	program("migrate.command", s.Migrate.Command)
	program("migrate.wait.command", s.Migrate.Wait.Command)
	program("migrate.check.command", s.Migrate.Check.Command)
	program("static.upload", s.Static.Upload)
	for _, name := range sorted.Keys(s.Processes) {
		program("processes"+segment(name)+".command", s.Processes[name].Command)
	}
	for _, name := range sorted.Keys(s.Cron) {
		program("cron"+segment(name)+".command", s.Cron[name].Command)
	}
	for _, dir := range []string{"/bin", "/etc", "/lib", "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/local/lib"} {
		dirs = append(dirs, located{"a directory of its system", dir})
	}
	return dirs
}
