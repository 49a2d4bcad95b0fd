// Package gotemplate renders Go templates with the functions that people know from Helm. What
// comes out depends on the templates and their data alone: no function reads a clock, a random
// source, the network, the environment or the file system, and nothing has the order of a Go map.
//
// The work is bounded. A template's parse tree is changed before it is executed, as
// html/template does it: in front of each node stands a function that counts steps and remembers
// where the template is, {{ template }} becomes the function include, which counts how deep it
// is, and what is printed or ranged over passes through a function that checks it. No text of a
// template leads around them, since tpl changes what it parses in the same way.
//
// All data are JSON's: nil, bool, int64, float64, string, []any and map[string]any. A map or
// list that goes into another one is copied, so that a value is always a tree: none holds itself,
// and none is larger when it is written than in memory.
//
// A field that is not there is an error that names the likeliest one, except where the template
// asks whether it is there: in if, with, and, or, not, default, coalesce, empty, required, all,
// any and the functions that tell a value's type.
package gotemplate
