package secrets

import (
	"slices"
	"strings"
)

// command is a program whose options for a password have no name, or words in a row of
// which one is a password. The first group of the pattern is the password.
type command struct {
	has     []string // one of which every match has
	pattern pattern
}

// before are the options before the one in question.
const before = `\s+(?:[^\n|;&]*?\s)?`

var commands = []command{
	{[]string{"mysql", "mariadb"}, compile(`\b(?:mysql|mariadb)[\w-]*` + before + `-p['"]?([^\s'"]+)`)},
	{
		[]string{"redis-cli", "valkey-cli", "keydb-cli"},
		compile(`\b(?:redis|valkey|keydb)-cli` + before + `(?:-a|--pass)[\s=]+['"]?([^\s'"]+)`),
	},
	{[]string{"curl", "http"}, compile(`\b(?:curl` + before + `(?:-u|-U|--user|--proxy-user)|` +
		`https?` + before + `(?:-a|--auth))[\s=]*['"]?[^\s:'"]*:([^\s'"]+)`)},
	{[]string{"pass", "login", "mongo"}, compile(`\b(?:sshpass|mongo\w*|(?:docker|podman|registry)\s+login)` +
		before + `-p[\s=]*['"]?([^\s'"]+)`)},
	{[]string{"ldap"}, compile(`\bldap[a-z]+` + before + `-w[\s=]*['"]?([^\s'"]+)`)},
	{[]string{"rabbitmqctl"}, compile(`\brabbitmqctl` + before + `(?:add_user|change_password)\s+\S+\s+(\S+)`)},
	{[]string{"pass:"}, compile(`-pass(?:in|out)?[\s=]+['"]?pass:([^\s'"]+)`)}, // openssl
	// a line of .netrc
	{[]string{"login"}, compile(`\b(?:machine\s+[\w.-]+|default)\s+login\s+\S+\s+` +
		`(?:account\s+\S+\s+)?password\s+(\S+)`)},
	// a line of .pgpass, host:port:database:user:password
	{[]string{":"}, compile(`(?m)(?:^|["'\s\[])(?:[A-Za-z][\w.-]*|\*|[\d.]+):(?:\d{2,5}|\*):` +
		`[^\s:"']+:[A-Za-z_*][^\s:"']*:([^\s:"'\]]+)(?:["'\s\]]|$)`)},
	{[]string{"aws"}, compile(`\baws\s+configure\s+set\s+\S*(?:secret|token)\S*\s+['"]?([^\s'"]+)`)},
	{[]string{"mc"}, compile(`\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+['"]?([^\s'"]+)`)},
	{[]string{"htpasswd"}, compile(`\bhtpasswd\s+(?:-\w+\s+)*-\w*b\w*\s+(?:-\S+\s+)*(?:\S+\s+){1,2}['"]?([^\s'"<>|;&]+)`)},
	// redis.conf, ldap.conf, slapd.conf
	{
		[]string{"requirepass", "masterauth", "bindpw", "rootpw"},
		compile(`\b(?:requirepass|masterauth|bindpw|rootpw)['"]?[ \t]+['"]?([^\s'"]+)`),
	},
	// SQL
	{[]string{"'"}, compile(`(?i)\b(?:password|identified\s+by)\s+'([^'\n]+)'`)},
}

// commandLines finds the passwords of such commands.
func commandLines(text string) []span {
	var all []span
	for _, c := range commands {
		if slices.ContainsFunc(c.has, func(part string) bool { return strings.Contains(text, part) }) {
			all = append(all, groups(c.pattern, text)...)
		}
	}
	return all
}

// InWords says of each word of a command line what kind of secret it holds, given the
// words before it. It is nil where none does.
func InWords(words []string) []string {
	text := strings.Join(words, " ")
	var kinds []string
	for _, l := range looks {
		for _, found := range l.find(text) {
			if kinds == nil {
				kinds = make([]string, len(words))
			}
			if i := wordAt(words, found.from); kinds[i] == "" {
				kinds[i] = l.what
			}
		}
	}
	return kinds
}

// wordAt is the word that has that byte of the line.
func wordAt(words []string, at int) int {
	end := 0
	for i, word := range words {
		if end += len(word) + 1; at < end {
			return i
		}
	}
	return len(words) - 1
}
