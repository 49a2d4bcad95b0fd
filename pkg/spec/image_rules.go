package spec

import (
	"strconv"
	"strings"
)

func validateImage(r *report, s *DjangoStack) {
	image := s.Spec.Image
	if image.Repository == "" {
		r.missing("spec.image.repository", "write the image's name, such as registry.example/acme/shop")
	}
	switch {
	case image.Tag == "" && image.Digest == "":
		r.missing("spec.image.tag", "write the version to run, or a digest")
	case image.Tag == "latest":
		r.invalid("spec.image.tag", "must not be latest, which is whatever was pushed last; write a version")
	case image.Tag != "" && !isTag(image.Tag):
		r.invalid("spec.image.tag", "%q must be a tag; write letters, digits, dots, dashes and underscores", image.Tag)
	}
	if image.Digest != "" && !isDigest(image.Digest) {
		r.invalid("spec.image.digest", "%q must be a digest; write sha256: and 64 hexadecimal digits", image.Digest)
	}
	for i, name := range image.PullSecrets {
		r.objectName("spec.image.pullSecrets["+strconv.Itoa(i)+"]", name)
	}
	once(r, "spec.image.pullSecrets", image.PullSecrets)
}

func isTag(tag string) bool {
	return len(tag) <= 128 && tag[0] != '.' && tag[0] != '-' && consistsOf(tag, letters+digits+"_.-")
}

func isDigest(digest string) bool {
	hex, ok := strings.CutPrefix(digest, "sha256:")
	return ok && len(hex) == 64 && consistsOf(hex, digits+"abcdef")
}
