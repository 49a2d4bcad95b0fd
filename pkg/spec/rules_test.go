package spec_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryMessageHasACase finds the messages of all rules in their source and
// requires each to be said about a file of examples/invalid, or each warning
// about a case of TestWarnings.
func TestEveryMessageHasACase(t *testing.T) {
	errs, warnings := ruleMessages(t)
	if len(errs) < 80 || len(warnings) < 5 {
		t.Fatalf("found %d errors and %d warnings; the search does not see them all", len(errs), len(warnings))
	}
	var said strings.Builder
	files, _ := filepath.Glob("../../examples/invalid/*")
	for _, file := range files {
		want, _ := splitWant(string(readFile(t, file)))
		said.WriteString(strings.Join(want, "\n") + "\n")
	}
	for message, place := range errs {
		if notInFiles[message.String()] == "" && !message.MatchString(said.String()) {
			t.Errorf("%s: no file of examples/invalid has this message: %s", place, message)
		}
	}
	said.Reset()
	for _, c := range warningCases {
		said.WriteString(c.want + "\n")
	}
	for message, place := range warnings {
		if !message.MatchString(said.String()) {
			t.Errorf("%s: no case of TestWarnings has this message: %s", place, message)
		}
	}
}

// notInFiles are the messages no file can or should cause, with the reason;
// TestCheckOfAStackChangedInGo has them.
var notInFiles = map[string]string{
	`cannot be combined with template; remove one of them`: "wants a file to read; TestNamedFiles has it",

	`the file holds .* in plain text; name a Secret that has it`: "wants a file to read; TestNamedFiles has it",

	`.* must be a duration; write one such as 30s, ten years at most`: "Load refuses the value",

	`holds the control character .*; remove it`: "Load refuses the value",

	`the key holds the control character .*; remove it`: "Load refuses the key",

	`must be UTF-8; write it as text, or mount it from a Secret`: "Load refuses the file",

	`must be a map, which is a strategic merge patch, or a list, which is a JSON patch; write one of them`: "Load " +
		"refuses the value",

	` requires it`: "wants a file to read; TestValuesSchema has it",

	`.*, by .*; correct the value or the schema`: "wants a file to read; TestValuesSchema has it",

	`.*, by .*; did you mean .*\?`: "wants a file to read; TestValuesSchema has it",

	`the file must be a JSON Schema; correct it: .*`: "wants a file to read; TestValuesSchema has it",

	`the schema .*`: "wants a file to read; TestValuesSchema has it",

	`must have at most .* KiB and has .*, since a ConfigMap accepts no more; put large files into the image`: "takes a megabyte",

	`must have at most .* KiB and has .*, with all annotations of an object together; remove some`: "takes 256 KiB",

	`must have less than .* KiB and has .*, since Linux passes no more to a program in one argument or variable; put it ` +
		`into one of django\.files, or into the image`: "takes 128 KiB",

	`must have less than .* KiB as origins and has .*, since Linux passes no more to a program in one variable; write ` +
		`one host for all below it, such as \.example\.com`: "takes 128 KiB",
}

// ruleMessages are the formats of all calls of a report's methods, as patterns
// with the place each stands at.
func ruleMessages(t *testing.T) (errs, warnings map[*regexp.Regexp]string) {
	t.Helper()
	errs, warnings = map[*regexp.Regexp]string{}, map[*regexp.Regexp]string{}
	files, err := filepath.Glob("*_rules.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, file := range files {
		tree, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			place, pattern := set.Position(call.Pos()).String(), formatPattern(call.Args[1])
			switch {
			case pattern == nil:
			case method.Sel.Name == "warn":
				warnings[pattern] = place
			case method.Sel.Name == "invalid" || method.Sel.Name == "missing" || method.Sel.Name == "forbidden":
				errs[pattern] = place
			}
			return true
		})
	}
	return errs, warnings
}

var verb = regexp.MustCompile(`%(\\?\[\d\\?\])?[a-zA-Z]`)

// formatPattern is a format string as a pattern, nil where an expression is
// none or says nothing of its own.
func formatPattern(e ast.Expr) *regexp.Regexp {
	text := literal(e)
	if verb.ReplaceAllString(text, "") == "" {
		return nil
	}
	return regexp.MustCompile(verb.ReplaceAllString(regexp.QuoteMeta(text), ".*"))
}

func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return literal(e.X) + literal(e.Y)
	}
	return ""
}
