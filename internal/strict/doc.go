// Package strict reads any Go type strictly from YAML or JSON. Every error has a position in
// the file and a remedy, and no value is converted or guessed.
//
//	strict.Of(type, options) → Type → Reader.Read(nodes) → tree → Type.Merge → value
//
// [Of] describes a type once. Everything else uses that description, so that all parts agree:
//
//   - [Reader] checks the nodes that [Parse] found in a file. It makes a tree of them, and a
//     [Finding] for each error.
//   - [Type.Merge] applies a tree to a value as a JSON merge patch (RFC 7386), and records in
//     [Nulls] which fields null removed.
//   - [Source.Find] returns the position of a value.
//   - [Type.JSONSchema] and [Type.Explain] describe the format of the file. Their texts are the
//     doc comments of the types.
//
// A struct is a map whose keys are those of its json tags; the fields of an embedded struct
// belong to the struct that embeds it. Maps, slices, strings, int32, int64, bool and types with
// an UnmarshalJSON method are read as encoding/json would read them.
//
// A type can implement [Validator] to check its values, [Enum] to list them, and [ShortForm] to
// accept a shorter notation. [Options] holds what is specific to one kind of file, such as which
// of its values are secrets.
package strict
