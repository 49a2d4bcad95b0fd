// Package architecture has tests of the module as a whole: its packages import what
// ARCHITECTURE.md allows them, and a public package brings no more modules than it needs.
package architecture
