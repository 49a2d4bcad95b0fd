package spec

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Names are the names one value goes by: a text, or a list of several. The empty
// text alone leaves the value out.
type Names []string

// EnvNames are the names of a service's variables, by what they hold.
type EnvNames map[string]Names

// Or returns the names or, if there are none, the one given.
func (n Names) Or(name string) Names {
	if len(n) == 0 {
		return Names{name}
	}
	return n
}

// Given returns the names, but none for the empty name, which leaves the variable out.
func (n Names) Given() []string {
	if len(n) == 1 && n[0] == "" {
		return nil
	}
	return n
}

// ShortForm lets a file write a single name without the list.
func (Names) ShortForm() string { return "" }

// MarshalJSON writes a list, also of a single name, since a CustomResourceDefinition knows
// no other form.
func (n Names) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]string{}, n...))
}

// UnmarshalJSON reads a name or a list of names.
func (n *Names) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*n = Names{one}
		return nil
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("expected a name or a list of names")
	}
	*n = list
	return nil
}

// EnvPrefix returns what the names of a service's variables begin with: DATABASE for the
// default database, DATABASE_REPLICA for the one with the alias replica.
func EnvPrefix(kind, alias string) string {
	if alias == "default" {
		return kind
	}
	return kind + "_" + EnvName(alias)
}

// VariableName returns the name, unless envNames says another, of the variable that holds
// a field of a service whose variables begin with prefix: DATABASE_HOST.
func VariableName(prefix, field string) string {
	switch prefix + "." + field {
	case "BROKER.url":
		return "CELERY_BROKER_URL"
	case "BROKER.resultBackend":
		return "CELERY_RESULT_BACKEND"
	case "EMAIL.user", "EMAIL.password":
		return "EMAIL_HOST_" + EnvName(field)
	case "EMAIL.startTLS":
		return "EMAIL_USE_TLS"
	case "EMAIL.implicitTLS":
		return "EMAIL_USE_SSL"
	case "EMAIL.from":
		return "DEFAULT_FROM_EMAIL"
	default:
		return prefix + "_" + EnvName(field)
	}
}

// EnvName returns a name in the letters that an environment variable may have: capitals,
// digits, underscores.
func EnvName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		default:
			return '_'
		}
	}, name)
}
