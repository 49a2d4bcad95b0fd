package spec

import "k8s.io/apimachinery/pkg/api/resource"

// Static says how static files get from the image to the browser.
type Static struct {
	// Mode says who serves static files: whitenoise (the app), nginx (the proxy, from a
	// copy of the files in the image) or bucket (an object store or CDN). The copy for
	// nginx has a file in place of each link; a link that leads nowhere keeps the pod
	// from starting. Default: nginx where there is a proxy, else whitenoise.
	Mode StaticMode `json:"mode,omitempty"`
	// URL is Django's STATIC_URL: a path, or for a bucket its full address.
	// Default: /static/.
	URL string `json:"url,omitempty"`
	// Root is Django's STATIC_ROOT in the image. Default: /app/staticfiles.
	Root string `json:"root,omitempty"`
	// Bucket is the bucket of mode bucket, if the stack is to tell the app about it.
	// Absent: the image, django.env or django.secretEnv does.
	Bucket *Bucket `json:"bucket,omitempty"`
	// Collect says when collectstatic runs: build (the files are in the image) or start
	// (each web pod runs it when it starts, and its server may then write to root too).
	// With start, workers and commands have no static files, so a template they render
	// cannot look up the hashed name of a file. Default: build.
	Collect StaticCollect `json:"collect,omitempty"`
	// From takes static files from another image, such as that of a front end, for nginx.
	From *StaticFrom `json:"from,omitempty"`
	// Size is how much a pod's own copy may hold: the one that nginx serves, or that of
	// collect: start. Default: 1Gi.
	Size *resource.Quantity `json:"size,omitempty"`
	// Upload is the command of the Job that fills the bucket. Pods do not wait for
	// it: with hashed names keep the list of them in the image, not the bucket
	// (ManifestFilesMixin takes a manifest_storage). Default: django.manage
	// collectstatic --noinput.
	Upload []string `json:"upload,omitempty"`
	// Resources of the containers that copy, collect or upload the files. Default:
	// requests of 50m and 128Mi, limits of 1 and 512Mi, as migrate.wait has them.
	Resources Resources `json:"resources,omitzero"`
}

// StaticFrom is another image with static files. Each web pod copies them before it starts,
// as the pod's user, who has to be able to read them.
type StaticFrom struct {
	// Image with the files. It needs the program cp, which images from scratch and
	// distroless ones do not have.
	Image ImageRef `json:"image"`
	// Path of the directory with the files in the image: /usr/share/nginx/html.
	Path string `json:"path"`
	// Into is the name of the directory inside static.root that the files are put into,
	// beside those of the project: with frontend they are at /static/frontend/, and
	// proxy.locations can serve them elsewhere by alias. Absent: they are all static files,
	// and those of the project's image are not copied.
	Into string `json:"into,omitempty"`
}

// ofProject reports whether the files of the project's image are used.
func (s Static) ofProject() bool { return s.From == nil || s.From.Into != "" }

// StaticMode is who serves static files.
type StaticMode string

// The ways to serve static files.
const (
	StaticWhiteNoise StaticMode = "whitenoise"
	StaticNginx      StaticMode = "nginx"
	StaticBucket     StaticMode = "bucket"
)

// Enum lists the modes.
func (StaticMode) Enum() []string { return []string{"whitenoise", "nginx", "bucket"} }

// StaticCollect is when collectstatic runs.
type StaticCollect string

// The times at which collectstatic can run.
const (
	CollectAtBuild StaticCollect = "build"
	CollectAtStart StaticCollect = "start"
)

// Enum lists the times.
func (StaticCollect) Enum() []string { return []string{"build", "start"} }
