package policy

import (
	"slices"

	"github.com/djangostack/djangostack/internal/podsecurity"
)

// security adds in which ways a pod is less secure than Pod Security restricted, a read-only root
// filesystem and no token.
func (i *inventory) security(o *object, p *pod) {
	found := podsecurity.Lowered(&p.spec, p.annotations)
	for _, name := range Security("").Enum() {
		if slices.Contains(found, name) {
			i.add(lowered, o, name)
		}
	}
}
