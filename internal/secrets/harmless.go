package secrets

import (
	"regexp"
	"strings"
)

// isHarmless reports values no secret has: nothing, switches, small numbers,
// Python classes by their path (JSON web tokens, which have dots too, begin with
// "ey").
func isHarmless(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "true", "false", "yes", "no", "on", "off", "none", "null", "0", "1":
		return true
	}
	if len(value) < 4 && strings.Trim(value, "0123456789") == "" {
		return true
	}
	return strings.Count(value, ".") > 1 && module.MatchString(value) && !strings.HasPrefix(value, "ey")
}

var module = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$`)

// isPlace reports what stands where a secret is to be put, or says where it is:
// ${PASSWORD}, <password>, {password}, %(password)s, ***, os.getenv("X"), /run/secrets/x.
func isPlace(value string) bool { return place.MatchString(value) }

var place = regexp.MustCompile(`^(?:[*xX.…]*|\$.*|.*\$[({].*|<.*|\{.*|%[(s].*|[\w.]+[(\[].*|/.*)$`)

// isRandom reports what is no word of a program's text: a value without quotes may be
// a variable, and a secret has digits or signs beside its letters.
func isRandom(value string) bool {
	return len(value) >= 6 && strings.ContainsAny(value, "0123456789!@#^&+/=")
}
