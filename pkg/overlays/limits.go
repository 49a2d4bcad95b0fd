package overlays

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// checkLimits refuses finished objects that a cluster does not take, or that it takes and then
// makes no pods of, whichever component made them.
func checkLimits(objects []stack.Object) error {
	for _, o := range objects {
		if err := checkLimit(o); err != nil {
			return fmt.Errorf("%s: %w", idOf(o), err)
		}
	}
	return nil
}

func checkLimit(o stack.Object) error {
	kind := idOf(o).Kind
	if longest := bounds.Name(kind); len(o.GetName()) > longest {
		return fmt.Errorf("%d characters are more than the name of a %s may have; make one of at most %d, as Stack.NameOf "+
			"does", len(o.GetName()), kind, longest)
	}
	if size := bounds.Size(o.GetAnnotations()); size > bounds.Annotations {
		return fmt.Errorf("its annotations have %d KiB, and those of an object take %d together; remove some", size>>10,
			bounds.Annotations>>10)
	}
	cm, ok := o.(*corev1.ConfigMap)
	if !ok {
		return nil
	}
	size := 0
	for _, value := range cm.Data {
		size += len(value)
	}
	for _, value := range cm.BinaryData {
		size += len(value)
	}
	if size > bounds.ConfigMap {
		return fmt.Errorf("holds %d KiB, and a ConfigMap takes %d; put large files into the image", size>>10,
			bounds.ConfigMap>>10)
	}
	return nil
}
