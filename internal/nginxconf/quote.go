package nginxconf

import (
	"slices"
	"strings"
)

// MaxParameter is how many bytes a parameter may have, its quotes included
// (NGX_CONF_BUFFER).
const MaxParameter = 4095

// Dollar is the variable that stands for a dollar sign, since nginx has no way to escape
// one. A configuration that uses [Quote] defines it: geo $dollar { default "$"; }.
const Dollar = "${dollar}"

// Quote returns text as one parameter. The variables keep their meaning, as $name and as
// ${name}; any other dollar sign is one.
func Quote(text string, variables ...string) string {
	var out strings.Builder
	out.WriteByte('"')
	for text != "" {
		plain, rest, found := strings.Cut(text, "$")
		escape(&out, plain)
		if text = rest; !found {
			break
		}
		name, after := variable(rest)
		if !slices.Contains(variables, name) {
			out.WriteString(Dollar)
			continue
		}
		out.WriteString("${" + name + "}")
		text = after
	}
	out.WriteByte('"')
	return out.String()
}

// Unknown returns the first variable in text that is not among those given, "" if there is
// none. A dollar sign without a name behind it is no variable.
func Unknown(text string, variables ...string) string {
	for {
		_, rest, found := strings.Cut(text, "$")
		if !found {
			return ""
		}
		name, after := variable(rest)
		if name != "" && !slices.Contains(variables, name) {
			return name
		}
		text = after
	}
}

// variable is the name that text begins with, with or without braces, and what follows.
func variable(text string) (name, after string) {
	inner, braces := strings.CutPrefix(text, "{")
	end := 0
	for end < len(inner) && isNameByte(inner[end]) {
		end++
	}
	name, after = inner[:end], inner[end:]
	switch {
	case name == "" || name[0] >= '0' && name[0] <= '9':
		return "", text
	case !braces:
		return name, after
	}
	after, closed := strings.CutPrefix(after, "}")
	if !closed {
		return "", text
	}
	return name, after
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// escape writes text as it stands within quotes.
func escape(out *strings.Builder, text string) {
	for i := range len(text) {
		if text[i] == '"' || text[i] == '\\' {
			out.WriteByte('\\')
		}
		out.WriteByte(text[i])
	}
}
