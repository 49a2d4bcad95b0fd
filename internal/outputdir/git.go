package outputdir

import "bytes"

// GitAttributes returns a .gitattributes that keeps git from changing a single byte of the
// files in its folder, whatever core.autocrlf says. A folder's own file needs no place in a
// file that is somebody else's.
func GitAttributes(firstLine string) []byte { return []byte(firstLine + "\n* -text\n") }

// GitIgnore returns a .gitignore that keeps the files of the folders beside it out of git,
// but for those below further folders and those of which the name ends in a suffix.
func GitIgnore(firstLine string, suffixes ...string) []byte {
	out := []byte(firstLine + "\n/*/*\n!/*/*/\n")
	for _, suffix := range suffixes {
		out = append(out, "!/*/*"+suffix+"\n"...)
	}
	return out
}

// unixLineEnds returns text with the line ends it was written with, before git or an editor
// made CRLF of them.
func unixLineEnds(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }
