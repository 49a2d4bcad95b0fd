package overlays

import (
	"bytes"
	"context"
	"fmt"

	"github.com/djangostack/djangostack/internal/outputdir"
)

// Read returns the given files as they lie in the folder dir, for whoever builds what is there
// and not what should be. It follows no link; a file that is not there is an error.
func Read(ctx context.Context, dir string, files []File) ([]File, error) {
	t := treeOf(files)
	if err := t.Validate(); err != nil {
		return nil, err
	}
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path
	}
	out := make([]File, 0, len(files))
	err := t.Read(ctx, dir, paths, func(path string, has outputdir.Found) error {
		if !has.Regular || has.TooLarge() {
			return fmt.Errorf("%s: %s is not what it was a moment ago; run again", dir, path)
		}
		out = append(out, File{path, bytes.Clone(has.Data)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
