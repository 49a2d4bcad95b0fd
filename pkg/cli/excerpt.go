package cli

import (
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/internal/secrets"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// How much of what differs is shown: nobody reads more, and a file may be of any size.
const (
	maxShown     = 1 << 20  // bytes of all files together
	maxShownFile = 64 << 10 // bytes of one file
)

// excerpts count what has been shown of the differences of all stacks.
type excerpts struct {
	bytes int
	// more is how many files were not shown any more.
	more int
}

// text is what is shown of the difference in a file.
func (e *excerpts) text(d overlays.Drift) string {
	if e.bytes >= maxShown {
		e.more++
		return ""
	}
	text := shortened(secrets.Redact(printable.Text(secrets.RedactDiff(d.Diff))))
	e.bytes += len(text)
	return text
}

// rest says how much was not shown.
func (e *excerpts) rest() string {
	if e.more == 0 {
		return ""
	}
	return fmt.Sprintf("and %s\n", count(e.more, "more file"))
}

// shortened is the beginning of a text, in whole lines, and how many more it has.
func shortened(text string) string {
	if len(text) <= maxShownFile {
		return text
	}
	end := strings.LastIndexByte(text[:maxShownFile], '\n') + 1
	return text[:end] + fmt.Sprintf("… and %s\n", count(strings.Count(text[end:], "\n"), "more line"))
}
