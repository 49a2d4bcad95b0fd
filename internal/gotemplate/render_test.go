package gotemplate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/gotemplate"
)

// data is what the templates of these tests read.
func data() map[string]any {
	return map[string]any{
		"Values": map[string]any{
			"name": "shop", "port": int64(8080), "share": 0.5, "on": true, "off": false, "empty": "", "nothing": nil,
			"ingress": map[string]any{"host": "shop.example", "paths": []any{"/", "/api"}},
			"list":    []any{int64(3), int64(1), int64(2)},
			"labels":  map[string]any{"b": "2", "a": "1", "c": "3"},
		},
		"Stack": map[string]any{"Name": "shop"},
	}
}

var options = gotemplate.Options{Elsewhere: map[string]string{"Release": "write .Stack"}}

// render renders the first of some templates, the others by the names t1, t2 ….
func render(t *testing.T, templates ...string) (string, *gotemplate.Error) {
	t.Helper()
	var sources []gotemplate.Source
	for i, text := range templates {
		sources = append(sources, gotemplate.Source{Name: "t" + string(rune('0'+i)), Text: text})
	}
	set, wrong := gotemplate.Parse(sources, options)
	if len(wrong) > 0 {
		return "", wrong[0]
	}
	run, err := set.NewRun()
	if err != nil {
		t.Fatal(err)
	}
	out, failed := run.Render("t0", data())
	if failed != nil {
		return "", failed
	}
	return out.Text(), nil
}

func TestRender(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"text", "a\n", "a\n"},
		{"a value", "{{ .Values.name }}:{{ .Values.port }} {{ .Values.share }} {{ .Values.on }}", "shop:8080 0.5 true"},
		{"a pipeline", "{{ .Values.name | upper | quote }}", `"SHOP"`},
		{"a variable", "{{ $v := .Values }}{{ $v.name }}{{ $v = .Stack }}{{ $v.Name }}{{ $.Values.name }}", "shopshopshop"},
		{"in parentheses", "{{ (.Values.ingress).host }}", "shop.example"},
		{"may be missing in parentheses", "{{ (.Values.none).host | default \"x\" }}{{ ((.Values.none).a).b | default \"y\" }}", "xy"},
		{"default", "{{ .Values.none | default 3 }}{{ default .Values.none .Values.name }}", "3shop"},
		{"if", "{{ if .Values.none }}a{{ else if .Values.on }}b{{ end }}{{ if not .Values.none }}c{{ end }}", "bc"},
		{"with", "{{ with .Values.none }}a{{ else }}b{{ end }}{{ with .Values.ingress }}{{ .host }}{{ end }}", "bshop.example"},
		{"and, or", "{{ and .Values.none .Values.none.x | default \"a\" }}{{ or .Values.none .Values.name }}", "ashop"},
		{
			"hasKey, dig", "{{ hasKey .Values \"none\" }}{{ dig \"ingress\" \"host\" \"x\" .Values }}{{ dig \"a\" \"b\" \"x\" .Values }}",
			"falseshop.examplex",
		},
		{"required", "{{ required \"write a name\" .Values.name }}", "shop"},
		{"range over a list", "{{ range $i, $v := .Values.list }}{{ $i }}={{ $v }} {{ end }}", "0=3 1=1 2=2 "},
		{"range over a map is in order", "{{ range $k, $v := .Values.labels }}{{ $k }}{{ $v }}{{ end }}", "a1b2c3"},
		{"range over nothing", "{{ range (list) }}a{{ else }}b{{ end }}", "b"},
		{"break and continue", "{{ range until 9 }}{{ if eq . 1 }}{{ continue }}{{ else if eq . 4 }}{{ break }}{{ end }}{{ . }}{{ end }}", "023"},
		{"keys and values are in order", "{{ keys .Values.labels | join \"\" }}{{ values .Values.labels | join \"\" }}", "abc123"},
		{"toYaml", "a:\n  {{- toYaml .Values.ingress | nindent 2 }}\n", "a:\n  host: shop.example\n  paths:\n  - /\n  - /api\n"},
		{"toJson", "{{ toJson .Values.labels }}{{ .Values.list | toJson }}", `{"a":"1","b":"2","c":"3"}[3,1,2]`},
		{"fromYaml keeps whole numbers", "{{ (fromYaml \"a: 1000000\").a }}", "1000000"},
		{"fromJson", "{{ (index (fromJson \"[{\\\"a\\\": 1.5}]\") 0).a }}", "1.5"},
		{"a define", "{{ define \"x\" }}<{{ . }}>{{ end }}{{ template \"x\" .Values.name }}{{ include \"x\" 1 | upper }}", "<shop><1>"},
		{"a template without data", "{{ define \"x\" }}a{{ end }}{{ template \"x\" }}", "a"},
		{"a block", "{{ block \"x\" .Values.name }}<{{ . }}>{{ end }}", "<shop>"},
		{"tpl", "{{ tpl \"{{ .Values.name }}{{ include \\\"x\\\" 2 }}\" . }}{{ define \"x\" }}<{{ . }}>{{ end }}", "shop<2>"},
		{"a definition in a text of tpl ends with it", "{{ tpl \"{{ define \\\"y\\\" }}a{{ end }}{{ include \\\"y\\\" . }}\" . }}", "a"},
		{
			"set changes a map", "{{ $d := dict \"a\" 1 }}{{ $_ := set $d \"b\" 2 }}{{ toJson $d }}{{ $_ := unset $d \"a\" }}{{ toJson $d }}",
			`{"a":1,"b":2}{"b":2}`,
		},
		{
			"a map that goes into another is copied", "{{ $d := dict \"a\" 1 }}{{ $_ := set $d \"self\" $d }}{{ toJson $d }}",
			`{"a":1,"self":{"a":1}}`,
		},
		{
			"merge", "{{ merge (dict \"a\" 1) (dict \"a\" 2 \"b\" 3) | toJson }}{{ mergeOverwrite (dict \"a\" 1) (dict \"a\" 2) | toJson }}",
			`{"a":1,"b":3}{"a":2}`,
		},
		{
			"merge into a part of itself", "{{ $d := dict \"sub\" (dict \"c\" 1) }}{{ $_ := merge $d.sub $d }}{{ toJson $d }}",
			`{"sub":{"c":1,"sub":{"c":1}}}`,
		},
		{
			"lists", "{{ append .Values.list 4 | toJson }}{{ concat .Values.list (list 9) | join \",\" }}{{ first .Values.list }}{{ rest .Values.list | toJson }}" +
				"{{ without .Values.list 1 | toJson }}{{ uniq (list 1 1 2) | toJson }}{{ has 3 .Values.list }}{{ sortAlpha .Values.list | join \"\" }}",
			"[3,1,2,4]3,1,2,93[1,2][3,2][1,2]true123",
		},
		{"a whole number of any type", "{{ indent (len .Values.list) \"a\" }}{{ trunc .Values.port \"abc\" }}{{ seq .Values.port .Values.port }}", "   aabc8080"},
		{"numbers", "{{ add 1 2 .Values.port }} {{ div 7 2 }} {{ mulf 1.5 2 }} {{ round 3.14159 2 }} {{ max 1 5 3 }}", "8083 3 3 3.14 5"},
		{"regular expressions", "{{ regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"${1}W\" }} {{ regexMatch \"^s\" .Values.name }}", "-W-xxW- true"},
		{"a version", "{{ (semver \"1.2.3\").Minor }}{{ semverCompare \">=1.2\" \"1.3.0\" }}", "2true"},
		{"hashes", "{{ sha256sum \"a\" | trunc 8 }} {{ b64enc \"a\" | b64dec }}", "ca978112 a"},
		{"printf", "{{ printf \"%-5s|%03d|%v\" .Values.name .Values.port .Values.labels }}", "shop |8080|map[a:1 b:2 c:3]"},
		{
			"types", "{{ kindOf .Values.port }} {{ kindIs \"map\" .Values.labels }} {{ kindIs \"slice\" .Values.list }} {{ typeOf .Values.none }}",
			"int64 true true <nil>",
		},
		{"a split map", "{{ (split \".\" \"a.b\")._1 }}", "b"},
		{"trimmed white space", "a {{- /* comment */ -}} b", "ab"},
	} {
		got, wrong := render(t, tt.in)
		if wrong != nil {
			t.Errorf("%s: %v", tt.reason, wrong)
		} else if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"a misspelt field", "a\n{{ .Values.ingres.host }}", `line 2 of template "t0": .Values.ingres is not set; did you mean "ingress"?`},
		{"below a field that is not set", "{{ if .Values.none.x }}{{ end }}", `line 1 of template "t0": .Values.none is not set; set it, or ask for it with default, if or hasKey`},
		{"of a variable", "{{ $v := .Values }}{{ $v.nam }}", `line 1 of template "t0": $v.nam is not set; did you mean "name"?`},
		{"in parentheses", "{{ (.Values).nam }}", `line 1 of template "t0": (…).nam is not set; did you mean "name"?`},
		{"another program's word", "{{ .Release.Name }}", `line 1 of template "t0": .Release is not set; write .Stack`},
		{"a field of text", "{{ .Values.name.first }}", `line 1 of template "t0": .Values.name.first: there are no fields in text; correct the path`},
		{"given to a function", "{{ quote .Values.none }}", `line 1 of template "t0": .Values.none is not set; set it, or ask for it with default, if or hasKey`},
		{"ranged over", "{{ range .Values.none }}{{ end }}", `line 1 of template "t0": .Values.none is not set; set it, or ask for it with default, if or hasKey`},
		{"null is printed", "{{ .Values.nothing }}", `line 1 of template "t0": null is printed; give a value with default, or ask for it with if`},
		{"a map is printed", "{{ .Values.labels }}", `line 1 of template "t0": a map is printed; write it with toYaml or toJson, or print a part of it`},
		{"required", "{{ required \"write a name\" .Values.none }}", `line 1 of template "t0": write a name`},
		{"fail", "\n\n{{ fail \"no\" }}", `line 3 of template "t0": no`},
		{"an unknown function", "{{ .Values.name | uper }}", `line 1 of template "t0": function uper is not known; did you mean upper?`},
		{"a refused function", "{{ if false }}{{ now }}{{ end }}", `line 1 of template "t0": function now is refused: it reads the clock or the machine's time zone, so that what is rendered would change by itself; write the value`},
		{"lookup", "{{ $x := (lookup \"v1\" \"Secret\" \"a\" \"b\") }}", `line 1 of template "t0": function lookup is refused: nothing is rendered with a cluster at hand; give the template a value, or refer to the object by its name`},
		{"a function of the trees", "{{ _next \"a\" 1 true }}", `line 1 of template "t0": function _next is not known; see the list of functions in the documentation of manifests`},
		{"syntax", "a\n{{ if }}", `line 2 of template "t0": missing value for if`},
		{"not closed", "{{ if true }}", `line 1 of template "t0": unexpected EOF`},
		{"a value is no function", "{{ .Values.name 3 }}", `line 1 of template "t0": .Values.name is no function, and is given a value; put the function's name in front`},
		{"a wrong type", "{{ upper .Values.port }}", `line 1 of template "t0": wrong type for value; expected string; got int64`},
		{"a whole number", "{{ indent .Values.name \"a\" }}", `line 1 of template "t0": error calling indent: text is given where a whole number is expected`},
		{"too few arguments", "{{ indent 3 }}", `line 1 of template "t0": wrong number of args for indent: want 2 got 1`},
		{"a number is ranged over", "{{ range 3 }}{{ end }}", `line 1 of template "t0": range over a number; give it a list or a map, such as that of until`},
		{"text is ranged over", "{{ range .Values.name }}{{ end }}", `line 1 of template "t0": range over text; give it a list or a map, such as that of until`},
		{"no such template", "{{ include \"t9\" . }}", `line 1 of template "t0": there is no template "t9"; did you mean "t0"?`},
		{"in a template that is included", "a\n{{ include \"x\" . }}{{ define \"x\" }}\n\n{{ .Values.nam }}{{ end }}", `line 4 of template "t0": .Values.nam is not set; did you mean "name"?`},
		{"in a text of tpl", "a\n{{ tpl \"\\n{{ .Values.nam }}\" . }}", `line 2 of template "t0": in line 2 of the text that tpl renders: .Values.nam is not set; did you mean "name"?`},
		{"the syntax of a text of tpl", "a\n{{ tpl \"\\n{{ if }}\" . }}", `line 2 of template "t0": in line 2 of the text that tpl renders: missing value for if`},
		{"after a template that is included", "{{ define \"x\" }}\n\n\n{{ end }}{{ include \"x\" . }}{{ .Values.nam }}", `line 4 of template "t0": .Values.nam is not set; did you mean "name"?`},
		{"no YAML", "{{ fromYaml \"a: [\" }}", `line 1 of template "t0": error calling fromYaml: line 1 of the text: is not YAML: did not find expected node content`},
		{"no JSON", "{{ fromJson \"a: 1\" }}", `line 1 of template "t0": error calling fromJson: the text is no JSON; correct it`},
		{"no base64", "{{ b64dec \"%%\" }}", `line 1 of template "t0": error calling b64dec: the text is not encoded that way; correct it`},
		{"no version", "{{ semver \"x\" }}", `line 1 of template "t0": error calling semver: Invalid Semantic Version; write one such as 1.2.3`},
		{"an address", "{{ printf \"%p\" .Values.labels }}", `line 1 of template "t0": error calling printf: printf must not print an address by %p; write %v`},
		{"a fraction that is no whole number on every machine", "{{ int64 1e300 }}", `line 1 of template "t0": error calling int64: a number is too large; it must be between -2^62 and 2^62`},
	} {
		got, wrong := render(t, tt.in)
		if wrong == nil {
			t.Errorf("%s: rendered %q", tt.reason, got)
		} else if diff := cmp.Diff(tt.want, wrong.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestSets: templates include those of others, and two cannot have one name.
func TestSets(t *testing.T) {
	got, wrong := render(t, "{{ include \"x\" .Values }}", "{{ define \"x\" }}{{ .name }}{{ end }}")
	if got != "shop" || wrong != nil {
		t.Error(got, wrong)
	}
	_, wrong = render(t, "{{ define \"x\" }}a{{ end }}", "{{ define \"x\" }}b{{ end }}")
	if want := `template "t1": defines "x", as "t0" does; rename one`; wrong == nil || wrong.Error() != want {
		t.Error(wrong)
	}
	_, wrong = render(t, "{{ include \"x\" .Values }}", "\n\n{{ define \"x\" }}{{ .nam }}{{ end }}")
	if want := `line 3 of template "t1": .nam is not set; did you mean "name"?`; wrong == nil || wrong.Error() != want {
		t.Error(wrong)
	}
}

// TestDataStay: a template changes its own copy of the data.
func TestDataStay(t *testing.T) {
	set, wrong := gotemplate.Parse([]gotemplate.Source{{Name: "t", Text: `{{ $_ := set .Values "name" "other" }}{{ .Values.name }}`}}, options)
	if wrong != nil {
		t.Fatal(wrong)
	}
	given := data()
	run, err := set.NewRun()
	if err != nil {
		t.Fatal(err)
	}
	if out, wrong := run.Render("t", given); wrong != nil || out.Text() != "other" {
		t.Error(out, wrong)
	}
	if diff := cmp.Diff(data(), given); diff != "" {
		t.Error(diff)
	}
}

// TestRenderTwice renders the same bytes, whatever order Go's maps have.
func TestRenderTwice(t *testing.T) {
	var entries strings.Builder
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		entries.WriteString(` "` + string(c) + `" 1`)
	}
	in := `{{ $d := dict` + entries.String() + ` }}{{ toYaml $d }}{{ toJson $d }}{{ keys $d | join "" }}{{ values $d | join "" }}` +
		`{{ range $k, $v := $d }}{{ $k }}{{ end }}{{ print $d }}{{ omit $d "a" | toString }}{{ toPrettyJson $d }}{{ quote $d }}`
	first, wrong := render(t, in)
	if wrong != nil {
		t.Fatal(wrong)
	}
	for range 20 {
		if again, _ := render(t, in); again != first {
			t.Fatalf("%s\nand then\n%s", first, again)
		}
	}
}
