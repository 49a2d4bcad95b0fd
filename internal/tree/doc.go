// Package tree represents one object as YAML has it: maps, lists and scalars.
//
// A map is a list of entries sorted by key, so that two maps can be compared and merged in one
// pass, and their order is always the same.
//
// Nodes are immutable. Trees share the nodes that they have in common; a change copies only the
// nodes on the path from the root to the changed one. Two references to a shared node are known
// to be equal without a comparison of its content.
package tree
