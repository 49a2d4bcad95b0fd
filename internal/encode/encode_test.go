package encode_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/encode"
)

const (
	long = "uwsgi --module shop.wsgi:application --processes 4 --threads 2 --harakiri 30 --max-requests 1000 --vacuum"
	ls   = "\u2028"
	bom  = "\ufeff"
)

var scalarCases = []struct{ reason, value string }{
	{"the empty string would read as null", ""},
	{"a word needs nothing", "gunicorn"},
	{"booleans of YAML 1.1 are quoted", "yes"},
	{"single letters of YAML 1.1 too", "n"},
	{"as is null", "~"},
	{"but not a longer word", "nope"},
	{"a port as text", "8080"},
	{"an octal file mode", "0644"},
	{"an octal of Go", "0o17"},
	{"underscores hide in numbers", "1_000"},
	{"a hexadecimal digest", "0x1F"},
	{"a git hash that looks like a float", "1e10"},
	{"a signed binary with a second sign", "0b-101"},
	{"a whole number beyond 64 bits is a float", "123456789012345678901234567890"},
	{"a float beyond its range is text", "1e999"},
	{"a version of two parts is a float", "3.12"},
	{"a version of three parts is not", "3.12.1"},
	{"a quantity is not", "100m"},
	{"a float without its first digit", ".5"},
	{"Go alone reads hexadecimal floats", "0x1p4"},
	{"infinity", "-.inf"},
	{"not a number", ".NaN"},
	{"base 60", "12:30:45"},
	{"base 60 with a fraction", "+1_0:59.5_"},
	{"two signs are no number", "--1:30"},
	{"an address is not base 60", "0.0.0.0:8000"},
	{"a date", "2024-01-31"},
	{"a date in short fields", "2024-1-3"},
	{"a time", "2024-01-31T10:00:00.5Z"},
	{"a time without zone, with a comma", "2024-01-31 10:00:00,25"},
	{"almost a date", "2024-01-31-backup"},
	{"merge key", "<<"},
	{"equals", "="},
	{"a colon inside is text", "http://example.com:80/a#b"},
	{"a colon and a space is not", "a: b"},
	{"nor a colon at the end", "a:"},
	{"a comment", "a #b"},
	{"a dash and a space", "- a"},
	{"a flag", "--bind"},
	{"a document marker", "--- a"},
	{"an end marker", "..."},
	{"a question", "? a"},
	{"flow syntax at the start", "{a}"},
	{"template syntax inside", "a {b}"},
	{"an apostrophe at the start", "'a"},
	{"an apostrophe in single quotes", "it's: so"},
	{"a cron schedule", "*/5 * * * *"},
	{"an edge of space", " a "},
	{"a tab cannot be plain", "a\tb"},
	{"a quote in double quotes", "\t\"a\\"},
	{"all escapes of one letter", "\x00\a\b\t\v\f\r\x1b\u0085\u00a0\u2028\u2029"},
	{"escapes of two and four digits", "\x01\u0080\ufffe"},
	{"an emoji is escaped", "a \U0001F600"},
	{"accents are not", "déjà vu"},
	{"a byte order mark inside", "a" + bom},
	{"a byte order mark first", bom + "a b"},
	{"a replacement character", "\ufffd"},
	{"text of lines", "a\nb\n"},
	{"without the last break", "a\nb"},
	{"with more than the last break", "a\n\n"},
	{"only a break", "\n"},
	{"a first line with a space", " a\nb\n"},
	{"an empty first line", "\na"},
	{"a line that ends in a space", "a \nb"},
	{"a line that starts with a space", "a\n b"},
	{"a last space", "a\nb "},
	{"a tab in lines", "a\n\tb\n"},
	{"carriage returns", "a\r\nb\r\n"},
	{"a long line", long},
	{"a long line in single quotes", "# it's " + long},
	{"a long line in double quotes", "\t" + long},
	{"two spaces where a line folds", strings.Repeat("x", 90) + "  b c"},
	{"two spaces where an escaped line folds", "\t" + strings.Repeat("x", 90) + "  b c"},
	{"long accents count once", strings.Repeat("é ", 60)},
	{"a long word", strings.Repeat("x", 200)},
	{"the longest simple key", strings.Repeat("x", 128)},
	{"a long key folds", strings.Repeat("x y ", 40) + "z"},
	{"line separators", "a" + ls + "b"},
	{"line separators around", ls + "a" + ls},
	{"line separators in lines", "a\n" + ls + "b" + ls},
	{"a line separator and a space", "a" + ls + " b"},
	{"a line separator in a long line", long + ls + long + "'"},
}

func TestScalar(t *testing.T) {
	for _, c := range scalarCases {
		t.Run(c.reason, func(t *testing.T) {
			for _, depth := range []uint8{0, 1, 2, 5} {
				for _, path := range []uint8{0b00000, 0b01101, 0b11111} {
					sameBytes(t, nest(c.value, depth, path))
					sameBytes(t, nest(map[string]any{c.value: c.value}, depth, path))
					sameBytes(t, nest(map[string]any{c.value: []any{c.value, []any{c.value}}}, depth, path))
				}
			}
		})
	}
}

var treeCases = []struct{ reason, json string }{
	{"empty document", `null`},
	{"empty mapping and sequence at the root", `{}`},
	{"empty sequence", `[]`},
	{"empty ones inside", `{"a":{},"b":[],"c":[{},[],null]}`},
	{"sequences in sequences", `[[1,[2,3]],[[[]]],{"a":[{"b":1,"c":2}]}]`},
	{"natural order", `{"a10":1,"a2":2,"a02":3,"A":4,"_":5,"a":6,"10":7,"9":8}`},
	{"letters come last", `{"é":9,"a.b":10,"a-b":11,"ab":12,"a_b":13,"a":14}`},
	{"zeros inside numbers", `{"a100":1,"a10":2,"a1":3,"a01":4,"a0":5,"a00":6,"a101":7}`},
	{"whole floats are integers", `[1.0,1e2,-0,-0.0,1e6,100000,1234567.5,0.1,1e-7,1E+2]`},
	{"numbers of 64 bits", `[9223372036854775807,9223372036854775808,18446744073709551615]`},
	{"numbers of more", `[18446744073709551616,1e21,1e300]`},
	{"a sequence at a long key", `{"` + strings.Repeat("k", 129) + `":[{"a":1}],"a\nb":1}`},
	{"a mapping at a long key", `{"` + strings.Repeat("m", 129) + `":{"a":1,"b":[]}}`},
	{"text in a block below a long key", `{"a\nb\n":"c\nd\n","a\nb":{"x":"y\nz"}}`},
	{"a kubernetes object", `{"apiVersion":"v1","kind":"ConfigMap","data":{"x.conf":"a;\n\nb;\n"}}`},
}

func TestTree(t *testing.T) {
	for _, c := range treeCases {
		t.Run(c.reason, func(t *testing.T) {
			var tree any
			d := json.NewDecoder(strings.NewReader(c.json))
			d.UseNumber()
			if err := d.Decode(&tree); err != nil {
				t.Fatal(err)
			}
			sameBytes(t, tree)
		})
	}
}

// TestItem: an item of a list reads back as what it was, and its long lines are whole.
func TestItem(t *testing.T) {
	for _, c := range scalarCases {
		t.Run(c.reason, func(t *testing.T) {
			v := map[string]any{"a": []any{c.value, map[string]any{"b": c.value}}, "c": c.value}
			got, err := encode.Item(v)
			if err != nil {
				t.Fatal(err)
			}
			var back any
			if err := yaml.Unmarshal(got, &back); err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if diff := cmp.Diff([]any{v}, back); diff != "" {
				t.Errorf("%s\n%s", diff, got)
			}
			if strings.Contains(c.value, long) && !strings.Contains(string(got), long[1:]) {
				t.Errorf("folded:\n%s", got)
			}
		})
	}
}

// TestKeysWithoutOrder holds the one case where the oracle contradicts itself.
func TestKeysWithoutOrder(t *testing.T) {
	first := ""
	for range 100 {
		m := map[string]int{}
		for i, k := range []string{"a02", "a10", "a1A", "b02", "b10", "b1A", "c", "d", "a", "b"} {
			m[k] = i
		}
		got, err := encode.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(got)
		}
		if diff := cmp.Diff(first, string(got)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestErrors(t *testing.T) {
	loop := map[string]any{}
	loop["self"] = loop
	ring := []any{nil}
	ring[0] = ring
	cases := []struct {
		reason string
		value  any
		want   string
	}{
		{"channels have no form", map[string]any{"a": []any{make(chan int)}}, "a: [0]: type chan int has no YAML form"},
		{"nor functions, even nil", struct{ F func() }{}, "encode: F: type func() has no YAML form"},
		{"nor complex numbers", 1i, "encode: type complex128 has no YAML form"},
		{"NaN is no JSON", map[string]any{"a": math.NaN()}, "a: NaN has no JSON form: use a finite number"},
		{"nor infinity", math.Inf(-1), "encode: -Inf has no JSON form: use a finite number"},
		{"a number beyond float64", json.Number("1e400"), "encode: number 1e400: does not fit a float64"},
		{"a json.Number may hold anything", json.Number("1 "), `encode: invalid number "1 "`},
		{"a mapping in itself", loop, "nested too deeply: does the value contain itself?"},
		{"a sequence in itself", ring, "nested too deeply: does the value contain itself?"},
		{"keys that become equal", map[string]int{"\xff": 1, "\xfe": 2}, "equal"},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			_, err := encode.Marshal(c.value)
			_, treeErr := encode.Tree(c.value)
			for _, err := range []error{err, treeErr} {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got error %.200v, want %v", err, c.want)
				}
			}
		})
	}
}
