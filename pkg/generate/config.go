package generate

import (
	"maps"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// directive is one line of a server's configuration.
type directive struct{ name, value string }

// configured are the stack's own settings with those the user gives: in the place of
// one of the same name, or behind them all.
func configured(own []directive, given map[string]string) []directive {
	all, rest := slices.Clone(own), maps.Clone(given)
	for i, s := range all {
		for name, value := range given {
			if sameSetting(name, s.name) {
				all[i].value = value
				delete(rest, name)
			}
		}
	}
	for _, name := range sorted.Keys(rest) {
		all = append(all, directive{name, rest[name]})
	}
	return all
}

// sameSetting knows that MySQL reads dashes and underscores alike.
func sameSetting(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "_", "-"), strings.ReplaceAll(b, "_", "-"))
}

// lines are settings as a file has them, with what stands between name and value.
func lines(settings []directive, between string) string {
	var b strings.Builder
	for _, s := range settings {
		b.WriteString(s.name + between + s.value + "\n")
	}
	return b.String()
}

// longOptions are settings as a command line has them. Kubernetes would replace a
// $(NAME) in one.
func longOptions(settings []directive) []string {
	args := make([]string, len(settings))
	for i, s := range settings {
		args[i] = "--" + s.name
		if s.value != "" {
			args[i] += "=" + strings.ReplaceAll(s.value, "$", "$$")
		}
	}
	return args
}
