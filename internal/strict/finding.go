package strict

// Finding is one mistake in a file.
type Finding struct {
	// Line and Column count from 1, in lines and characters.
	Line, Column int
	// Code tells the mistakes apart.
	Code Code
	// Path of the value, and Message: what is wrong and, after a semicolon, the remedy.
	// Both are fit to be shown.
	Path, Message string
}

// Code tells mistakes apart.
type Code string

// The codes.
const (
	CodeSyntax       Code = "syntax"        // the file is not YAML, or no text
	CodeUnknownField Code = "unknown-field" // a struct has no such field
	CodeWrongType    Code = "wrong-type"    // a value of another kind
	CodeUnknownValue Code = "unknown-value" // none of an enum's
	CodeInvalid      Code = "invalid"       // of the right type, but not well formed
	CodeRequired     Code = "required"      // nothing where a value must stand
	CodeForbidden    Code = "forbidden"     // what may not stand here
	CodeDuplicate    Code = "duplicate"     // a key that stands twice
	CodeTooLarge     Code = "too-large"     // more than any file may have
)
