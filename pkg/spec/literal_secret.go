package spec

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// literalSecret says what kind of secret an environment variable seems to hold
// in plain text, or "". It goes by the variable's name, word by word, and by the
// value. A name that speaks about secrets is none: PASSWORD_RESET_TIMEOUT,
// AUTH_PASSWORD_VALIDATORS, MAX_TOKENS, SECRET_FILE.
func literalSecret(name, value string) string {
	if what := literalSecretIn(value); what != "" {
		return what
	}
	if isHarmless(value) {
		return ""
	}
	words := strings.Split(strings.ToUpper(name), "_")
	if !namesSecret(words) {
		return ""
	}
	return "seems to hold a secret"
}

// isHarmless reports values no secret has: nothing, switches, small numbers,
// Python classes by their path (JSON web tokens, which have dots too, begin with
// "ey").
func isHarmless(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "true", "false", "yes", "no", "on", "off", "none", "null", "0", "1":
		return true
	}
	if len(value) < 4 && consistsOf(value, digits) {
		return true
	}
	return strings.Count(value, ".") > 1 && isModule(value) && !strings.HasPrefix(value, "ey")
}

// secretWords name a secret wherever they stand in a variable's name.
var secretWords = []string{
	"PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "SECRET", "SECRETS", "TOKEN", "APIKEY", "SECRETKEY",
	"CREDENTIAL", "CREDENTIALS",
}

// secretPairs do so as two words in a row.
var secretPairs = [][2]string{
	{"API", "KEY"},
	{"API", "KEYS"},
	{"PRIVATE", "KEY"},
	{"ACCESS", "KEY"},
	{"SIGNING", "KEY"},
	{"ENCRYPTION", "KEY"},
	{"FERNET", "KEY"},
	{"MASTER", "KEY"},
	{"AUTH", "KEY"},
	{"BASIC", "AUTH"},
	{"API", "TOKENS"},
	{"ACCESS", "TOKENS"},
	{"AUTH", "TOKENS"},
}

// aboutWords at the end of a name, or "public" anywhere, say that the variable
// is about secrets and holds none.
var aboutWords = []string{
	"ACTIVE", "AGE", "ALG", "ALGORITHM", "ALIAS", "ALLOWED", "AUDIENCE", "BACKEND", "BACKENDS", "BYTES", "CHARS",
	"CHECK", "CLASS", "CLASSES", "COOKIE", "COUNT", "DAYS", "DIR", "DISABLED", "DURATION", "EMAIL", "ENABLED",
	"ENDPOINT", "ENGINE", "EXPIRATION", "EXPIRE", "EXPIRES", "EXPIRY", "FIELD", "FIELDS", "FILE", "FORMAT",
	"GENERATOR", "HASHER", "HASHERS", "HASHING", "HEADER", "HOST", "HOURS", "ID", "INTERVAL", "ISSUER", "LEEWAY",
	"LENGTH", "LIFETIME", "LIMIT", "LINK", "LOCATION", "LOGIN", "MANAGER", "MAX", "MIN", "MINUTES", "MODE",
	"MODEL", "NAME", "NAMES", "NAMESPACE", "PARAM", "PATH", "PATTERN", "POLICY", "PORT", "PREFIX", "PROVIDER",
	"REGEX", "REGION", "REQUIRED", "RESET", "ROOT", "ROTATION", "RULES", "SCOPE", "SCOPES", "SECONDS",
	"SERIALIZER", "SIZE", "STORAGE", "STORE", "STRENGTH", "SUFFIX", "TEMPLATE", "TIMEOUT", "TTL", "TYPE",
	"TYPES", "URI", "URL", "USER", "USERNAME", "VALIDATION", "VALIDATOR", "VALIDATORS", "VERSION", "VIEW",
}

func namesSecret(words []string) bool {
	last := words[len(words)-1]
	if slices.Contains(aboutWords, last) || slices.Contains(words, "PUBLIC") || slices.Contains(words, "PUBLISHABLE") {
		return false
	}
	for i, word := range words {
		if slices.Contains(secretWords, word) || strings.HasSuffix(word, "PASSWORD") { // PGPASSWORD
			return true
		}
		if i > 0 && slices.Contains(secretPairs, [2]string{words[i-1], word}) {
			return true
		}
	}
	return len(words) > 1 && (last == "PASS" || last == "PWD" || last == "PW")
}

// tokenPrefixes begin the tokens of services that mark them, so that leaks are
// found.
var tokenPrefixes = []string{
	"ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "sk_live_", "rk_live_", "whsec_", "xoxb-", "xoxp-",
	"AGE-SECRET-KEY-",
}

// shortestToken is the length from which a prefix is taken for a token.
const shortestToken = 20

// literalSecretIn finds a secret by its own look: a private key, a token with a
// known prefix, a password within an address.
func literalSecretIn(text string) string {
	if begin := strings.Index(text, "-----BEGIN "); begin >= 0 {
		if line, _, _ := strings.Cut(text[begin:], "\n"); strings.Contains(line, "PRIVATE KEY") {
			return "holds a private key"
		}
	}
	for _, prefix := range tokenPrefixes {
		if i := strings.Index(text, prefix); i >= 0 && startsWord(text, i) && wordLength(text[i:]) >= shortestToken {
			return "holds a token (" + prefix + "…)"
		}
	}
	if hasPasswordInURL(text) {
		return "holds a password within an address"
	}
	return ""
}

// assignment is a line of Python, YAML, JSON or the like that gives a name a quoted
// text and nothing else.
var assignment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*['"]?([A-Za-z][A-Za-z0-9_-]*)['"]?[ \t]*[:=][ \t]*['"]([^'"\n]+)['"],?[ \t]*$`)
})

// literalSecretInFile finds a secret by its own look, or by the name it is given.
func literalSecretInFile(content string) string {
	if what := literalSecretIn(content); what != "" {
		return what
	}
	for _, found := range assignment().FindAllStringSubmatch(content, -1) {
		name, value := strings.ReplaceAll(found[1], "-", "_"), found[2]
		if strings.ContainsAny(value, "${}<>%*") { // a place to put it
			continue
		}
		if what := literalSecret(name, value); what != "" {
			return what + ", " + found[1] + ","
		}
	}
	return ""
}

func startsWord(text string, i int) bool {
	return i == 0 || !consistsOf(text[i-1:i], letters+digits+"_-")
}

func wordLength(text string) int {
	return len(text) - len(strings.TrimLeft(text, letters+digits+"_-"))
}

// hasPasswordInURL finds scheme://user:password@host. What is clearly a place
// to put the password is none: ${PASSWORD}, <password>, ***.
func hasPasswordInURL(text string) bool {
	for {
		_, rest, found := strings.Cut(text, "://")
		if !found {
			return false
		}
		text = rest
		if end := strings.IndexAny(rest, "/?# \t\r\n\"'`,;"); end >= 0 {
			rest = rest[:end]
		}
		at := strings.LastIndexByte(rest, '@')
		if at < 0 {
			continue
		}
		_, password, _ := strings.Cut(rest[:at], ":")
		if strings.Trim(password, "*x") != "" && !strings.ContainsAny(password, "${}<>%()") {
			return true
		}
	}
}
