package secrets

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first needed: most texts
// need few of them, and a program would start later by the time that all take.
type pattern func() *regexp.Regexp

func compile(text string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
