package spec

import (
	"strings"
	"testing"
)

// TestEnvNamesAreDocumented: the comment of each service's envNames lists the keys that
// its table has.
func TestEnvNamesAreDocumented(t *testing.T) {
	for path, keys := range map[string][]string{
		"databases.NAME.envNames": databaseVariables.keys(),
		"caches.NAME.envNames":    cacheVariables.keys(),
		"broker.envNames":         brokerVariables.keys(),
	} {
		text, err := Explain(path)
		if err != nil {
			t.Fatal(err)
		}
		want := "renames the variables: " + strings.Join(keys, ", ") + "."
		if text = strings.Join(strings.Fields(text), " "); !strings.Contains(text, want) {
			t.Errorf("%s: %s\ndoes not say: %s", path, text, want)
		}
	}
}
