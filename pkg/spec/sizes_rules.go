package spec

import (
	"encoding/json"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
)

// validateSizes checks the texts that stand in one object together. What a text may
// have by itself is said by [valueChecker.text].
func validateSizes(r *report, s *DjangoStack) {
	given := s.Metadata
	r.inConfigMap("spec.django.files", contents(s.Spec.Django.Files), given)
	for _, name := range sorted.Keys(s.Spec.Services) {
		r.inConfigMap("spec.services"+segment(name)+".files", contents(s.Spec.Services[name].Files), given)
	}
	r.inConfigMap("spec.django.env", s.Spec.Django.Env, given)
	r.hostsFit(s.Spec.AllowedHosts())
	for _, name := range sorted.Keys(s.Spec.Databases) {
		r.applied("spec.databases"+segment(name)+".config", s.Spec.Databases[name].Config, given)
	}
	for _, name := range sorted.Keys(s.Spec.Caches) {
		r.applied("spec.caches"+segment(name)+".config", s.Spec.Caches[name].Config, given)
	}
	if s.Spec.Broker != nil {
		r.applied("spec.broker.config", s.Spec.Broker.Config, given)
	}
}

// contents are those of files that stand in the spec.
func contents(files map[string]ConfigFile) map[string]string {
	texts := map[string]string{}
	for name, file := range files {
		if file.SecretKey == nil {
			texts[name] = file.Content
		}
	}
	return texts
}

// inConfigMap checks the data of a ConfigMap.
func (r *report) inConfigMap(path string, data map[string]string, given Metadata) {
	if size := textSize(data); size > bounds.ConfigMap {
		r.invalid(path, "must have at most %[2]d KiB and has %[1]d, since a ConfigMap accepts no more; put large files "+
			"into the image", kibibytes(size),
			bounds.ConfigMap>>10)
		return
	}
	r.applied(path, data, given)
}

// restOfObject is more than an object has beside the user's own texts.
const restOfObject = 4096

// applied warns about texts of one object that kubectl apply cannot keep a copy of:
// their JSON, in an annotation beside the user's.
func (r *report) applied(path string, texts map[string]string, given Metadata) {
	room := bounds.Annotations - restOfObject - textSize(given.Labels) - 2*bounds.Size(given.Annotations)
	const longestEscape = len(`\u003c`)
	if textSize(texts)*longestEscape < room {
		return
	}
	copied, err := json.Marshal(texts)
	if err == nil && len(copied) > room && room > 0 {
		r.warn(path, "holds %d KiB, and kubectl apply keeps a copy of the object in its annotations, which take %d; apply "+
			"with kubectl apply --server-side, or put large files into the image",
			kibibytes(textSize(texts)), bounds.Annotations>>10)
	}
}

// annotationsFit checks the size of annotations, with those that every object has.
func (c *valueChecker) annotationsFit(path string, annotations map[string]string) {
	size := bounds.Size(annotations)
	if path != "metadata.annotations" {
		size += bounds.Size(c.stack.Metadata.Annotations)
	}
	switch {
	case size > bounds.Annotations:
		c.invalid(path, "must have at most %[2]d KiB and has %[1]d, with all annotations of an object together; remove some",
			kibibytes(size), bounds.Annotations>>10)
	case 2*size+restOfObject > bounds.Annotations:
		c.warn(path, "%d KiB, and kubectl apply keeps a copy of the object among its annotations, which take %d; apply "+
			"with kubectl apply --server-side, or remove some", kibibytes(size), bounds.Annotations>>10)
	}
}

// tooLong is an error about a text that no program can be given.
func (r *report) tooLong(path string, size int) {
	r.invalid(path, "must have less than %[2]d KiB and has %[1]d, since Linux passes no more to a program in one "+
		"argument or variable; put it into one of django.files, or into the image", kibibytes(size), bounds.Word>>10)
}

// kibibytes is a number of bytes in KiB, rounded up: what is too large by a byte shows.
func kibibytes(size int) int { return (size + 1023) >> 10 }

// textSize is how many bytes the values of a map have.
func textSize(texts map[string]string) int {
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	return size
}
