package secrets

import (
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

// wholeAddresses takes all up to the last @ of a word for the password: those that
// people choose have the signs that an address would have to write otherwise.
func wholeAddresses(text string) []span {
	var all []span
	for at := 0; ; {
		scheme := strings.Index(text[at:], "://")
		if scheme < 0 {
			return all
		}
		at += scheme + len("://")
		rest := text[at:]
		if next := strings.Index(rest, "://"); next >= 0 { // another one, behind a comma
			rest = rest[:next]
		}
		if end := strings.IndexAny(rest, " \t\r\n\"'`"); end >= 0 {
			rest = rest[:end]
		}
		user := strings.LastIndexByte(rest, '@')
		if colon := passwordAfter(rest[:max(user, 0)]); colon >= 0 && !isPlace(rest[colon+1:user]) {
			all = append(all, span{from: at + colon + 1, to: at + user})
		}
	}
}

// passwordAfter is the colon between a user and a password, or -1. A colon between a
// host and a port is none, nor one behind the host.
func passwordAfter(text string) int {
	colon := strings.IndexByte(text, ':')
	if colon < 0 || strings.ContainsAny(text[:colon], "/?#[") || portAndMore().MatchString(text[colon+1:]) {
		return -1
	}
	return colon
}

var portAndMore = compile(`^(?:\d+|` + reference + `)[/?#,;]`)

var bareAddress = compile("(?:^|[\\s\"'`=(\\[,])" +
	"([A-Za-z0-9._+-]+):([^\\s/:@\"'`][^\\s:@\"'`]*)@([A-Za-z0-9.:-]+)")

// schemes are words before a colon that no password follows.
var schemes = []string{"mailto", "acct", "sip", "sips", "xmpp", "npm", "pkg"}

func bareAddresses(text string) []span {
	var all []span
	for _, m := range bareAddress().FindAllStringSubmatchIndex(text, -1) {
		user, password, host := text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]]
		if !slices.Contains(schemes, user) && !isVersion(host) && !isMailbox(user, password, host) && !isPlace(password) {
			all = append(all, span{from: m[4], to: m[5]})
		}
	}
	return all
}

// isVersion reports what stands behind the @ of a package or an image: react@18,
// postgres:17@sha256:….
func isVersion(host string) bool { return version().MatchString(host) }

var version = compile(`^(?:sha(?:256|512):.*|\d+(?:\.\d+){0,2}(?:-.*)?|latest|next)$`)

// isMailbox reports a person and an address of mail, as in Django's ADMINS:
// Blake:blake@example.com.
func isMailbox(name, local, host string) bool {
	person := name[0] >= 'A' && name[0] <= 'Z' || strings.EqualFold(name, local)
	return person && strings.Contains(host, ".") && !strings.Contains(host, ":") && mailbox().MatchString(local)
}

var mailbox = compile(`^[A-Za-z0-9._+-]+$`)
