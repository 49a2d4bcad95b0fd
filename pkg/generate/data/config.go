package data

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// directive is one line of a server's configuration.
type directive struct{ name, value string }

// configured are the stack's own settings with those the user gives: in the place of
// one of the same name, or behind them all.
func configured(own []directive, given map[string]string) []directive {
	all := slices.Clone(own)
	for _, name := range sorted.Keys(given) {
		same := func(s directive) bool { return spec.SettingName(s.name) == spec.SettingName(name) }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].value = given[name]
		} else {
			all = append(all, directive{name, given[name]})
		}
	}
	return all
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
		if s.value != "" || !spec.IsSwitch(s.name) {
			args[i] += "=" + strings.ReplaceAll(s.value, "$", "$$")
		}
	}
	return args
}
