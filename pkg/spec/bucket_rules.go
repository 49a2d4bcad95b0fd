package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

func validateBuckets(r *report, s *DjangoStack) {
	if s.Spec.Static.Bucket != nil && s.Spec.Static.Mode != StaticBucket {
		r.forbidden("spec.static.bucket", "static files are served by %s; write mode: bucket, or remove the bucket",
			s.Spec.Static.Mode)
	}
	for _, b := range s.Spec.Buckets() {
		path := "spec." + b.Use + ".bucket"
		validateBucket(r, path, b.Bucket)
		var known []string
		for _, setting := range b.Settings() {
			known = append(known, setting.Key)
		}
		r.envNames(path, b.EnvNames, known)
	}
}

func validateBucket(r *report, path string, b *Bucket) {
	switch {
	case b.Name == "":
		r.missing(path+".name", "write the bucket's name")
	case !consistsOf(b.Name, letters+digits+"._-"):
		r.invalid(path+".name", "%q must be the name of a bucket; write it without s3:// and without a path", b.Name)
	}
	if !isLocation(b.Location) {
		r.invalid(path+".location", "%q must be a folder in a bucket; write one without a slash at either end, such as "+
			"shop/prod", b.Location)
	}
	if b.Endpoint != "" && !isAddress(b.Endpoint) {
		r.invalid(path+".endpoint", "%q must be an address; write one such as https://minio.example", b.Endpoint)
	}
	if b.CustomDomain != "" && len(validation.IsDNS1123Subdomain(strings.ToLower(b.CustomDomain))) > 0 {
		r.invalid(path+".customDomain", "%q must be a host; write one such as media.example.com", b.CustomDomain)
	}
	r.objectName(path+".secret", b.Secret)
	if b.Provider == BucketAzure && b.Account == "" {
		r.missing(path+".account", "write the storage account's name")
	}
	for _, part := range []struct {
		field, value, example string
		provider              BucketProvider
	}{
		{"region", b.Region, "eu-central-1", BucketS3},
		{"endpoint", b.Endpoint, "", BucketS3},
		{"project", b.Project, "acme-web", BucketGCS},
		{"account", b.Account, "acmemedia", BucketAzure},
	} {
		switch {
		case part.value != "" && b.Provider != part.provider:
			r.forbidden(path+"."+part.field, "belongs to provider %s, and this is %s; remove one of them", part.provider,
				b.Provider)
		case part.example != "" && !consistsOf(part.value, letters+digits+"-"):
			r.invalid(path+"."+part.field, "%q must have only letters, digits and dashes; write one such as %s",
				part.value, part.example)
		}
	}
}

// isLocation reports whether text is a folder in a bucket, or none.
func isLocation(text string) bool {
	return consistsOf(text, letters+digits+"._-/") && strings.Trim(text, "/") == text
}
