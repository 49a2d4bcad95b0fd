package secrets

import (
	"slices"
	"strings"
)

// look finds secrets of one kind by how they are written. The table of looks is in
// the order in which a text that has several is described.
type look struct {
	what string
	find func(text string) []span
}

// span is where in a text a secret stands. Those of one look may overlap, and are in no
// order. Some are under a name.
type span struct {
	from, to int
	name     string
}

var looks = []look{
	{"holds a private key", privateKeys},
	{"holds a token of a service", tokens},
	{webToken, containing("eyJ", jsonWebToken)},
	{"holds an AWS key", awsKeys},
	{"holds a password within an address", addresses},
	{"holds a password among options", func(text string) []span {
		return slices.Concat(assigned(text), statements(text), commandLines(text), containing("ig", signature)(text))
	}},
	{"holds the credentials of a header", headerValues},
}

// containing finds the first group of a pattern, looked for only where a text
// contains what each match has.
func containing(part string, p pattern) func(string) []span {
	return func(text string) []span {
		if !strings.Contains(text, part) {
			return nil
		}
		return groups(p, text)
	}
}

// groups are the first group's places in a text, but for those that are meant to be
// filled in.
func groups(p pattern, text string) []span {
	var all []span
	for _, m := range p().FindAllStringSubmatchIndex(text, -1) {
		if value := text[m[2]:m[3]]; !isPlace(value) {
			all = append(all, span{from: m[2], to: m[3]})
		}
	}
	return all
}

// privateKeys finds PEM blocks, to their end or to that of the text. In a message
// their line ends may be written as \n.
func privateKeys(text string) []span {
	var all []span
	for from := 0; ; {
		begin := strings.Index(text[from:], "-----BEGIN ")
		if begin < 0 {
			return all
		}
		begin += from
		label, rest, _ := strings.Cut(text[begin+len("-----BEGIN "):], "-----")
		from = len(text) - len(rest)
		if !strings.HasSuffix(label, "PRIVATE KEY") && label != "PGP PRIVATE KEY BLOCK" {
			continue
		}
		to := len(text)
		if end := strings.Index(rest, "-----END "+label); end >= 0 {
			to = from + end
		}
		all = append(all, span{from: from, to: to})
		from = to
	}
}

// tokenStarts are parts of such words, of which each has one.
var tokenStarts = []string{
	"gh", "gl", "k_live_", "k_test_", "whsec_", "xox", "xapp-", "AGE-SECRET-KEY-", "sk-", "hvb.", "hvs.", "npm_", "pypi-",
	"dop_v1_", "ya29.", "shp", "hooks.slack.com", "discord", "SG.", "dckr_pat_", "sntry", "NRAK-",
	"hf_", "GOCSPX-", "xkeysib-", "PMAK-", ":AA", "key-", "sq0",
}

// tokenPattern is a word that begins as the tokens of services do that mark theirs,
// so that leaks are found: GitHub, GitLab, Stripe, Slack, age, OpenAI and Anthropic,
// Vault, npm, PyPI, DigitalOcean, Google, Shopify, SendGrid, Docker, Sentry, New Relic,
// Hugging Face, Brevo, Postman, Telegram, Mailgun, Square.
var tokenPattern = compile(`(?:^|[^A-Za-z0-9_-])(` + strings.Join([]string{
	`gh[opsur]_[A-Za-z0-9]{16,}`, `github_pat_\w{16,}`, `gl(?:pat|dt|rt|ptt|ft|soat)-[\w.-]{16,}`,
	`[sr]k_(?:live|test)_\w{10,}`, `whsec_[\w+/=]{16,}`, `xox[abeprs]-[\w-]{10,}`, `xapp-\d-[\w-]{10,}`,
	`AGE-SECRET-KEY-\w{16,}`, `sk-(?:ant|proj|svcacct)-[\w-]{16,}`, `hv[bs]\.[\w-]{20,}`, `npm_[A-Za-z0-9]{36}`,
	`pypi-AgE[\w-]{16,}`, `dop_v1_[a-f0-9]{32,}`, `ya29\.[\w-]{20,}`, `shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}`,
	`hooks\.slack\.com/services/T\w+/B\w+/\w{8,}`, `discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}`,
	`SG\.[\w-]{16,}\.[\w-]{16,}`, `dckr_pat_[\w-]{16,}`, `sntry[su]_[\w+/=]{16,}`, `NRAK-[A-Z0-9]{20,}`,
	`hf_[A-Za-z0-9]{30,}`, `GOCSPX-[\w-]{20,}`, `sk-[A-Za-z0-9]{16,}T3BlbkFJ[A-Za-z0-9]{16,}`, `xkeysib-[a-f0-9]{32,}`,
	`PMAK-[a-f0-9]{20,}-[a-f0-9]{20,}`, `(?:bot)?\d{8,10}:AA[\w-]{30,}`, `key-[a-f0-9]{32}`, `sq0[a-z]{3}-[\w-]{20,}`,
}, "|") + `)`)

// tokens finds words with such a beginning. A text that has none of the signs they
// have is not looked at twice.
func tokens(text string) []span {
	if len(text) < shortestToken || !strings.ContainsAny(text, "_-.:") {
		return nil
	}
	if !slices.ContainsFunc(tokenStarts, func(start string) bool { return strings.Contains(text, start) }) {
		return nil
	}
	return groups(tokenPattern, text)
}

// shortestToken is the length of the shortest of them.
const shortestToken = 15

var jsonWebToken = compile(`(eyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*)`)

// awsPair is the secret half of an access key, wherever it stands behind the half
// that is no secret.
var awsPair = compile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b` +
	`(?s:[^A-Za-z0-9](?:.{0,60}?[^A-Za-z0-9/+])?)([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)`)

func awsKeys(text string) []span {
	if len(text) < 61 || !strings.Contains(text, "AKIA") && !strings.Contains(text, "ASIA") {
		return nil
	}
	return groups(awsPair, text)
}

// authorization is what a client sends to say who it is.
var authorization = compile(`(?i)authorization['"\\\s:=,]{1,8}(?:[fbru]['"])?` +
	`(?:basic|bearer|token|digest|apikey)[ \t]+([A-Za-z0-9._~+/=-]{8,})`)

// cookie is one that is long enough to be that of a session.
var cookie = compile(`(?i)cookie['"\\\s:=,]{1,8}(?:[\w.-]+=[^\s;'"]{0,15};[ \t]*)*` +
	`[\w.-]+=([A-Za-z0-9%._~+/:-]{16,})`)

// directive is nginx's way to write a header.
var directive = compile(`(?i)\b(?:add_header|proxy_set_header)\s+([\w-]+)\s+["']?([^\s"';]{4,})`)

func headerValues(text string) []span {
	all := append(containing("uthorization", authorization)(text), containing("ookie", cookie)(text)...)
	if strings.Contains(text, "_header") {
		all = append(all, named(directive, text)...)
	}
	return all
}

// named finds the second group of a pattern where the first is a secret's name.
func named(p pattern, text string) []span {
	var all []span
	for _, m := range p().FindAllStringSubmatchIndex(text, -1) {
		name, value := text[m[2]:m[3]], text[m[4]:m[5]]
		if IsName(name) && !isHeader(name) && !isHarmless(name, value) {
			all = append(all, span{m[4], m[5], name})
		}
	}
	return all
}

// element is one of XML; set is a variable's in a shell that has a word for that.
var (
	element = compile(`<([A-Za-z][\w.-]*)>([^<>\n]{4,})</`)
	set     = compile(`(?m)(?:^|[;&|])[ \t]*(?:set|setenv)[ \t]+(?:-\w+[ \t]+)*` +
		`([A-Z][A-Z0-9_]*)[ \t]+["']?([^\s"';&|=]{4,})`)
)

// statements finds names and values with no sign between them.
func statements(text string) []span {
	var all []span
	if strings.Contains(text, "</") {
		all = named(element, text)
	}
	if strings.Contains(text, "set") && mayHaveName(text) {
		all = append(all, named(set, text)...)
	}
	return all
}

// signature is the query that opens what Azure and AWS store to whoever has it.
var signature = compile(`[?&](?:sig|X-Amz-Signature)=([A-Za-z0-9%+/=_-]{16,})`)
