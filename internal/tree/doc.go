// Package tree holds one object as YAML sees it: maps, lists and scalars.
//
// A map is a sorted list of its entries, so that two are compared, merged and
// told apart in one pass over both, in an order that is always the same.
//
// Nodes are never changed once made: trees share what they have in common, and
// an edit copies the way to it and nothing else. Shared parts are known to be
// equal without a look inside.
package tree
