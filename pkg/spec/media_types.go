package spec

// Media is where uploaded files live: on a volume or in a bucket.
type Media struct {
	// URL is Django's MEDIA_URL. Default: /media/.
	URL string `json:"url,omitempty"`
	// Root is Django's MEDIA_ROOT, where the volume is mounted. Default:
	// /app/media.
	Root string `json:"root,omitempty"`
	// Serve says who answers requests for the files of a volume, and so who may have
	// them. proxy: nginx gives every file below root to anybody, for uploads that are
	// all public. app: the project's own views at url; if it has none, nobody. accel:
	// the project's views decide and nginx sends the file, see internalURL. With a
	// proxy it is required, since a wrong guess would publish private files or lose
	// public ones. Default: app, where there is no proxy.
	Serve MediaServe `json:"serve,omitempty"`
	// InternalURL is the path at which nginx has the files with serve: accel. Only
	// views can use it: they answer with the header X-Accel-Redirect, whose value is
	// this path and the file's path below root, percent-encoded. Default: /protected/.
	InternalURL string `json:"internalURL,omitempty"`
	// Volume keeps the files in the cluster. One of volume and bucket is required.
	// Default: 10Gi; profile staging: 5Gi; profile dev: 1Gi.
	Volume *MediaVolume `json:"volume,omitempty"`
	// Bucket keeps the files in an object store.
	Bucket *Bucket `json:"bucket,omitempty"`
}

// MediaServe is who serves uploaded files.
type MediaServe string

// The ways to serve uploaded files from a volume.
const (
	MediaByProxy MediaServe = "proxy"
	MediaByApp   MediaServe = "app"
	MediaByAccel MediaServe = "accel"
)

// Enum lists the ways.
func (MediaServe) Enum() []string { return []string{"proxy", "app", "accel"} }

// MediaVolume is a volume that all Django pods mount: the web server, workers, beat,
// Flower, processes, cron jobs, and the Jobs of a release, which include the migrations
// and what waits for them.
type MediaVolume struct {
	Storage `json:",inline"`
	// AccessMode is ReadWriteMany, or ReadWriteOnce for a volume that only one node at
	// a time can mount. With ReadWriteOnce all pods that mount the volume are kept on
	// one node, which needs room for them and for a new web pod beside each old one.
	// When the node is drained they all leave it and start again on another; if the
	// node is lost, it has to be deleted first, or get the taint
	// node.kubernetes.io/out-of-service. Use it to try things out, and for a site that
	// may be unavailable for a minute. ReadWriteOncePod is not possible: the migration
	// and the site would wait for each other. Default: ReadWriteMany.
	AccessMode AccessMode `json:"accessMode,omitempty"`
	// Claim is the name of an existing PersistentVolumeClaim to use instead.
	Claim string `json:"claim,omitempty"`
}

// AccessMode is Kubernetes' access mode of a volume.
type AccessMode string

// The access modes.
const (
	ReadWriteOnce AccessMode = "ReadWriteOnce"
	ReadWriteMany AccessMode = "ReadWriteMany"
)

// Enum lists the access modes.
func (AccessMode) Enum() []string { return []string{"ReadWriteOnce", "ReadWriteMany"} }
