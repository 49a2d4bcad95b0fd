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
	switch {
	case len(words) == 1 && slices.Contains(headers, last):
		return true
	case slices.Contains(aboutWords, last), slices.ContainsFunc(words, isSwitch), isPublic(words):
		return false
	}
	for i, word := range words {
		if isSecretWord(word) || i > 0 && slices.Contains(secretPairs, words[i-1]+" "+strings.TrimSuffix(word, "S")) {
			return true
		}
	}
	return isPass(last) || slices.Contains(lastWords, last)
}

// IsOption reports whether a word of a command line says that the next is a secret:
// --password, but not --reset-password, nor --password=x, which has it.
func IsOption(word string) bool {
	if !strings.HasPrefix(word, "-") || strings.Contains(word, "=") || !IsName(word) {
		return false
	}
	return !slices.Contains(actions, words(word)[0])
}

// isPassword reports the name of what people type, which may be a number. PWD is a
// shell's folder.
func isPassword(name string) bool {
	words := words(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return isPass(last) && name != "PWD" || hasEnd(last, passwords)
}

// isPass goes by the end, too: DBPASS.
func isPass(word string) bool {
	return strings.HasSuffix(word, "PASS") && !slices.Contains(passes, word) || word == "PWD" || word == "PW"
}

// stems are parts of names of secrets, of which each has one.
var stems = []string{"pass", "secret", "token", "key", "cred", "auth", "cookie", "jwt", "salt", "pepper", "pat", "pw"}

// mayHaveName reports whether names of secrets are worth looking for in a text.
func mayHaveName(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(text, stem) })
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
		hasEnd(word, secretWords[:secretEnds])
}

func hasEnd(word string, ends []string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(word, end) })
}

// isPublic reports names of what is meant for all to see.
func isPublic(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return w == "PUBLIC" || w == "PUBLISHABLE" || w == "ANON" })
}

// hasTokens reports a name of what is sent as it is, of which there is no object.
func hasTokens(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return hasEnd(w, []string{"TOKEN", "TOKENS"}) })
}

// namesObject reports whether a value is the name of a Secret rather than what is in it:
// TLS_SECRET=shop-tls, but not CLIENT_SECRET=shop-tls, which an identity provider gives out.
func namesObject(name, value string) bool {
	words := words(name)
	last := len(words) - 1
	if last < 1 || words[last] != "SECRET" || slices.Contains(keptSecrets, words[last-1]) {
		return false
	}
	if slices.Contains(objectSecrets, words[last-1]) {
		return oneName().MatchString(value)
	}
	return compoundName().MatchString(value)
}

// objectSecrets are words before SECRET that only the name of an object follows; keptSecrets
// are those that none does.
var (
	objectSecrets = []string{"K8S", "KUBERNETES", "KUBE", "TLS", "SSL", "PULL", "IMAGEPULL"}
	keptSecrets   = []string{
		"API", "APP", "AUTH", "CLIENT", "CONSUMER", "COOKIE", "CSRF", "HMAC", "JWT", "KEY", "OAUTH", "SESSION", "SHARED",
		"SIGNING", "TOKEN", "WEBHOOK",
	}
)

// A name of several parts, shop-db or shop-s3, has up to three words with a digit at most;
// what is longer may be a passphrase.
var (
	oneName      = compile(`^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$`)
	compoundName = compile(`^[a-z]{1,16}\d?(?:-[a-z]{1,16}\d?){1,2}$`)
)

func isSwitch(word string) bool { return slices.Contains(switches, word) }

// passwords are the ends of names of what people type.
var passwords = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE"}

// passes are other words that end like a password's. Redis's requirepass has a field.
var passes = []string{"REQUIREPASS", "COMPASS", "BYPASS", "ENCOMPASS", "SURPASS", "TRESPASS", "OVERPASS", "UNDERPASS"}

// isHeader reports a request's header that has a look of its own.
func isHeader(name string) bool { return slices.Contains(headers, strings.ToUpper(name)) }

// headers are whole names of a request's headers.
var headers = []string{"AUTHORIZATION", "COOKIE"}

// secretWords name a secret wherever they stand in a name.
var secretWords = []string{
	"PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE", "SECRET", "TOKEN", "APIKEY", "SECRETKEY", "PRIVATEKEY", "SIGNINGKEY",
	"ENCRYPTIONKEY", "ACCESSKEY", "ACCOUNTKEY",
	// and these as a whole only
	"PASSWORDS", "SECRETS", "CREDENTIAL", "CREDENTIALS", "CREDS",
}

// secretEnds is how many of them do so at the end of a longer word, too.
const secretEnds = 13

// lastWords do so at the end of a name.
var lastWords = []string{"JWT", "SALT", "PEPPER", "PAT", "TOKENS"}

// secretPairs do so as two words in a row, the second of which may be a plural.
var secretPairs = []string{
	"API KEY", "PRIVATE KEY", "ACCESS KEY", "ACCOUNT KEY", "SIGNING KEY", "ENCRYPTION KEY", "FERNET KEY",
	"MASTER KEY", "AUTH KEY", "BASIC AUTH", "HMAC KEY", "JWT KEY",
	"SALT KEY", "SSH KEY", "DEPLOY KEY", "SHARED KEY", "WEBHOOK KEY", "LICENSE KEY", "CRYPTO KEY", "RSA KEY", "GPG KEY",
	"PROXY AUTHORIZATION", "REDIS AUTH", "VALKEY AUTH", "TWILIO AUTH",
}

// switches anywhere in a name say that it is a switch or a bound: CORS_ALLOW_CREDENTIALS,
// MAX_TOKEN.
var switches = []string{"ALLOW", "REQUIRE", "ENABLE", "DISABLE", "SKIP", "WITHOUT", "NO", "MAX", "MIN"}

// actions are what an option's name begins with that is followed by no secret.
var actions = []string{"RESET", "CHANGE", "ASK", "PROMPT", "ROTATE", "FORCE", "SHOW"}

// aboutWords at the end of a name, or "public" anywhere, say that it is about
// secrets and holds none.
var aboutWords = []string{
	"ACTIVE", "AGE", "ALG", "ALGORITHM", "ALIAS", "ALLOWED", "ARN", "AUDIENCE", "BACKEND", "BACKENDS", "BINDING",
	"BODY", "BUCKET", "BUTTON", "BYTES", "CAPTION", "CHARS", "CHECK", "CLASS", "CLASSES", "CMD", "COMMAND",
	"COOKIE", "COUNT", "DAYS", "DESCRIPTION", "DIR", "DISABLED", "DOMAIN", "DURATION", "EMAIL", "ENABLED",
	"ENCODING", "ENCRYPTION", "ENDPOINT", "ENGINE", "ENV", "ERROR", "EXPIRATION", "EXPIRE", "EXPIRES", "EXPIRY",
	"FIELD", "FIELDS", "FILE", "FORMAT", "GENERATOR", "HASHER", "HASHERS", "HASHING", "HEADER", "HELP", "HINT",
	"HOST", "HOURS", "ID", "INTERVAL", "ISSUER", "LABEL", "LEEWAY", "LENGTH", "LIFETIME", "LIMIT", "LINK",
	"LOCATION", "LOGIN", "MANAGER", "MAX", "MESSAGE", "METHOD", "METHODS", "MIN", "MINUTES", "MODE", "MODEL",
	"NAME", "NAMES", "NAMESPACE", "NOTICE", "ORIGINS", "PARAM", "PATH", "PATHS", "PATTERN", "PLACEHOLDER",
	"POLICY", "PORT", "PREFIX", "PROJECT", "PROMPT", "PROVIDER", "RATE", "REALM", "REDIRECT", "REF", "REGEX",
	"REGION", "REQUIRED", "RESET", "ROOT", "ROTATION", "RULES", "SCOPE", "SCOPES", "SECONDS", "SERIALIZER",
	"SERVICE", "SIZE", "SOURCE", "STORAGE", "STORE", "STRENGTH", "SUBJECT", "SUFFIX", "TEMPLATE", "TEXT",
	"TIMEOUT", "TITLE", "TOOLTIP", "TTL", "TYPE", "TYPES", "URI", "URL", "URLS", "USER", "USERNAME", "VALIDATION",
	"VALIDATOR", "VALIDATORS", "VAR", "VARIABLE", "VERSION", "VERSIONS", "VIEW", "WARNING",
}
