package spec

import (
	"encoding/json"
	"fmt"
)

// Names are the names one value goes by: a text, or a list of several. The empty
// text alone leaves the value out.
type Names []string

// EnvNames are the names of a service's variables, by what they hold.
type EnvNames map[string]Names

// Or are the names, or where there are none the one given.
func (n Names) Or(name string) Names {
	if len(n) == 0 {
		return Names{name}
	}
	return n
}

// Given are the names without the empty one, which is none.
func (n Names) Given() []string {
	if len(n) == 1 && n[0] == "" {
		return nil
	}
	return n
}

// MarshalJSON writes a single name as such, as people do.
func (n Names) MarshalJSON() ([]byte, error) {
	if len(n) == 1 {
		return json.Marshal(n[0])
	}
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

// names checks new names of a variable.
func (r *report) names(at string, names Names) {
	for i, name := range names {
		place := nameAt(at, names, i)
		switch {
		case name != "":
			r.variable(place, name)
		case len(names) > 1:
			r.invalid(place, `is empty beside other names; remove it, or write "" alone to leave the variable out`)
		}
	}
}

// nameAt is where one of several names stands: a single one may stand alone.
func nameAt(at string, names Names, i int) string {
	if len(names) == 1 {
		return at
	}
	return fmt.Sprintf("%s[%d]", at, i)
}
