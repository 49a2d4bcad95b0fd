package overlays

import "bytes"

// attributesFile keeps git from changing a single byte of an overlay, whatever
// core.autocrlf says; the base has one of its own. A folder's own file needs no
// place in a file that is somebody else's.
const attributesFile = "overlays/.gitattributes"

// attributes are what stands in it.
var attributes = []byte(generated + "\n* -text\n")

// unix is text with the line ends it was written with, before git or an editor
// made CRLF of them.
func unix(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }
