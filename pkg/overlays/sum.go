package overlays

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// SumFile names the ownership file in the output folder. It lists every file
// this package wrote and its digest, in the format of sha256sum, so that
// `sha256sum -c` checks a tree without this program. Only what lies below base and
// overlays/ENVIRONMENT is ever owned, whatever it lists.
const SumFile = ".djangostack.sum"

// maxSum is how large it may be, in bytes. To read it takes about ten times as much
// memory. The longest that the limits of a stack allow has 10 MiB: 40,000 files
// (spec.MaxCarried, each of which counts in the five sets of pods that a stack has beside
// those of its workers) whose paths have 200 characters.
const maxSum = 12 << 20

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// encodeSum lists files, which are sorted by path.
func encodeSum(files []File) []byte {
	out := make([]byte, 0, sumSize(files))
	for _, file := range files {
		sum := sha256.Sum256(file.Data)
		out = append(hex.AppendEncode(out, sum[:]), "  "+file.Path+"\n"...)
	}
	return out
}

// sumSize is how long the list of files is, in bytes.
func sumSize(files []File) int {
	size := 0
	for _, file := range files {
		size += len(file.Path) + sha256.Size*2 + len("  \n")
	}
	return size
}

// digests are those of files, by path.
type digests map[string]string

func (d digests) paths() []string { return sorted.Keys(d) }

// encode lists digests by path.
func (d digests) encode() []byte {
	var out []byte
	for _, path := range d.paths() {
		out = fmt.Appendf(out, "%s  %s\n", d[path], path)
	}
	return out
}

// holds reports whether a file is what was written to its path, or git has made of that
// by changing line ends.
func (d digests) holds(path string, has found) bool {
	want, ok := d[path]
	return ok && has.regular && !has.large() && (digest(has.data) == want || digest(unix(has.data)) == want)
}

// readSum is a list in the folder, SumFile or nextSum; it is empty where there is none.
func (d *disk) readSum(name string) (list digests, has found, err error) {
	has, err = d.read(name)
	if err == nil && has.size > maxSum {
		err = fmt.Errorf("%s: %s: %d MiB are more than the %d that it can have; %s",
			d.dir, name, mebibytes(has.size), maxSum>>20, restoreSum)
	}
	if err != nil {
		return nil, found{}, err
	}
	has.data = bytes.Clone(has.data)
	if list, err = decodeSum(has.data); err != nil {
		return nil, found{}, fmt.Errorf("%s: %s:%w", d.dir, name, err)
	}
	return list, has, nil
}

const restoreSum = "restore the file from git or delete it and run again"

// decodeSum returns digests by path. A path that no tree has is an error: the file
// may come from anywhere.
func decodeSum(data []byte) (digests, error) {
	out := digests{}
	n := 0
	for line := range strings.SplitSeq(string(unix(data)), "\n") {
		n++
		if line == "" {
			continue
		}
		sum, path, ok := strings.Cut(line, "  ")
		if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != sha256.Size {
			return nil, fmt.Errorf("%d: not a line of sha256sum; %s", n, restoreSum)
		}
		if !inTree(path) {
			return nil, fmt.Errorf("%d: path %.100q is not one of ours; %s", n, path, restoreSum)
		}
		out[path] = sum
	}
	return out, nil
}
