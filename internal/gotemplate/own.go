package gotemplate

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"text/template"

	"github.com/djangostack/djangostack/internal/encode"
	"github.com/djangostack/djangostack/internal/sorted"
)

// ownFunctions are Helm's own functions, those of text/template that are bounded, and those that
// take the place of sprig's: where these have the order of a map, hide an error or give a Go type
// with methods.
func (r *Run) ownFunctions() map[string]any {
	return map[string]any{
		"fail":     func(message string) (string, error) { return "", errors.New(message) },
		"include":  r.include,
		"required": required,
		"tpl":      r.tpl,

		"fromJson": fromJSON, "mustFromJson": fromJSON, "fromJsonArray": fromJSON,
		"fromYaml": fromYAML, "fromYamlArray": fromYAML,
		"toYaml": toYAML, "mustToYaml": toYAML,
		"toJson": toJSON, "mustToJson": toJSON,

		"html": template.HTMLEscaper, "js": template.JSEscaper, "urlquery": template.URLQueryEscaper,
		"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln,

		"regexMatch": sprigFunctions()["mustRegexMatch"], "regexFind": sprigFunctions()["mustRegexFind"],
		"regexReplaceAll": regexReplaceAll, "mustRegexReplaceAll": regexReplaceAll,
		"regexReplaceAllLiteral": regexReplaceAllLiteral, "mustRegexReplaceAllLiteral": regexReplaceAllLiteral,

		"b64dec": decoded("b64dec"), "b32dec": decoded("b32dec"),
		"dig":    dig,
		"keys":   keys,
		"values": values,
		"semver": version,
	}
}

func required(message string, value any) (any, error) {
	if text, isText := value.(string); value == nil || isText && text == "" {
		return nil, errors.New(message)
	}
	return value, nil
}

func toYAML(value any) (string, error) {
	data, err := encode.Marshal(value)
	return strings.TrimSuffix(string(data), "\n"), err
}

func toJSON(value any) (string, error) {
	data, err := json.Marshal(value)
	return string(data), err
}

func fromJSON(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("the text is no JSON; correct it")
	}
	return fromYAML(text)
}

// decoded is sprig's function without errors among the results.
func decoded(name string) func(string) (string, error) {
	decode, _ := sprigFunctions()[name].(func(string) string)
	encode, _ := sprigFunctions()[strings.Replace(name, "dec", "enc", 1)].(func(string) string)
	return func(text string) (string, error) {
		plain := decode(text)
		if strings.TrimRight(encode(plain), "=") != strings.TrimRight(text, "=") {
			return "", errors.New("the text is not encoded that way; correct it")
		}
		return plain, nil
	}
}

// keys are those of maps, in order: sprig has them in that of Go's maps.
func keys(maps ...map[string]any) []any {
	all := []any{}
	for _, m := range maps {
		for _, key := range sorted.Keys(m) {
			all = append(all, key)
		}
	}
	return all
}

// values are those of a map, in the order of its keys.
func values(m map[string]any) []any {
	all := []any{}
	for _, key := range sorted.Keys(m) {
		all = append(all, m[key])
	}
	return all
}

// dig follows keys through maps to a value, or returns another one where one of them is missing.
func dig(args ...any) (any, error) {
	if len(args) < 3 {
		return nil, errors.New("dig wants keys, a default and a map")
	}
	fallback, value := args[len(args)-2], args[len(args)-1]
	for _, arg := range args[:len(args)-2] {
		key, isText := arg.(string)
		if !isText {
			return nil, fmt.Errorf("dig wants keys that are text, not %s", describe(arg))
		}
		m, isMap := value.(map[string]any)
		if !isMap && value != nil {
			return nil, fmt.Errorf("dig: there is no %q in %s", key, describe(value))
		}
		next, there := m[key]
		if !there {
			return fallback, nil
		}
		value = next
	}
	return value, nil
}

// version is a version's parts.
func version(text string) (any, error) {
	out := reflect.ValueOf(sprigFunctions()["semver"]).Call([]reflect.Value{reflect.ValueOf(text)})
	if err, failed := reflect.TypeAssert[error](out[1]); failed && err != nil {
		return nil, fmt.Errorf("%w; write one such as 1.2.3", err)
	}
	v := out[0].Interface().(interface {
		Major() uint64
		Minor() uint64
		Patch() uint64
		Prerelease() string
		Metadata() string
		Original() string
	})
	return map[string]any{
		"Major": v.Major(), "Minor": v.Minor(), "Patch": v.Patch(), "Prerelease": v.Prerelease(), "Metadata": v.Metadata(),
		"Original": v.Original(),
	}, nil
}
