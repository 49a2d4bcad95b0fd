package overlays

import "bytes"

// attributesFile keeps git from changing a single byte of an overlay, whatever
// core.autocrlf says; the base has one of its own. A folder's own file needs no
// place in a file that is somebody else's.
const attributesFile = "overlays/.gitattributes"

// attributes are what stands in it.
var attributes = []byte(generated + "\n* -text\n")

// ignoreFile keeps the files that secrets are read from out of git: all files of an overlay's
// folder that no tree has there. It names none of them and is in every tree, since they stay
// on the disk when the spec drops or renames an environment or a file.
const ignoreFile = "overlays/.gitignore"

// ignored are what stands in it.
var ignored = []byte(generated + "\n/*/*\n!/*/*/\n!/*/*.yaml\n!/*/*" + exampleSuffix + "\n")

// forGit are the files of overlays that are for git alone.
func forGit() []File { return []File{{attributesFile, attributes}, {ignoreFile, ignored}} }

// unix is text with the line ends it was written with, before git or an editor
// made CRLF of them.
func unix(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }
