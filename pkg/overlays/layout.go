package overlays

import (
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
	"github.com/djangostack/djangostack/internal/outputdir"
)

// SumFile names the ownership file in the output folder. It lists every file
// this package wrote and its digest, in the format of sha256sum, so that
// `sha256sum -c` checks a tree without this program. Only what lies below base and
// overlays/ENVIRONMENT is ever owned, whatever it lists.
const SumFile = ".djangostack.sum"

var layout = &outputdir.Layout{
	Program:  "djangostack",
	Source:   "the spec",
	SumFile:  SumFile,
	StageDir: ".djangostack.stage",
	Folders:  []string{"base", "overlays"},
	Contains: inTree,
	Where:    "must be below base or overlays/ENVIRONMENT",
}

// inTree reports whether a tree may have a file at a path.
func inTree(p string) bool {
	top, rest, below := strings.Cut(p, "/")
	if top == "overlays" && p != attributesFile && p != ignoreFile {
		var environment string
		environment, _, below = strings.Cut(rest, "/")
		return below && isLabel(environment)
	}
	return below && (top == "base" || top == "overlays")
}

// treeOf returns what a folder has to hold.
func treeOf(files []File) *outputdir.Tree {
	t := &outputdir.Tree{Layout: layout, Files: make([]outputdir.File, len(files)), Theirs: secretFiles(files)}
	for i, file := range files {
		t.Files[i] = outputdir.File(file)
	}
	return t
}

// checkPortable refuses files that git cannot check out on every system: since a name
// stands for a device there, or is another's where case makes no difference.
func checkPortable(files []File) error {
	first := make(map[string]string, len(files))
	for _, file := range files {
		for name := range strings.SplitSeq(file.Path, "/") {
			if !bounds.Portable(name) {
				return fmt.Errorf("path %q: Windows has no file or folder %q; choose another name", file.Path, name)
			}
		}
		alike := bounds.Alike(file.Path)
		if other, taken := first[alike]; taken {
			return fmt.Errorf("path %q: is %q on macOS and Windows, where case makes no difference; choose another name",
				file.Path, other)
		}
		first[alike] = file.Path
	}
	return nil
}

// attributesFile keeps git from changing a single byte of an overlay; the base has one of
// its own.
const attributesFile = "overlays/.gitattributes"

var attributes = outputdir.GitAttributes(generated)

// ignoreFile keeps the files that secrets are read from out of git: all files of an overlay's
// folder that no tree has there. It names none of them and is in every tree, since they stay
// on the disk when the spec drops or renames an environment or a file.
const ignoreFile = "overlays/.gitignore"

// gitFiles returns the files of overlays that are for git alone.
func gitFiles() []File {
	return []File{{attributesFile, attributes}, {ignoreFile, outputdir.GitIgnore(generated, ".yaml", exampleSuffix)}}
}
