// Package secrets tells secrets from other text: by the name they are given, and
// by their own look. It is the one judge of what may not stand in a stack in plain
// text and of what no message may show.
package secrets
