package secrets

import "strings"

// assignment is a name in a text and what gives it a value: password=, "password": ,
// PASSWORD: str = , --password , ("PASSWORD", .
var assignment = compile(`(-{0,2})\b_*([A-Za-z][A-Za-z0-9_-]*)(\\?["']?\]?)` +
	`([ \t]*(?:=>|:=|:[ \t]+[A-Za-z]\w*[ \t]*=|,[ \t]*default=|[:=,])[ \t]*|[ \t\n]+)`)

// assigned finds the values that names of secrets are given, in programs, command lines,
// connection strings, addresses and files of whatever form.
func assigned(text string) []span {
	if !strings.ContainsAny(text, "=:, \n") || !mayHaveName(text) {
		return nil
	}
	var all []span
	at, connection := 0, strings.Contains(text, "=") && connects().MatchString(text)
	for _, m := range assignment().FindAllStringSubmatchIndex(text, -1) {
		a := given{
			before: text[:m[0]], dashes: text[m[2]:m[3]], name: text[m[4]:m[5]], quote: text[m[6]:m[7]],
			by: strings.Trim(text[m[8]:m[9]], " \t\n"), spaced: m[9]-m[8] > 1, connection: connection,
		}
		if m[0] < at || !a.begins() || !IsName(a.name) || isHeader(a.name) {
			continue
		}
		v := a.valueIn(text, m[1])
		if a.isSecret(text[v.from:v.to], v.quoted) {
			v.to += len(nextParts().FindString(text[v.to:v.end]))
			all = append(all, span{v.from, v.to, a.name})
		}
		at = v.to
	}
	return all
}

// connects is a part of a connection string.
var connects = compile(`(?i)\b(?:host|server|dbname|uid|user|user ?id)=`)

// given is how a name in a text is given a value.
type given struct {
	before, dashes, name, quote, by string
	spaced                          bool // before the value
	connection                      bool // in a connection string
}

// isBehind reports whether the name stands at the beginning or behind one of these.
func (g given) isBehind(signs string) bool {
	return g.before == "" || strings.IndexByte(signs, g.before[len(g.before)-1]) >= 0
}

// begins reports whether the name is a whole word, and given something.
func (g given) begins() bool {
	switch {
	case g.by == "" && (g.dashes == "" || !IsOption("-"+g.name)):
		return false
	case strings.HasPrefix(g.by, ",") && g.quote == "":
		return false
	}
	return g.isBehind(" \t\n\r;&?|'\"`=,([{<") || strings.HasPrefix(g.by, "=") && g.isBehind(".:")
}

// isSecret judges the value.
func (g given) isSecret(value string, quoted bool) bool {
	switch {
	case isHarmless(g.name, value), g.isCode(value, quoted), strings.HasPrefix(g.by, ",") && !quoted,
		value[0] == '=', value[0] == ':', g.by == ":" && !quoted && tag().MatchString(value):
		return false
	case g.dashes != "":
		return value[0] != '-'
	case len(value) < 4:
		return false
	case isRandom(value):
		return g.by != "," || !IsName(value)
	case quoted:
		return !strings.Contains(value, " ") && (g.by != "," || g.isCall() && !IsName(value))
	default:
		return g.isSetting()
	}
}

// tag is one of YAML that has a program look the value up, !vault or !Ref.
var tag = compile(`^![A-Za-z]+$`)

// isCode reports what a shell or Python works out; of a quoted text only a shell does.
func (g given) isCode(value string, quoted bool) bool {
	return isBegunCode(value, g.spaced) && (!quoted || value[0] == '$' || value[0] == '`')
}

// isCall reports a name that is an argument, env("PASSWORD", ; those of a tuple are names
// of something else, ("PASSWORD", "EMAIL").
func (g given) isCall() bool {
	before := strings.TrimRight(g.before, `'"`)
	function, open := strings.CutSuffix(before, "(")
	return open && function != "" && isWordByte(function[len(function)-1])
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// isSetting reports whether a word without quotes is a text rather than a variable of a
// program, password=password.
func (g given) isSetting() bool {
	switch {
	case g.by == ":", g.spaced:
		return false
	case g.connection && g.isBehind(" ;"):
		return !strings.HasSuffix(g.before, ", ")
	}
	return g.before != "" && g.isBehind("?&") || strings.ToUpper(g.name) == g.name
}

// value is where one stands in a text, and how far it may go on.
type value struct {
	from, to, end int
	quoted        bool
}

// valueIn is the value behind a name, and behind what may stand between them: the sign of a
// block of YAML, a bracket of Python, the end of the line in JSON.
func (g given) valueIn(text string, at int) value {
	if m := block().FindString(text[at:]); m != "" && g.by == ":" {
		from := at + len(m)
		line, _, _ := strings.Cut(text[from:], "\n")
		to := from + len(strings.TrimRight(line, " \t\r"))
		return value{from, to, to, true}
	}
	begin, end := at, at
	if m := onNextLine().FindString(text[at:]); m != "" && (m[0] == '(' || g.quote != "" && g.by == ":") {
		begin, end = at+len(m), len(text)
	}
	from, to, quoted := valueAt(text, begin)
	switch second, last := fallback(text, begin); {
	case second > 0:
		return value{second, last, last, true}
	case begin > at && (!quoted || isKey(text[to:])): // no text, or the first name of a map
		return value{at, at, at, false}
	}
	return value{from, to, max(to, end), quoted}
}

var (
	block      = compile(`^[|>][-+]?\d?[ \t]*\r?\n[ \t]+`)
	onNextLine = compile(`^\(?[ \t]*\r?\n[ \t]*`)
)

// isKey reports a text behind which a map goes on.
func isKey(rest string) bool { return strings.HasPrefix(strings.TrimLeft(rest, "\"' \t"), ":") }

// nextParts are further texts of Python, which makes one of them.
var nextParts = compile(`^(?:["'][ \t\r\n]*[rbfu]{0,2}["'][^"'\n]*)+`)

// fallback is where the value stands that a program takes where a variable is not set, 0
// where there is none: os.environ.get("X") or "y", env("X", "y").
func fallback(text string, begin int) (from, to int) {
	m := orElse().FindStringSubmatchIndex(text[begin:])
	if m == nil {
		return 0, 0
	}
	return begin + m[2], begin + m[3]
}

var orElse = compile(`^[\w.]*(?:env|environ|getenv|config)(?:\.\w+)?[(\[][ \t]*["'][^"'\n]*["'][ \t]*` +
	`(?:[)\]][ \t]*or[ \t]+|,[ \t]*(?:default[ \t]*=[ \t]*)?)[rbfu]{0,2}["']([^"'\n]+)["']`)

// valueAt is where the value stands that begins there: up to the quote that ends it, or
// without quotes a word.
func valueAt(text string, begin int) (from, to int, quoted bool) {
	rest := text[begin:]
	if m := opening().FindString(rest); m != "" {
		begin += len(m)
		body := text[begin:]
		if end := strings.IndexAny(body, m[len(m)-1:]+"\n"); end >= 0 {
			body = body[:end]
		}
		body = strings.TrimSuffix(body, `\`) // of an escaped quote
		return begin, begin + len(body), true
	}
	const longest = 256                                                // of a reference
	first := len(leading().FindString(rest[:min(len(rest), longest)])) // with whatever stands in it
	end := strings.IndexAny(rest[first:], " \t\r\n'\"`;&|,)}\\")
	if end < 0 {
		return begin, len(text), false
	}
	end += first
	if rest[end] == ')' && strings.Contains(rest[:end], "(") { // of a call
		end++
	}
	return begin, begin + end, false
}

var (
	opening = compile(`^[rbfu]{0,2}(?:"""|'''|\\?["'])`)
	leading = compile(`^(?:` + reference + `)`)
)
