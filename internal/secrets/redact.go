package secrets

import (
	"cmp"
	"slices"
	"strings"
)

// Redact is text without the secrets that show by their look.
func Redact(text string) string {
	for _, l := range looks {
		text = hide(text, l.find(text))
	}
	return text
}

// hide puts a mark in the place of each secret, one for those that overlap.
func hide(text string, found []span) string {
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var shown strings.Builder
	end := 0 // of what has been hidden
	for _, s := range found {
		if s.from >= end {
			shown.WriteString(text[end:s.from] + Hidden)
		}
		end = max(end, s.to)
	}
	return shown.String() + text[end:]
}

// Hidden stands in messages for what they do not show.
const Hidden = "…"
