package overlays

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// Compiler turns stacks into trees. The zero value is ready to use.
type Compiler struct {
	// Components make the objects. Default: [generate.Components].
	Components []generate.Component
	// Mutate may change, add and remove objects before overlays are computed.
	// It is called once for each environment, with environment "" for the base,
	// from several goroutines at once; the objects are its own. Names it finds
	// are plain: namespace, environment labels and content hashes come later.
	Mutate func(environment string, objects []generate.Object) ([]generate.Object, error)
	// Checked says that [spec.Document.Check] found no error in the stacks: they
	// are not validated once more. Default: false.
	Checked bool
}

// Compile turns a stack into its tree with the built-in components. See
// [Compiler.Compile].
func Compile(s *spec.DjangoStack) ([]File, error) { return Compiler{}.Compile(s) }

// Compile turns a stack into its tree: the base, which is the spec with no
// environment applied, and one overlay for each environment. Every overlay is
// proved to build to exactly the objects of its environment before the tree is
// returned, sorted by path. A stack that is not valid in one of its
// environments is refused; for positions in its file call
// [spec.Document.Check] first.
func (c Compiler) Compile(s *spec.DjangoStack) ([]File, error) {
	base, envs, err := c.environments(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Metadata.Name, err)
	}
	return compile(s.Metadata.Name, base, envs)
}

// Objects are those of one environment in the order they are applied, as its overlay
// builds them; a Secret that the overlay makes of [spec.Secrets.EnvFile] is not among
// them.
func (c Compiler) Objects(s *spec.DjangoStack, environment string) ([]generate.Object, error) {
	st, draft, err := c.build(s, environment)
	if err != nil {
		return nil, err
	}
	final := st.Finish(draft)
	return final, fit(final)
}

// environments makes the objects of the base and of every environment.
func (c Compiler) environments(s *spec.DjangoStack) (base []generate.Object, envs []environment, err error) {
	if !c.Checked {
		if large := spec.CheckLimits(s); large != nil {
			return nil, nil, large
		}
	}
	names := s.EnvironmentNames()
	envs = make([]environment, len(names))
	failed := make([]error, len(names)+1)
	var work sync.WaitGroup
	work.Go(func() {
		_, base, failed[len(names)] = c.build(s, "")
	})
	for i, name := range names {
		work.Go(func() { envs[i], failed[i] = c.environment(s, name) })
	}
	work.Wait()
	return base, envs, cmp.Or(failed...)
}

// environment compiles one environment in full.
func (c Compiler) environment(s *spec.DjangoStack, name string) (environment, error) {
	st, draft, err := c.build(s, name)
	if err != nil {
		return environment{}, err
	}
	final := st.Finish(draft)
	if err := fit(final); err != nil {
		return environment{}, fmt.Errorf("environment %s: %w", name, err)
	}
	secrets := generate.Secrets(final)
	own := st.Spec.Secrets
	env := environment{
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

// build makes the objects of one environment under their plain names.
func (c Compiler) build(s *spec.DjangoStack, name string) (*generate.Stack, []generate.Object, error) {
	merged, err := s.For(name)
	if err != nil {
		return nil, nil, err
	}
	merged.SetDefaults(name)
	if name != "" && !c.Checked { // the base need not be complete
		if errs, _ := spec.Validate(merged); len(errs) > 0 {
			return nil, nil, fmt.Errorf("environment %s: %w", name, errs.ToAggregate())
		}
	}
	st := generate.Resolve(merged, name, c.Components...)
	objects := st.Build()
	if c.Mutate != nil {
		objects, err = c.Mutate(name, generate.Copies(objects))
	}
	return st, objects, err
}

// secretsHeader says at the top of an overlay what it does not bring along.
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
