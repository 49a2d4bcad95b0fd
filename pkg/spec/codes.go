package spec

import (
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Code says what kind of finding an [Error] is. Programs should compare codes and not messages,
// whose wording may change. Extensions and rules of your own set a code as the Type of their
// field errors.
type Code string

const (
	// CodeSyntax is about a file that is neither YAML nor JSON, or is not text.
	CodeSyntax Code = "syntax"
	// CodeNoStack is about a file that does not have just one DjangoStack.
	CodeNoStack Code = "no-stack"
	// CodeUnknownField is about a key that the spec does not know.
	CodeUnknownField Code = "unknown-field"
	// CodeWrongType is about a value of another type than its field's.
	CodeWrongType Code = "wrong-type"
	// CodeUnknownValue is about a value that is not one of the values that the field accepts.
	CodeUnknownValue Code = "unknown-value"
	// CodeRequired is about a value that is missing.
	CodeRequired Code = "required"
	// CodeInvalid is about a value that the field does not accept, whatever the other fields are.
	CodeInvalid Code = "invalid"
	// CodeForbidden is about a value that may not stand where it stands, or beside another.
	CodeForbidden Code = "forbidden"
	// CodeDuplicate is about what stands twice.
	CodeDuplicate Code = "duplicate"
	// CodeTooLarge is about what is larger than any stack may be.
	CodeTooLarge Code = "too-large"
	// CodeSecretInPlainText is about a value that seems to be a secret.
	CodeSecretInPlainText Code = "secret-in-plain-text"
	// CodeConflict is about what two environments or stacks both have, and cannot share.
	CodeConflict Code = "conflict"
	// CodeUnreachable is about a server that no network policy lets a process reach.
	CodeUnreachable Code = "unreachable"
	// CodeNoEffect is about a line that changes nothing.
	CodeNoEffect Code = "no-effect"
	// CodeUnusual is about what is allowed, but seldom meant.
	CodeUnusual Code = "unusual"
	// CodePolicy is about what a policy of the platform does not allow.
	CodePolicy Code = "policy"
	// CodeMore is the last of a list that is too long: it says how many are not in it.
	CodeMore Code = "more"
)

// Severity tells errors from warnings.
type Severity int

const (
	// SeverityError is that of a mistake: nothing is made of the stack.
	SeverityError Severity = iota
	// SeverityWarning is that of what is allowed, but seldom meant.
	SeverityWarning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == SeverityWarning {
		return "warning"
	}
	return "error"
}

// MarshalText writes the same.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// codeOf is the code of a rule's finding.
func codeOf(e *field.Error) Code {
	switch e.Type {
	case field.ErrorTypeRequired:
		return CodeRequired
	case field.ErrorTypeForbidden:
		return CodeForbidden
	case field.ErrorTypeNotSupported:
		return CodeUnknownValue
	case field.ErrorTypeTypeInvalid:
		return CodeWrongType
	case field.ErrorTypeDuplicate:
		return CodeDuplicate
	case field.ErrorTypeTooLong, field.ErrorTypeTooMany:
		return CodeTooLarge
	case field.ErrorTypeInvalid, field.ErrorTypeNotFound, field.ErrorTypeTooFew, field.ErrorTypeInternal, "":
		return CodeInvalid
	default:
		return Code(e.Type)
	}
}

// warningType is the type of a further rule's warning: what it calls invalid is unusual.
func warningType(e *field.Error) field.ErrorType {
	if e.Type == field.ErrorTypeInvalid {
		return field.ErrorType(CodeUnusual)
	}
	return e.Type
}
