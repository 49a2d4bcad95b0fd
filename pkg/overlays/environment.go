package overlays

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// environment is one environment, compiled in full.
type environment struct {
	// Name is the directory below overlays, as in "prod".
	Name string
	// Namespace is written as kustomize's namespace field; "" writes none.
	Namespace string
	// KeepNamespaces says that some of the objects are of other namespaces, and stay there.
	KeepNamespaces bool
	// IsClusterScoped reports which kinds belong to the cluster; nil: those that kustomize knows.
	IsClusterScoped func(schema.GroupKind) bool
	// Labels are carried by every object and pod template on top of their own.
	Labels map[string]string
	// Draft holds the objects as the builders made them: no namespace, none
	// of Labels, ConfigMaps and Jobs under the names they have in every
	// environment.
	Draft []stack.Object
	// Finish makes of these what the overlay must build to, in the order it is
	// applied in: namespace and labels set, ConfigMap names hashed and references
	// to them rewritten, Job names ending in their content hash. It may change
	// them where they are, since they have been read by then.
	Finish func(draft []stack.Object) []stack.Object
	// SecretsFile names a file that git ignores, from which kustomize makes
	// the Secret SecretName; SecretKeys are the keys it must hold. Empty
	// when the Secrets come from elsewhere.
	SecretsFile string
	SecretName  string
	SecretKeys  []string
	// Header holds comment lines for the top of the kustomization, without
	// the comment sign.
	Header []string
}

func isLabel(name string) bool { return len(validation.IsDNS1123Label(name)) == 0 }

// environment makes one environment in full.
func (c Compiler) environment(st *stack.Stack) (environment, error) {
	draft, err := c.build(st)
	if err != nil {
		return environment{}, err
	}
	secrets := stack.Secrets(draft)
	own := st.Spec.Secrets
	env := environment{
		Name:      st.Environment,
		Namespace: st.Spec.Namespace.Name,
		Labels:    st.InstanceLabels(),
		Draft:     draft,
		Finish:    st.Finish,

		KeepNamespaces:  st.HasForeign(draft),
		IsClusterScoped: st.IsClusterScoped,
	}
	if own.EnvFile != "" {
		env.SecretsFile, env.SecretName, env.SecretKeys = own.EnvFile, own.Name, secrets[own.Name]
		delete(secrets, own.Name)
	}
	env.Header = secretsHeader(secrets)
	return env, nil
}

// secretsHeader returns the lines at the top of an overlay about what it does not bring along.
func secretsHeader(secrets map[string][]string) []string {
	if len(secrets) == 0 {
		return nil
	}
	lines := []string{"Secrets that must exist in the namespace:"}
	for _, name := range sorted.Keys(secrets) {
		line := "  " + name
		if keys := secrets[name]; len(keys) > 0 {
			line += ": " + strings.Join(keys, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}

// check refuses names that cannot be paths, before anything is computed.
func (e environment) check() error {
	if !isLabel(e.Name) {
		return fmt.Errorf("environment %q: use lower-case letters, digits and '-', up to 63 characters", e.Name)
	}
	if !bounds.Portable(e.Name) {
		return fmt.Errorf("environment %q: Windows has no folder of that name; choose another", e.Name)
	}
	if e.Namespace != "" && !isLabel(e.Namespace) {
		return fmt.Errorf("environment %s: namespace %q: use lower-case letters, digits and '-', up to 63 characters",
			e.Name, e.Namespace)
	}
	if e.SecretsFile == "" {
		return nil
	}
	if !spec.IsEnvFile(e.SecretsFile) {
		return fmt.Errorf("environment %s: secrets file %q: use a plain file name such as secrets.env", e.Name, e.SecretsFile)
	}
	if e.SecretName == "" {
		return fmt.Errorf("environment %s: secrets file %s: no Secret to make from it; name one", e.Name, e.SecretsFile)
	}
	for _, key := range e.SecretKeys {
		if len(validation.IsCIdentifier(key)) > 0 {
			return fmt.Errorf("environment %s: secret key %q: a key read from a file must be a variable name", e.Name, key)
		}
	}
	return nil
}
