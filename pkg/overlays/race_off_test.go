//go:build !race

package overlays_test

const underRace = false
