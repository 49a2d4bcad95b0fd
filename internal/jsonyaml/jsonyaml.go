// Package jsonyaml makes YAML of JSON. Nearly all JSON is YAML already; what is
// not is changed so that lines, columns and the order of keys stay as they were,
// which a parse and a print would lose.
package jsonyaml

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// surrogates are the escapes of one character beyond the first 65536, as many
// JSON writers spell it; an even number of backslashes before is none of them.
var surrogates = regexp.MustCompile(
	`((?:^|[^\\])(?:\\\\)*)\\u([dD][89abAB][[:xdigit:]]{2})\\u([dD][c-fC-F][[:xdigit:]]{2})`)

// YAML changes the two things in valid JSON that are not YAML: tabs, of which
// none stands inside a string, so that neither values nor columns change, and
// surrogate pairs.
func YAML(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\t"), []byte(" "))
	for surrogates.Match(data) { // pairs side by side take turns
		data = surrogates.ReplaceAllFunc(data, func(pair []byte) []byte {
			parts := surrogates.FindSubmatch(pair)
			high, _ := strconv.ParseUint(string(parts[2]), 16, 32)
			low, _ := strconv.ParseUint(string(parts[3]), 16, 32)
			return fmt.Appendf(nil, "%s%c", parts[1], utf16.DecodeRune(rune(high), rune(low)))
		})
	}
	return data
}
