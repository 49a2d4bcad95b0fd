package generate

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
)

// defaults are settings of a program that give way to the project's own, wherever it
// has made them: in its settings, in the program's config file, in the image's
// environment. A launcher puts them where the program itself has its defaults. Names
// in capitals are environment variables, the others what the program calls the
// setting.
type defaults map[string]any

const defaultsVariable = "DJANGOSTACK_DEFAULTS"

// defaultsEnv hands defaults to the launcher.
func defaultsEnv(d defaults) []corev1.EnvVar {
	text, err := json.Marshal(d) // in the order of the names
	if err != nil {
		panic(fmt.Sprintf("defaults: %v", err)) // numbers and words of the program's own
	}
	return []corev1.EnvVar{literalVar(defaultsVariable, string(text))}
}
