package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

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
	if m.Volume.AccessMode == ReadWriteOnce {
		validateOneNode(r, &s.Spec)
	}
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
