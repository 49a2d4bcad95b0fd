package secrets

import "strings"

// RedactDiff is a unified difference without the secrets that show by their look or, in
// the lines that only the old file has, by a name: of a key, of a variable, of an option.
// What people write by hand into a file of YAML is hidden without a doubt, since the new
// file shows what belongs there.
func RedactDiff(diff string) string {
	var b strings.Builder
	d := &diffReader{}
	for line := range strings.Lines(Redact(diff)) {
		if from, to := d.read(line); strings.HasPrefix(line, "-") && from < to {
			line = line[:from] + Hidden + line[to:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// diffReader remembers what the lines before say of the next one.
type diffReader struct {
	variable string // of an item "name: X", whose value follows
	option   bool   // an item that is an option, whose value is the next
	block    int    // how far a text below a secret's name is indented more than; 0 outside of one
}

// entry is a line of YAML, Python, or an env file, with the mark of a difference.
var entry = compile(`^[-+ ][ \t]*(?:- )?(?:export[ \t]+)?['"]?([A-Za-z][\w.-]*)['"]?` +
	`[ \t]*[:=][ \t]*(\S.*?)?[ \t]*\n?$`)

// item is one of a list of words.
var item = compile(`^[-+ ][ \t]*- ['"]?([^\s'"]+)['"]?[ \t]*\n?$`)

// read is where in a line a secret stands.
func (d *diffReader) read(line string) (from, to int) {
	indent := len(line) - len(strings.TrimLeft(line[min(1, len(line)):], " \t"))
	if d.block > 0 && indent > d.block {
		return indent, len(strings.TrimRight(line, "\n"))
	}
	d.block = 0
	behind := d.option
	d.option = false
	if m := item().FindStringSubmatchIndex(line); m != nil {
		word := line[m[2]:m[3]]
		d.option = IsOption(word)
		if behind && !d.option && !isHarmless("password", word) {
			return m[2], m[3]
		}
	}
	m := entry().FindStringSubmatchIndex(line)
	if m == nil || m[4] < 0 {
		return 0, 0
	}
	name, value := line[m[2]:m[3]], strings.Trim(line[m[4]:m[5]], `'"`)
	switch name {
	case "name":
		d.variable = value
		return 0, 0
	case "value":
		name = d.variable
	}
	switch {
	case !IsName(name), isHarmless(name, value):
		return 0, 0
	case value[0] == '|' || value[0] == '>':
		d.block = indent
		return 0, 0
	}
	return m[4], m[5]
}
