package overlays

import (
	"bytes"
	"fmt"
)

// Read returns the given files as they lie in the folder dir, for whoever builds
// what is there and not what should be. No link is followed; a file that is not
// there is an error.
func Read(dir string, files []File) ([]File, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	d, err := openOutput(dir)
	if err != nil {
		return nil, err
	}
	defer d.root.Close()
	defer d.keepFolders()()
	out := make([]File, len(files))
	for i, file := range files {
		has, err := d.read(file.Path)
		if err != nil {
			return nil, err
		}
		if !has.regular || has.large() {
			return nil, fmt.Errorf("%s: %s is not what it was a moment ago; run again", dir, file.Path)
		}
		out[i] = File{file.Path, bytes.Clone(has.data)}
	}
	return out, nil
}
