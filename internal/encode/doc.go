// Package encode writes Kubernetes objects and JSON-like trees as YAML, in one
// pass and always in the same bytes.
//
// The bytes are those of sigs.k8s.io/yaml, which are also those "kustomize
// build" prints: sorted keys in natural order, sequences not indented under
// their key, the fewest quotes YAML 1.1 allows, literal blocks for text of
// several lines, long lines folded at a space after column 80. That package
// gets there by way of JSON, a parse and two generic trees; this one walks the
// Go value once and keeps what it found as a tree, because a generator spends
// most of its time here.
//
// Typed values lose what only the Go type put there and no author wrote: the
// status of an object, and the empty structs listed in noise.go. Trees are
// written as they are.
//
// Three inputs have no faithful bytes to match, since that package fails on
// them or changes them while it parses its own JSON: strings with control
// characters U+007F to U+009F or the non-characters U+FFFE and U+FFFF, keys
// longer than 1,000 characters, and numbers beyond float64. The first two
// are escaped and written like any other, the third is an error.
//
// For a few sets of keys the natural order runs in a circle (a02, a10, a1A) and
// that package writes them in random order; here the order is always the same.
//
// A value without an address is written as one with it: encoding/json would
// forget a MarshalJSON of its pointer.
//
// Invalid UTF-8 becomes U+FFFD, one for each bad byte, as in encoding/json.
package encode
