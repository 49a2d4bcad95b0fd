package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/jsonyaml"
	"github.com/djangostack/djangostack/internal/printable"
)

// Parse reads a file's documents: one of JSON, or some of YAML; those that are empty are
// left out. Wrong is the first place where the file is neither, or no text. The type says
// what is meant to stand in the file.
func (t *Type) Parse(data []byte) (documents []*yaml.Node, wrong *Finding) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, &Finding{1, 1, CodeSyntax, "", "is UTF-16 or UTF-32; save it as UTF-8"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // a byte order mark, as some Windows editors write
	// All three kinds of line ends are YAML's; positions are counted by one.
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	if bytes.Contains(data, []byte("%YAML")) {
		data = yamlVersion().ReplaceAll(data, []byte("${1}1.1")) // which the parser takes as it is
	}
	if !utf8.Valid(data) {
		line, column := invalidAt(data)
		return nil, &Finding{line, column, CodeSyntax, "", "is not UTF-8 here; save the file as UTF-8"}
	}
	if at := bytes.IndexByte(data, 0); at >= 0 && at < 4 {
		return nil, &Finding{1, 1, CodeSyntax, "", "is UTF-16 or UTF-32; save it as UTF-8"}
	}
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) && json.Valid(data) {
		return []*yaml.Node{jsonyaml.Parse(data)}, nil
	}
	documents, err := parseYAML(data)
	if err != nil {
		return nil, t.syntaxError(data, err)
	}
	return documents, nil
}

// yamlVersion is the directive by which a file says which YAML it is: at its beginning,
// or behind the "..." that ends a document. The parser refuses any version but 1.1, and
// where the two differ, yes or 017, a Reader asks for quotes.
var yamlVersion = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`((?:\A|\n\.\.\.[^\n]*\n)(?:[ \t]*(?:#[^\n]*)?\n)*%YAML[ \t]+)1\.[23]\b`)
})

// invalidAt is where the first byte stands that is not UTF-8.
func invalidAt(data []byte) (line, column int) {
	line, column = 1, 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size <= 1:
			return line, column
		case r == '\n':
			line, column = line+1, 1
		default:
			column++
		}
		data = data[size:]
	}
	return line, column
}

// parseYAML splits a file into its YAML documents; empty ones are left
// out. An error is the first violation of YAML's syntax.
func parseYAML(data []byte) ([]*yaml.Node, error) {
	var documents []*yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return documents, err
		}
		if node.Kind != yaml.DocumentNode || len(node.Content) == 0 || node.Content[0].ShortTag() == "!!null" {
			continue
		}
		documents = append(documents, node.Content[0])
	}
}

// maxLocate bounds the files whose syntax errors are looked for by parsing
// again; others keep the parser's own, vaguer line.
const maxLocate = 64 << 10

// syntaxError turns the parser's complaint into an error with a position. The
// parser names the line where the enclosing block began, or none at all. The
// line that breaks it is the first after the longest beginning of the file that
// still parses.
func (t *Type) syntaxError(data []byte, complaint error) *Finding {
	message := strings.TrimPrefix(complaint.Error(), "yaml: ")
	line := 1
	if rest, found := strings.CutPrefix(message, "line "); found {
		var number string
		number, message, _ = strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line = n
		}
	}
	lines := strings.SplitAfter(string(data), "\n")
	if len(data) <= maxLocate {
		line = firstBroken(lines)
	}
	line = min(max(line, 1), len(lines))
	text := lines[line-1]
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	column := indent + 1
	if tab := strings.IndexByte(text[:indent], '\t'); tab >= 0 {
		column = tab + 1
		message = "a tab indents this line; YAML takes spaces only"
	} else if strings.HasPrefix(strings.TrimSpace(text), "{{") {
		message = t.root.Hints.Template
	} else if strings.HasPrefix(message, "unknown anchor ") {
		message = `"*" begins an alias, and no anchor of that name stands before it; quote a value that begins with one`
	} else if remedy, ok := syntaxRemedies[message]; ok {
		message = remedy
	} else {
		message = "is not YAML: " + message
	}
	return &Finding{line, column, CodeSyntax, "", printable.Line(t.root.redact(message))}
}

// firstBroken is the line, from 1, after the longest beginning that parses.
func firstBroken(lines []string) int {
	good, bad := 0, len(lines)
	for bad-good > 1 {
		middle := (good + bad) / 2
		if _, err := parseYAML([]byte(strings.Join(lines[:middle], ""))); err == nil {
			good = middle
		} else {
			bad = middle
		}
	}
	return bad
}

// syntaxRemedies says what the parser's commonest complaints mean.
var syntaxRemedies = map[string]string{
	"mapping values are not allowed in this context": `a ": " is not expected here; ` +
		`quote the value if the colon belongs to it, else check the indentation`,
	"did not find expected key": "does not fit the lines above; " +
		"check the indentation and close quotes and brackets",
	"did not find expected '-' indicator": `does not fit the list above; ` +
		`begin the line with "- " or check the indentation`,
	"could not find expected ':'":                 `a key without a value; write "key: value"`,
	"found character that cannot start any token": "a value cannot begin with @, ` or %; quote it",
	"found unexpected end of stream":              "a quote or bracket that opens here is never closed",
	"did not find expected ',' or ']'":            `the list that opens here is never closed; add "]"`,
	"did not find expected ',' or '}'":            `the map that opens here is never closed; add "}"`,
	"did not find expected alphabetic or numeric character": `"*" and "&" begin aliases and anchors; ` +
		`quote a value that begins with one`,
	"found incompatible YAML document":   "a %YAML line of a version that is not known, or amid a document; remove it",
	"control characters are not allowed": "a control character stands here; remove it",
}
