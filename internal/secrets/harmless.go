package secrets

import "strings"

// isHarmless reports values that are no secret under whatever name: nothing, switches,
// paths, names of what is kept elsewhere, Python classes by their path. Numbers are none
// but under the name of a password, and addresses without one under that alone.
func isHarmless(name, value string) bool {
	value = strings.TrimSpace(value)
	switch strings.ToLower(value) {
	case "", "true", "false", "yes", "no", "on", "off", "none", "null", "0", "1":
		return true
	case "enabled", "disabled", "optional", "required", "auto", "default", "basic", "bearer", "digest", "token":
		return !isPassword(name)
	}
	switch {
	case isPlace(value), elsewhere().MatchString(value), isClass(value):
		return true
	case isPassword(name):
		return strings.Contains(value, "://") || len(value) < 4 && strings.Trim(value, "0123456789") == ""
	case namesObject(name, value), prose().MatchString(value):
		return true
	default:
		return len(value) <= longestQuantity && quantity().MatchString(value) || path().MatchString(value)
	}
}

// isClass goes by the dots. JSON web tokens, which have some too, begin with "ey".
func isClass(value string) bool {
	return strings.Count(value, ".") > 1 && module().MatchString(value) && !strings.HasPrefix(value, "ey")
}

var module = compile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$`)

// elsewhere is where a vault, a cloud or a disk has a secret.
var elsewhere = compile(`^(?:arn:[\w-]+:.*|(?:op|sm|ssm|vault|file|keyvault)://\S*|vault:\S*` +
	`|projects/[\w-]+/secrets/\S*|@Microsoft\.KeyVault\(.*\)|(?:[\w.-]+/)*[\w-]+\.(?:json|pem|key|crt|p12|ya?ml|txt))$`)

// path is one of a file, of one part only with an ending.
var path = compile(`^(?:~|\.{1,2})?/[\w.@-]+/?$`)

// prose is a sentence. The words of a passphrase are in small letters.
var prose = compile(`^[A-Z][a-z']*(?:,? [A-Za-z']+){2,}[.!?:]?$`)

// quantity is a number, a rate, a size or a duration.
var quantity = compile(`^(?:[+-]?\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?` +
	`(?:[num]?s|[mhdwKMGT]|[KMGT]i?B?|secs?|mins?|hours?|days?|weeks?))+|\d+/[a-z]+|PT?(?:\d+[DHMS]T?)+)$`)

// longestQuantity is the length beyond which a number is a key as likely.
const longestQuantity = 12

// isPlace reports what stands where a secret is to be put, or says where it is, and is
// nothing else: ${PASSWORD}, $(PASSWORD), <password>, {{ password }}, %(password)s, ***,
// os.getenv("X"), /run/secrets/x. What merely has such signs in it, p$ss<word, is a secret;
// so is a word that asks to be replaced, changeme, since nothing fails where it is not.
func isPlace(value string) bool { return place().MatchString(value) || isCode(value) }

// reference is what a shell, Kubernetes, a template or Python replaces. A variable's name
// is in capitals, or in small letters without numbers, but for one of several words;
// ${X:-text} has text of its own.
const reference = `\$(?:[A-Z_][A-Z0-9_]*|[a-z]+(?:_[a-z0-9]+)+|[a-z_]+|\d|\{[A-Za-z_]\w*(?:[%#/^,][^{}\n]*` +
	`|:?[?+][^{}\n]*|:?[-=](?:\$\w+|\$\{\w+\})?)?\}|\([^()]*\))` +
	`|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{[\w.\[\]]*\}|<[^<>]*>|%\(\w+\)s|%s|\$\{\{[^{}]*\}\}`

var place = compile(`^(?:[*xX.…]*|(?:(?:` + reference + `)[-_.:,@ ]?)+|(?:~|\.{1,2})?(?:/[\w.@-]+){2,}/?)$`)

// isCode reports a call or a look-up of a program: env("X"), os.environ["X"], and what is
// left of these where quotes and brackets are left out.
func isCode(value string) bool { return code().MatchString(value) }

var code = compile(`^[A-Za-z_][\w.]*(?:\(.*\)|\[.*\]|[(\[])$`)

// isBegunCode reports the beginning of what a shell or Python works out, which goes on
// behind a quote: $(printf '%s' x), base64.b64decode(os.environ["X"]). Without a dot it
// could be a word that somebody chose, but behind a space.
func isBegunCode(value string, spaced bool) bool {
	if strings.HasPrefix(value, "$(") || strings.HasPrefix(value, "`") {
		return true
	}
	m := begunCode().FindStringSubmatch(value)
	return m != nil && (spaced || m[1] != "")
}

var begunCode = compile(`^[A-Za-z_]\w*(\.[\w.]*)?[(\[]`)

// isRandom reports what is no word of a program's text: a value without quotes may be
// a variable, and a secret has digits or signs beside its letters.
func isRandom(value string) bool {
	return len(value) >= 6 && strings.ContainsAny(value, "0123456789!@#$^&+/=")
}
