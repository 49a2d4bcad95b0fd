package spectest

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// misread are names that kustomize reads as something other than text where it
// drops the quotes of keys: what Validate lets through of them must compile.
var misread = []string{"null", "Null", "true", "FALSE", "12", "1.5", "0x1F", "1e3", "1_000", "2024-01-01"}

// words are names a YAML reader might take for something else, and plain ones.
var words = []string{
	"a", "mail", "reports", "high-priority", "null", "true", "on", "y", "n0", "x1e3", "shop", "billing", "eu-west-1",
	"a-name-that-is-rather-long-for-a-name", strings.Repeat("n", 40),
}

// label is a DNS label that begins with a letter.
func (g *generator) label() string {
	if g.chance(0.3) {
		return fmt.Sprintf("%s-%d", one(g.Rand, words[:8]...), g.IntN(100))
	}
	return one(g.Rand, words...)
}

// stackName is one, often of the 40 characters that are allowed, so that names of
// objects have to be cut.
func (g *generator) stackName() string {
	if g.chance(0.3) {
		return "s" + strings.Repeat("tack-name", 4) + "-no"
	}
	return g.label()
}

// alias is the name of a database, cache or worker: mostly the default one, and now and
// then one that no file may have.
func (g *generator) alias() string {
	if g.chance(0.05) {
		return one(g.Rand, "con", "com1")
	}
	if g.chance(0.5) {
		return "default"
	}
	return g.label()
}

func (g *generator) host() string {
	return g.label() + one(g.Rand, ".example.com", ".example", ".a.b.c.example.org")
}

func (g *generator) repository() string {
	return one(g.Rand, "shop", "acme/shop", "registry.example/acme/"+g.label(), "localhost:5000/shop",
		"docker.io/library/python", "registry.example:5000/a/b/c_d")
}

func (g *generator) tag() string {
	return one(g.Rand, "1", "1.0", "1e3", "v2.3.4", "null", "0x1F", "2024-01-01", "1_000", "main-4f2c", "017", "off")
}

func (g *generator) module() string { return one(g.Rand, "shop", "my_site", "acme.shop", "Null") }

func (g *generator) settings() string {
	return g.module() + ".settings" + one(g.Rand, "", ".production")
}

func (g *generator) probePath() string {
	return "/" + g.label() + one(g.Rand, "", "/", "?a=b&c=%20d")
}

func (g *generator) identifier() string { return one(g.Rand, "shop", "my_db", "App1", "null", "_a") }

// variable is the name of an environment variable, from a set small enough
// that environments override what the spec has.
func (g *generator) variable() string {
	if g.chance(0.02) {
		return one(g.Rand, misread...)
	}
	return one(g.Rand, "LOG_LEVEL", "DEBUG", "a", "_x", "TZ", "FEATURE_A", "FEATURE_B", "CACHE_URL", "DATABASE_URL",
		"PORT", "DJANGO_SETTINGS_MODULE", "N", "Y")
}

// newVariable is a name that hardly another variable has, or "" to leave it out.
func (g *generator) newVariable() string {
	if g.chance(0.02) {
		return one(g.Rand, "", "", "", "SECRET_KEY", "DATABASE_URL", "CACHE_HOST", "BROKER_PASSWORD", "PORT", "a")
	}
	return fmt.Sprintf("RENAMED_%d", g.IntN(1e9))
}

// configValue is a line of a server's configuration.
func (g *generator) configValue() string {
	return one(g.Rand, "64MB", "0", "on", "", "$(X)", "a b", "'quoted'", "1e3")
}

func (g *generator) qualified() string {
	if g.chance(0.02) {
		return one(g.Rand, misread...)
	}
	return one(g.Rand, "team", "example.com/owner", "example.com/a.b_c-d", "on", "prometheus.io/scrape", "Y")
}

// labelValue is allowed as a label's value and hard on YAML.
func (g *generator) labelValue() string {
	return one(g.Rand, "", "a", "null", "true", "yes", "1e3", "0x1F", "1.0", "2024-01-01", "A.b_c-D",
		"12345678901234567890", "y", strings.Repeat("long", 15))
}

// nastyTexts are values that quoting, templating, merging, splitting at '=' or
// trimming would change.
var nastyTexts = []string{
	"", "plain", "null", "~", "true", "False", "yes", "on", "1e3", "017", "0x1F", "1_000", "12:30:45", "2024-01-01",
	".5", "'quoted'", `"quoted"`, `"`, `'`, `''`, `it's "both"`, `'open`, "a=b=c", "=", "# comment", "a # b", "$(X)",
	"$$(X)", "$(", "{{ .Values.x }}", "{a: b}", "[a, b]", "- a", "a: b", "key:", "*anchor", "&anchor", "!tag", "|",
	">", "%", "@", "`", " leading", "trailing ", "  both  ", "\ttab", "\ttab\nfirst\n", "tab\t", " ", "line\nline",
	"line\n", "\nline", "\n", "a\n\n\nb\n\n", "  indented\nless\n", "trailing space \nnext", "crlf\r\nline", "\r",
	"back\\slash", `\n`, `C:\dir\`, "ünïcode ✓ 日本", "😀", "\u00a0nbsp", "\u2028", "---", "--- a", "...", "<<", "? a",
	"?", "a\tb", "a,b",
}

// argument is any text a command may be given.
func (g *generator) argument() string {
	switch {
	case g.chance(0.05):
		return strings.Repeat("very long, with spaces; ", 40) + one(g.Rand, nastyTexts...)
	case g.chance(0.15):
		return one(g.Rand, nastyTexts...) + one(g.Rand, nastyTexts...)
	}
	return one(g.Rand, nastyTexts...)
}

// line is an argument of one line.
func (g *generator) line() string {
	return strings.NewReplacer("\n", " ", "\r", " ").Replace(g.argument())
}

// nastyWords are arguments of a command.
func (g *generator) nastyWords() []string {
	out := []string{"--x"}
	for range g.IntN(3) {
		out = append(out, g.argument())
	}
	return out
}

// bytes is an amount of memory or storage, some of them not in the shortest
// form.
func (g *generator) bytes() resource.Quantity {
	return resource.MustParse(one(g.Rand, "256Mi", "1Gi", "1024Mi", "1.5Gi", "2000000000", "3G", "2Ti", "0.5Gi",
		"134217728", "1e9"))
}

// cores is an amount of CPU.
func (g *generator) cores() string {
	return one(g.Rand, "1", "500m", "0.25", "2000m", "1.5", "100m", "3")
}
