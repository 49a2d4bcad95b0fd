package overlays

// File is one file of the tree. Path is relative to the output folder and
// slash-separated.
type File struct {
	Path string
	Data []byte
}
