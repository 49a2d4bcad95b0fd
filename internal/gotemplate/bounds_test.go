package gotemplate_test

import (
	"strings"
	"testing"
)

// TestBounds renders what would take for ever, or all the memory, if nobody counted.
func TestBounds(t *testing.T) {
	const (
		steps = "takes more than 1000000 steps"
		text  = "makes a text of more than 1048576 bytes"
		value = "a value has more than 1048576 bytes"
		deep  = "includes templates more than 64 deep"
	)
	double := "{{ $s := \"0123456789\" }}{{ range until 100 }}{{ $s = print $s $s }}{{ end }}"
	big := "{{ $big := repeat 1000000 \"x\" }}"
	for _, tt := range []struct{ reason, in, want string }{
		{"loops in loops", strings.Repeat("{{ range until 1000 }}", 4) + strings.Repeat("{{ end }}", 4), steps},
		{"an include of itself", "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}", deep},
		{"a template of itself", "{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" . }}", deep},
		{"two includes of itself", "{{ define \"x\" }}{{ if lt . 60 }}{{ include \"x\" (add1 .) }}{{ include \"x\" (add1 .) }}{{ end }}{{ end }}{{ include \"x\" 0 }}", steps},
		{"a text of tpl that is itself", "{{ define \"x\" }}{{ tpl . . }}{{ end }}{{ include \"x\" \"{{ tpl . . }}\" }}", deep},
		{"a text that doubles", double, text},
		{"a list that doubles", "{{ $l := list 1 }}{{ range until 100 }}{{ $l = list $l $l }}{{ end }}{{ len $l }}", value},
		{"a list that is appended to itself", "{{ $l := list 1 }}{{ range until 100 }}{{ $l = concat $l $l }}{{ end }}", steps},
		{"a map that doubles", "{{ $d := dict \"a\" 1 }}{{ range $i := until 100 }}{{ $_ := set $d (print $i) $d }}{{ end }}{{ toYaml $d }}", value},
		{"a deep map", "{{ $d := dict }}{{ range until 100 }}{{ $d = dict \"a\" $d }}{{ end }}", "a value is nested more than 64 deep"},
		{"texts in a list", big + "{{ list $big $big | toYaml }}", value},
		{"repeat", "{{ repeat 10000000 \"x\" }}", text},
		{"repeat, negative", "{{ repeat -1 \"x\" }}", "must not be repeated -1 times; write 0 or more"},
		{"indent", big + "{{ indent 1000000000 $big }}", text},
		{"nindent", "{{ nindent 2000000 \"x\" }}", text},
		{"nindent, negative", "{{ nindent -1 \"x\" }}", "must not indent by -1; write 0 or more"},
		{"replace", big + "{{ replace \"x\" $big $big }}", text},
		{"replace of nothing", big + "{{ replace \"\" \"ab\" $big }}", text},
		{"join", big + "{{ join $big (until 1000) }}", text},
		{"cat", big + "{{ cat $big $big }}", text},
		{"wrapWith", big + "{{ wrapWith 1 $big $big }}", text},
		{"printf", "{{ printf \"%100000d\" 1 }}", "printf must not print wider than 999; write a smaller width"},
		{"printf, a width among the arguments", "{{ printf \"%*d\" 100000 1 }}", "printf must not take a width or the place of a value from '*'"},
		{"printf, a place", "{{ printf \"%[1]s%[1]s\" \"a\" }}", "printf must not take a width or the place of a value from '['"},
		{"until", "{{ until 1001 | len }}", "counts more than 1000 numbers"},
		{"untilStep", "{{ untilStep 0 100000000 3 | len }}", "counts more than 1000 numbers"},
		{"untilStep, to the end of all numbers", "{{ untilStep 9223372036854775800 9223372036854775807 1 | len }}", "counts more than 1000 numbers"},
		{"seq", "{{ seq 0 1 100000000 }}", "counts more than 1000 numbers"},
		{"uniq", big + "{{ uniq (regexFindAll \"x\" $big -1) }}", value},
		{"has", "{{ has 1 (splitList \"\" (repeat 5000 \"x\")) }}", "compares more than 1000 items"},
		{"split", "{{ range until 1000 }}{{ $_ := split \"\" (repeat 10000 \"x\") }}{{ end }}", steps},
		{"a regular expression that repeats", "{{ regexMatch \"((a{100}){100}){100}\" \"a\" }}", "invalid repeat count"},
		{"a regular expression that repeats less", "{{ regexMatch \"((a{30}){30})(b{30}){30}\" \"a\" }}", "a regular expression repeats too much"},
		{"a regular expression in a long text", big + "{{ range until 1000 }}{{ $_ := regexMatch \"(x+x+)+y\" $big }}{{ end }}", steps},
		{"a replacement that repeats", big + "{{ regexReplaceAll \"(x+)\" $big \"$1$1$1\" }}", text},
		{"a long set of characters", big + "{{ trimAll (repeat 1001 \"é\") $big }}", "an argument has more than 1000 bytes"},
		{"parts of nothing", "{{ chunk 0 (list 1 2) }}", "must not divide into parts of 0; write 1 or more"},
		{"output", big + "{{ range until 9 }}{{ $big }}{{ end }}", text},
		{"a text in one loop", big + "{{ range until 1000 }}{{ $_ := upper $big }}{{ end }}", steps},
		{"aliases", "{{ fromYaml \"a: &a [1,1,1,1,1,1,1,1,1,1]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\\n\" }}", "aliases add more than 10000 values"},
	} {
		got, wrong := render(t, tt.in)
		if wrong == nil {
			t.Errorf("%s: rendered %d bytes", tt.reason, len(got))
		} else if !strings.Contains(wrong.Message, tt.want) {
			t.Errorf("%s: %s, want %s", tt.reason, wrong.Message, tt.want)
		}
	}
}
