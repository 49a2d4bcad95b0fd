package django

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Defaults are settings of a program that give way to the project's own, wherever it
// has made them: in its settings, in the program's config file, in the image's
// environment. A launcher puts them where the program itself has its defaults. Names
// in capitals are environment variables, the others what the program calls the
// setting.
type Defaults map[string]any

const defaultsVariable = "DJANGOSTACK_DEFAULTS"

// DefaultsEnv hands defaults to the launcher.
func DefaultsEnv(d Defaults) []corev1.EnvVar {
	text, err := json.Marshal(d) // in the order of the names
	if err != nil {
		panic(fmt.Sprintf("defaults: %v", err)) // numbers and words of the program's own
	}
	return []corev1.EnvVar{stack.LiteralVar(defaultsVariable, string(text))}
}
