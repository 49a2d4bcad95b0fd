package secrets

import "strings"

// In says what kind of secret a text holds by its look, or "".
func In(text string) string {
	for _, l := range looks {
		if len(l.find(text)) > 0 {
			return l.what
		}
	}
	return ""
}

// Under says what kind of secret a value holds, by its look and by its name.
func Under(name, value string) string {
	switch what := In(value); {
	case what == webToken && isPublic(words(name)):
		return ""
	case what != "":
		return what
	case IsName(name) && !isHarmless(name, scheme().ReplaceAllString(value, "")):
		return byName
	default:
		return ""
	}
}

// InAnnotation is [Under] for an annotation. Under a name that ends in -secret or -key most
// controllers look for the name of a Secret: nginx.ingress.kubernetes.io/auth-secret.
func InAnnotation(name, value string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	what := Under(name, value)
	if what == byName && !isPassword(name) && !hasTokens(words(name)) && secretOfAnnotation().MatchString(value) {
		return ""
	}
	return what
}

// secretOfAnnotation is the name of an object, or of one in another namespace, or several.
var secretOfAnnotation = compile(`^(?:[a-z0-9.-]{1,63}/){0,4}[a-z]+\d?(?:[.-][a-z]+\d?){0,4}(?:,[a-z][a-z0-9./-]*)*$`)

// scheme is what stands before the secret in an Authorization header.
var scheme = compile(`^(?i:basic|bearer|token|digest|apikey) +`)

// webToken is what there are public ones of.
const webToken = "holds a JSON web token"

// byName is what is said of a value whose name alone speaks for itself.
const byName = "seems to hold a secret"

// InFile says what kind of secret a file's content holds. Where it is by a name, that
// is said too, for files are long.
func InFile(content string) string {
	for _, l := range looks {
		found := l.find(content)
		switch {
		case len(found) == 0:
		case found[0].name != "":
			return byName + ", " + found[0].name + ","
		default:
			return l.what
		}
	}
	return ""
}

// Parts are the secrets that show in a text by their look.
func Parts(text string) []string {
	var all []string
	for _, l := range looks {
		for _, found := range l.find(text) {
			all = append(all, text[found.from:found.to])
		}
	}
	return all
}
