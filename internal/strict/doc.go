// Package strict reads any Go type from YAML or JSON, strictly: every mistake has its
// place in the file and a remedy, and nothing is guessed.
//
//	strict.Of(type, options) → Type → Reader.Read(nodes) → tree → Type.Merge → value
//
// [Of] describes a type once. Whatever is done with it follows from that description, so
// that none of it can disagree: [Reader] checks the nodes that [Parse] found in a file and
// makes a tree of them, with [Finding]s for what is wrong; [Type.Merge] applies a tree to a
// value as a JSON merge patch (RFC 7386) and records in [Nulls] what null removed;
// [Source.Find] tells where a value stands; [Type.JSONSchema] and [Type.Explain] say what a
// file may hold, in the words of the doc comments.
//
// A struct is a map with fixed keys, those of its json tags. Maps, slices, strings, int32,
// int64, bool and what reads itself from JSON are what they are; embedded structs lend their
// fields. [Validator], [Enum] and [ShortForm] are what a type may say of itself beyond that.
// What belongs to one kind of file, such as which of its values are secrets, is said in
// [Options].
package strict
