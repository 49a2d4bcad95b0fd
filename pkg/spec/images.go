package spec

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/strict"
)

// Images returns the container images that the stack names in the environment, defaults and
// extensions included, by the path of the field of each: "spec.databases.default.image". That
// of the project is there without its tag, as "spec.image.repository". A rule about images
// reports its findings at these paths.
func (e *Effective) Images() map[string]string {
	images := map[string]string{}
	if e.DjangoStack == nil {
		return images
	}
	w := &walk{}
	w.visit = func(v reflect.Value, _ *strict.Type) (deeper bool) {
		switch image := v.Interface().(type) {
		case ImageRef:
			images[w.at()] = string(image)
		case ImageRepository:
			images[w.at()] = string(image)
		}
		return true
	}
	w.value(reflect.ValueOf(e.DjangoStack).Elem(), e.loader.stackType())
	return images
}
