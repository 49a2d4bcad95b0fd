package nginxconf_test

import (
	"errors"
	"testing"

	"github.com/djangostack/djangostack/internal/nginxconf"
)

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"":                   `""`,
		"a; } b":             `"a; } b"`,
		`say "no" \n`:        `"say \"no\" \\n"`,
		"$5 and $":           `"${dollar}5 and ${dollar}"`,
		"https://$host$uri":  `"https://${host}${dollar}uri"`,
		"${host}name ${host": `"${host}name ${dollar}{host"`,
		"$hostname":          `"${dollar}hostname"`,
		"$$host":             `"${dollar}${host}"`,
		"two\nlines":         "\"two\nlines\"",
	} {
		if got := nginxconf.Quote(text, "host"); got != want {
			t.Errorf("%q becomes %s, want %s", text, got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for text, want := range map[string]string{
		"$host":          "",
		"$5, $ and $-":   "",
		"$host$uri":      "uri",
		"${uri} ${host}": "uri",
		"${uri":          "",
	} {
		if got := nginxconf.Unknown(text, "host"); got != want {
			t.Errorf("%q has the variable %q, want %q", text, got, want)
		}
	}
}

func TestWhole(t *testing.T) {
	for text, want := range map[string]error{
		"":                                       nil,
		"# nothing":                              nil,
		"gzip off;":                              nil,
		"if ($a = \"}\") { return 403; }":        nil,
		"add_header A 'it is }';":                nil,
		"location ~ \\.php$ { deny all; } # }":   nil,
		"set $a ${b}c;":                          nil,
		"set $a \"\\\"}\";":                      nil,
		"rewrite ^/a/(\\d+)\\{2\\}$ /b/$1 last;": nil,
		"add_header A b}c;":                      nil, // within a word it is a letter
		"}":                                      nginxconf.ErrClosesMore,
		"} location / {":                         nginxconf.ErrClosesMore,
		"a { b; } }":                             nginxconf.ErrClosesMore,
		"a ${{ ; }":                              nginxconf.ErrClosesMore,
		"a #b\n { ; } }":                         nginxconf.ErrClosesMore,
		"a { ":                                   nginxconf.ErrOpenBlock,
		"a { # }":                                nginxconf.ErrOpenBlock,
		"a { 'b }":                               nginxconf.ErrOpenQuote,
		"a \"b;":                                 nginxconf.ErrOpenQuote,
		"a 'b\\'; ":                              nginxconf.ErrOpenQuote,
		"gzip off":                               nginxconf.ErrOpenLine,
		"gzip off\\":                             nginxconf.ErrOpenLine,
		"a { b }":                                nginxconf.ErrOpenLine,
		"a { b} ":                                nginxconf.ErrOpenBlock,
	} {
		if got := nginxconf.Whole(text); !errors.Is(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
