package stack

import (
	"fmt"
	"path"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// checkVariables refuses variables of a binding of which no environment could be made.
func checkVariables(b *Binding) error {
	known, named := map[string]bool{}, map[string]Variable{}
	for _, v := range b.Variables {
		err := v.check(known)
		if other, taken := named[v.Name]; taken && err == nil && !v.sameValue(other) {
			err = fmt.Errorf("its Name %s is that of %q too; rename one", v.Name, other.Key)
		}
		if err != nil {
			return fmt.Errorf("binding of kind %s: variable %q: %w", b.Kind, v.Key, err)
		}
		known[v.Key], named[v.Name] = true, v
	}
	return nil
}

// check returns what is wrong with a variable that is behind those of known keys. Whether the
// project's own names for it can be used is the spec's business.
func (v Variable) check(known map[string]bool) error {
	values := 0
	for _, given := range []bool{v.Value != "", v.Secret != nil, v.Composed != ""} {
		if given {
			values++
		}
	}
	switch {
	case v.Key == "":
		return fmt.Errorf("has no Key; set one, such as %q", "host")
	case values > 1:
		return fmt.Errorf("must have one of Value, Secret and Composed; leave out the others")
	case v.Secret != nil && (v.Secret.Secret == "" || v.Secret.Key == ""):
		return fmt.Errorf("its Secret must have a name and a key; set both, by a default of the section for one")
	case len(validation.IsCIdentifier(v.Name)) > 0:
		return fmt.Errorf("its Name %q must be of letters, digits and '_', and not begin with a digit; choose another",
			v.Name)
	}
	for _, key := range keysIn(v.Composed) {
		if !known[key] {
			return fmt.Errorf("its Composed has $(%s), which is the key of no variable before it; put that one before it, or "+
				"correct the key", key)
		}
	}
	return nil
}

// sameValue reports whether two variables have one value.
func (v Variable) sameValue(other Variable) bool {
	return v.Value == other.Value && v.Composed == other.Composed && reflect.DeepEqual(v.Secret, other.Secret)
}

// keysIn returns the keys that a composed text names.
func keysIn(composed string) []string {
	var keys []string
	for {
		_, rest, found := strings.Cut(composed, "$(")
		if !found {
			return keys
		}
		key, rest, _ := strings.Cut(rest, ")")
		keys, composed = append(keys, key), rest
	}
}

// checkCollisions refuses an environment variable that another binding sets, or the same one
// twice.
func (st *Stack) checkCollisions(place int, variables map[string]int) error {
	b := &st.Bindings[place]
	for _, v := range b.EnvVars() {
		if other, taken := variables[v.Name]; taken {
			return fmt.Errorf("binding of kind %s: sets the variable %s, and so does that of kind %s of component %s; "+
				"rename one", b.Kind, v.Name, st.Bindings[other].Kind, st.from.bindings[other])
		}
		variables[v.Name] = place
	}
	return nil
}

// checkFiles refuses files of a binding that no container could have.
func (b *Binding) checkFiles() error {
	for _, file := range sorted.Keys(b.Files) {
		if !path.IsAbs(file) || path.Clean(file) != file || file == "/" {
			return fmt.Errorf("file %q: must be an absolute path, such as /etc/ssl/ca.crt; correct it", file)
		}
		if err := checkSecretKey(b.Files[file]); err != nil {
			return fmt.Errorf("file %s: %w", file, err)
		}
	}
	return nil
}

func checkSecretKey(ref spec.SecretKey) error {
	if len(validation.IsDNS1123Subdomain(ref.Secret)) > 0 {
		return fmt.Errorf("secret %q: must be the name of a Secret, of lower-case letters, digits, '-' and '.'; correct it",
			ref.Secret)
	}
	if len(validation.IsConfigMapKey(ref.Key)) > 0 {
		return fmt.Errorf("key %q of the Secret %s: must be of letters, digits, '-', '_' and '.'; correct it", ref.Key,
			ref.Secret)
	}
	return nil
}
