// Package architecture has tests of the module as a whole: its packages import what
// ARCHITECTURE.md allows them, a public package brings no more modules than it needs and says
// how stable it is, and the README names the versions that are tested.
package architecture
