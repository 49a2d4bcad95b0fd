package printable

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode"

	"github.com/djangostack/djangostack/internal/worktest"
)

func TestLine(t *testing.T) {
	for _, c := range []struct{ text, want, reason string }{
		{"spec.web: a \"b\" ünïcode ✓ 日本", "spec.web: a \"b\" ünïcode ✓ 日本", "what can be seen stays"},
		{`a\nb`, `a\nb`, "what is escaped already stays"},
		{"a\nb\r\tc", `a\nb\r\tc`, "line ends and tabs"},
		{"\x1b[31mred\x07\x7f", `\x1b[31mred\a\x7f`, "what moves a terminal's cursor"},
		{"\u009b31m", `\u009b31m`, "the same in one character"},
		{"a\u2028b\u2029\u0085", `a\u2028b\u2029\u0085`, "line ends of Unicode"},
		{"a\u202eb\u200b\ufeff", `a\u202eb\u200b\ufeff`, "what changes the order, or has no width"},
		{"\xffa", `\xffa`, "no UTF-8"},
		{"::error::x", `\x3a:error::x`, "a command to GitHub"},
		{"  ::error::x", `  \x3a:error::x`, "GitHub trims the line"},
		{"a ::error::x", "a ::error::x", "not at the beginning"},
		{"a ##vso[task.setvariable x]y", `a #\x23vso[task.setvariable x]y`, "a command to Azure"},
		{"##[error]", `#\x23[error]`, "one to both"},
		{"## heading", "## heading", "no command"},
	} {
		if got := Line(c.text); got != c.want {
			t.Errorf("%q: %s, want %s: %s", c.text, got, c.want, c.reason)
		}
	}
}

func TestText(t *testing.T) {
	const text = "-a\tb\n+\x1b[0m\n ::error::x\n"
	if got, want := Text(text), "-a\tb\n+\\x1b[0m\n \\x3a:error::x\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestName(t *testing.T) {
	for _, c := range [][2]string{
		{"stacks/shop.yaml", "stacks/shop.yaml"},
		{"", `""`},
		{" a", `" a"`},
		{"::error::.yaml", `"::error::.yaml"`},
		{"a\nb", `"a\nb"`},
		{"##vso[x]", `"#\x23vso[x]"`},
	} {
		if got := Name(c[0]); got != c[1] {
			t.Errorf("%q: %s, want %s", c[0], got, c[1])
		}
	}
}

func TestError(t *testing.T) {
	one, two := errors.New("a\nb"), fmt.Errorf("%s: %w", "::x\n", fs.ErrNotExist)
	for _, c := range []struct {
		err          error
		want, reason string
	}{
		{one, `a\nb`, "line ends are from outside"},
		{errors.Join(one, two), "a\\nb\n\\x3a:x\\n: file does not exist", "one a line"},
		{errors.Join(errors.Join(one, one), two), "a\\nb\na\\nb\n\\x3a:x\\n: file does not exist", "within each other"},
		{fmt.Errorf("%w", errors.Join(one, one)), "a\\nb\na\\nb", "behind another type"},
		{fmt.Errorf("x\n: %w", errors.Join(one, one)), "x\\n: a\\nb\na\\nb", "behind a name"},
		{fmt.Errorf("%w: %w", one, one), `a\nb: a\nb`, "on one line"},
		{errors.Join(one, Block("-a\n+\x1bb\n")), "a\\nb\n-a\n+\\x1bb\n", "a difference"},
	} {
		if got := Error(c.err); got != c.want {
			t.Errorf("%q, want %q: %s", got, c.want, c.reason)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add("a\n::b\x1b##vso[")
	f.Fuzz(func(t *testing.T, text string) {
		worktest.Bounded(t, len(text), 1000, func() { Line(text) })
		for _, got := range []string{Line(text), Name(text)} {
			if strings.IndexFunc(got, unicode.IsControl) >= 0 {
				t.Errorf("%q holds a control character", got)
			}
			if strings.HasPrefix(strings.TrimSpace(got), "::") || azure().MatchString(got) {
				t.Errorf("%q is a command", got)
			}
			if again := Line(got); again != got {
				t.Errorf("%q becomes %q", got, again)
			}
		}
	})
}
