package spec

import (
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

// What this package says of types and codes is what reading knows.
var (
	_ strict.Validator = Validator(nil)
	_ strict.Enum      = Enum(nil)
	_ strict.ShortForm = ShortForm(nil)
)

func TestCodesOfReading(t *testing.T) {
	for of, want := range map[strict.Code]Code{
		strict.CodeSyntax: CodeSyntax, strict.CodeUnknownField: CodeUnknownField, strict.CodeWrongType: CodeWrongType,
		strict.CodeUnknownValue: CodeUnknownValue, strict.CodeInvalid: CodeInvalid, strict.CodeRequired: CodeRequired,
		strict.CodeForbidden: CodeForbidden, strict.CodeDuplicate: CodeDuplicate, strict.CodeTooLarge: CodeTooLarge,
	} {
		if Code(of) != want {
			t.Errorf("%s is %s", of, want)
		}
	}
}
