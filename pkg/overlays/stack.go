package overlays

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Compile turns a stack into its tree: the base, which is the spec with no
// environment applied, and one overlay for each environment. Every overlay is
// proved to build to exactly the objects of its environment before the tree is
// returned, sorted by path.
func Compile(s *spec.DjangoStack) ([]File, error) {
	names := s.EnvironmentNames()
	envs := make([]Environment, len(names))
	failed := make([]error, len(names)+1)
	var base []generate.Object
	var work sync.WaitGroup
	work.Go(func() {
		st, err := resolve(s, "")
		if err != nil {
			failed[len(names)] = err
			return
		}
		base = st.Build()
	})
	for i, name := range names {
		work.Go(func() { envs[i], failed[i] = environment(s, name) })
	}
	work.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Metadata.Name, err)
		}
	}
	return compile(s.Metadata.Name, base, envs)
}

// environment compiles one environment in full.
func environment(s *spec.DjangoStack, name string) (Environment, error) {
	st, err := resolve(s, name)
	if err != nil {
		return Environment{}, err
	}
	draft := st.Build()
	final := st.Finish(draft)
	secrets := generate.Secrets(final)
	own := st.Spec.Secrets
	env := Environment{
		Name:      name,
		Namespace: st.Spec.Namespace.Name,
		Labels:    st.InstanceLabels(),
		Draft:     draft,
		Final:     final,
	}
	if own.EnvFile != "" {
		env.SecretsFile, env.SecretName, env.SecretKeys = own.EnvFile, own.Name, secrets[own.Name]
		delete(secrets, own.Name)
	}
	env.Header = secretsHeader(secrets)
	return env, nil
}

func resolve(s *spec.DjangoStack, name string) (*generate.Stack, error) {
	merged, err := s.For(name)
	if err != nil {
		return nil, err
	}
	merged.SetDefaults(name)
	return generate.Resolve(merged, name), nil
}

// secretsHeader says at the top of an overlay what it does not bring along.
func secretsHeader(secrets map[string][]string) []string {
	if len(secrets) == 0 {
		return nil
	}
	lines := []string{"Secrets that must exist in the namespace:"}
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		line := "  " + name
		if keys := secrets[name]; len(keys) > 0 {
			line += ": " + strings.Join(keys, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}
