package spec

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateProxy(r *report, s *DjangoStack) {
	p := s.Spec.Proxy
	if p == nil {
		return
	}
	if p.BodySize.CmpInt64(1024) < 0 {
		r.invalid("spec.proxy.bodySize", "%s bytes let no form through; write a unit, as in 25Mi", p.BodySize)
	}
	r.room("spec.proxy.bodySize", p.BodySize)
	if c := p.Cache; c != nil {
		r.positive("spec.proxy.cache.valid", c.Valid)
		r.bytes("spec.proxy.cache.size", c.Size)
	}
}

func validateStatic(r *report, s *DjangoStack) {
	static := s.Spec.Static
	switch static.Mode {
	case StaticNginx:
		if s.Spec.Proxy == nil {
			r.forbidden("spec.static.mode", "nginx serves static files from the proxy, and there is none; "+
				"add proxy: {} or use whitenoise")
		}
		r.path("spec.static.url", static.URL, "/static/")
	case StaticBucket:
		if !isAddress(static.URL) {
			r.invalid("spec.static.url", "%q is not the bucket's address; write the whole of it, such as "+
				"https://cdn.example.com/static/", static.URL)
		}
	default:
		r.path("spec.static.url", static.URL, "/static/")
	}
	if !strings.HasSuffix(static.URL, "/") {
		r.invalid("spec.static.url", "%q does not end in a slash, as Django wants it; write %s/", static.URL, static.URL)
	}
	if !isDirectory(static.Root) {
		r.invalid("spec.static.root", "%q is not the absolute path of a directory; write one such as /app/staticfiles",
			static.Root)
	}
	r.ownCommand("spec.static.upload", s.Spec.Django, static.Upload)
}

// path checks the path part of a site's address.
func (r *report) path(at, path, example string) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, " \t\r\n?#\"'`{};\\") {
		r.invalid(at, "%q is not a path of the site; write one such as %s", path, example)
	}
	if path == "/" {
		r.invalid(at, "takes the whole site; write a path of its own, such as %s", example)
	}
}

// isAddress reports whether text is a whole http or https address.
func isAddress(text string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(text, scheme); ok {
			host, _, _ := strings.Cut(rest, "/")
			return host != "" && !strings.ContainsAny(text, " \"'{}\\")
		}
	}
	return false
}

func validateMedia(r *report, s *DjangoStack) {
	m := s.Spec.Media
	if m == nil {
		return
	}
	switch {
	case m.Volume == nil && m.Bucket == nil:
		r.missing("spec.media", "say where uploads live: volume: {} in the cluster, or a bucket")
	case m.Volume != nil && m.Bucket != nil:
		r.forbidden("spec.media.volume", "stands beside bucket; remove one of them (null removes it in an environment)")
	}
	if !isAddress(m.URL) {
		r.path("spec.media.url", m.URL, "/media/")
	}
	if !strings.HasSuffix(m.URL, "/") {
		r.invalid("spec.media.url", "%q does not end in a slash, as Django wants it; write %s/", m.URL, m.URL)
	}
	if m.URL == s.Spec.Static.URL {
		r.invalid("spec.media.url", "is static.url too, which Django refuses; choose another path")
	}
	if m.Root == s.Spec.Static.Root {
		r.invalid("spec.media.root", "is static.root too, which Django refuses; choose another directory")
	}
	if m.Volume != nil {
		validateMediaVolume(r, s)
	}
	if m.Bucket != nil {
		validateBucket(r, m.Bucket)
	}
}

func validateMediaVolume(r *report, s *DjangoStack) {
	m := s.Spec.Media
	if !isDirectory(m.Root) {
		r.invalid("spec.media.root", "%q is not the absolute path of a directory; write one such as /app/media", m.Root)
	}
	r.objectName("spec.media.volume.claim", m.Volume.Claim)
	if m.Volume.AccessMode != ReadWriteOnce {
		return
	}
	var pods []string
	total := int32(0)
	for _, w := range mediaUsers(&s.Spec) {
		total += w.pods
		pods = append(pods, fmt.Sprintf("%s (%d)", w.name, w.pods))
	}
	if total > 1 {
		r.invalid("spec.media.volume.accessMode", "ReadWriteOnce is for one pod, and these mount the volume: %s; "+
			"use ReadWriteMany or a bucket, or run one pod", strings.Join(pods, ", "))
	}
}

// mediaUser is a set of pods that mount the media volume.
type mediaUser struct {
	name string
	pods int32
}

// mediaUsers are those that run beside each other while the site runs. The Jobs of
// a release keep off the volume.
func mediaUsers(s *StackSpec) []mediaUser {
	users := []mediaUser{{"web", most(s.Web.Replicas, s.Web.Autoscaling)}}
	if c := s.Celery; c != nil {
		for _, name := range sorted.Keys(c.Workers) {
			w := c.Workers[name]
			users = append(users, mediaUser{"worker " + name, most(w.Replicas, w.Autoscaling)})
		}
		if c.Beat != nil {
			users = append(users, mediaUser{"beat", 1})
		}
		if c.Flower != nil && c.Flower.Image == "" {
			users = append(users, mediaUser{"flower", 1})
		}
	}
	for _, name := range sorted.Keys(s.Processes) {
		p := s.Processes[name]
		users = append(users, mediaUser{"process " + name, most(p.Replicas, p.Autoscaling)})
	}
	for _, name := range sorted.Keys(s.Cron) {
		users = append(users, mediaUser{"cron " + name, 1})
	}
	return users
}

func validateBucket(r *report, b *Bucket) {
	switch {
	case b.Name == "":
		r.missing("spec.media.bucket.name", "write the bucket's name")
	case !consistsOf(b.Name, letters+digits+"._-"):
		r.invalid("spec.media.bucket.name", "%q is no bucket's name; write it without s3:// and without a path", b.Name)
	}
	if !consistsOf(b.Region, letters+digits+"-") {
		r.invalid("spec.media.bucket.region", "%q is no region; write one such as eu-central-1", b.Region)
	}
	if b.Endpoint != "" && !isAddress(b.Endpoint) {
		r.invalid("spec.media.bucket.endpoint", "%q is not an address; write one such as https://minio.example", b.Endpoint)
	}
	if b.CustomDomain != "" && len(validation.IsDNS1123Subdomain(strings.ToLower(b.CustomDomain))) > 0 {
		r.invalid("spec.media.bucket.customDomain", "%q is not a host; write one such as media.example.com", b.CustomDomain)
	}
	r.objectName("spec.media.bucket.secret", b.Secret)
}
