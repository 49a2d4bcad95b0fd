package secrets

import (
	"regexp"
	"slices"
	"strings"
)

// addresses finds the password of scheme://user:password@host, and of
// user:password@host at the beginning of a word.
func addresses(text string) []span {
	if !strings.Contains(text, "@") {
		return nil
	}
	return append(wholeAddresses(text), bareAddresses(text)...)
}

func wholeAddresses(text string) []span {
	var all []span
	for at := 0; ; {
		scheme := strings.Index(text[at:], "://")
		if scheme < 0 {
			return all
		}
		at += scheme + len("://")
		rest := text[at:]
		if end := strings.IndexAny(rest, "/?# \t\r\n\"'`,;"); end >= 0 {
			rest = rest[:end]
		}
		user := strings.LastIndexByte(rest, '@')
		if user < 0 {
			continue
		}
		colon := strings.IndexByte(rest[:user], ':')
		if colon >= 0 && !isPlace(rest[colon+1:user]) {
			all = append(all, span{at + colon + 1, at + user})
		}
	}
}

var bareAddress = regexp.MustCompile("(?:^|[\\s\"'`=(])" +
	"([A-Za-z0-9._+-]+):([^\\s/:@\"'`][^\\s:@\"'`]*)@([A-Za-z0-9.:-]+)")

// mailboxes are the schemes whose addresses have no password where others do.
var mailboxes = []string{"mailto", "acct", "sip", "sips", "xmpp"}

func bareAddresses(text string) []span {
	var all []span
	for _, m := range bareAddress.FindAllStringSubmatchIndex(text, -1) {
		host, _, _ := strings.Cut(text[m[6]:m[7]], ":")
		digest := host == "sha256" || host == "sha512" // image:tag@sha256:…
		if !digest && !slices.Contains(mailboxes, text[m[2]:m[3]]) && !isPlace(text[m[4]:m[5]]) {
			all = append(all, span{m[4], m[5]})
		}
	}
	return all
}
