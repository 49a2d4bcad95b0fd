package secrets

import (
	"slices"
	"strings"
	"unicode"
)

// IsName reports whether a name is that of a secret, word by word: DB_PASSWORD,
// secretKey, api-key. A name that speaks about secrets is none:
// PASSWORD_RESET_TIMEOUT, AUTH_PASSWORD_VALIDATORS, MAX_TOKENS, SECRET_FILE.
func IsName(name string) bool {
	words := words(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if slices.Contains(aboutWords, last) || isPublic(words) {
		return false
	}
	for i, word := range words {
		if isSecretWord(word) || i > 0 && slices.Contains(secretPairs, words[i-1]+" "+word) {
			return true
		}
	}
	return len(words) > 1 && (last == "PASS" || last == "PWD" || last == "PW")
}

// words are a name's parts in capital letters, without numbers at their ends.
func words(name string) []string {
	var all []string
	start := -1
	end := func(i int) {
		if start >= 0 {
			if word := strings.TrimRight(strings.ToUpper(name[start:i]), "0123456789"); word != "" {
				all = append(all, word)
			}
		}
		start = -1
	}
	lower := false
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end(i)
		case start < 0:
			start = i
		case lower && unicode.IsUpper(r): // a hump of camelCase
			end(i)
			start = i
		}
		lower = unicode.IsLower(r)
	}
	end(len(name))
	return all
}

// isSecretWord goes by the word's end as well: PGPASSWORD, AUTHTOKEN.
func isSecretWord(word string) bool {
	return slices.Contains(secretWords, word) ||
		slices.ContainsFunc(secretWords[:secretEnds], func(end string) bool { return strings.HasSuffix(word, end) })
}

// isPublic reports names of what is meant for all to see.
func isPublic(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return w == "PUBLIC" || w == "PUBLISHABLE" || w == "ANON" })
}

// secretWords name a secret wherever they stand in a name.
var secretWords = []string{
	"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "SECRETKEY",
	// and these as a whole only
	"PASSWORDS", "SECRETS", "CREDENTIAL", "CREDENTIALS",
}

// secretEnds is how many of them do so at the end of a longer word, too.
const secretEnds = 7

// secretPairs do so as two words in a row.
var secretPairs = []string{
	"API KEY", "API KEYS", "PRIVATE KEY", "ACCESS KEY", "ACCOUNT KEY", "SIGNING KEY", "ENCRYPTION KEY", "FERNET KEY",
	"MASTER KEY", "AUTH KEY", "BASIC AUTH", "API TOKENS", "ACCESS TOKENS", "AUTH TOKENS",
}

// aboutWords at the end of a name, or "public" anywhere, say that it is about
// secrets and holds none.
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
