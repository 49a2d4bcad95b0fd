package outputdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// MaxSum is how large a list of checksums may be, in bytes. To read it takes about ten
// times as much memory.
const MaxSum = 12 << 20

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

// sumSize returns how long the list of files is, in bytes.
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

// matches reports whether a file is what was written to its path, or git has made of that
// by changing line ends.
func (d digests) matches(path string, has Found) bool {
	want, ok := d[path]
	return ok && has.Regular && !has.TooLarge() && (digest(has.Data) == want || digest(unixLineEnds(has.Data)) == want)
}

// readSum reads a list in the folder, SumFile or nextSum; it is empty where there is none.
func (d *disk) readSum(name string) (list digests, has Found, err error) {
	has, err = d.read(name)
	if err == nil && has.Size > MaxSum {
		err = fmt.Errorf("%s: %s: %d MiB are more than the %d that it can have; %s",
			d.dir, name, mebibytes(has.Size), MaxSum>>20, restoreSum)
	}
	if err != nil {
		return nil, Found{}, err
	}
	has.Data = bytes.Clone(has.Data)
	if list, err = d.decodeSum(has.Data); err != nil {
		return nil, Found{}, fmt.Errorf("%s: %s:%w", d.dir, name, err)
	}
	return list, has, nil
}

const restoreSum = "restore the file from git or delete it and run again"

// decodeSum returns digests by path. A path that no tree has is an error: the file
// may come from anywhere.
func (l *Layout) decodeSum(data []byte) (digests, error) {
	out := digests{}
	n := 0
	for line := range strings.SplitSeq(string(unixLineEnds(data)), "\n") {
		n++
		if line == "" {
			continue
		}
		sum, path, ok := strings.Cut(line, "  ")
		if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != sha256.Size {
			return nil, fmt.Errorf("%d: not a line of sha256sum; %s", n, restoreSum)
		}
		if !l.contains(path) {
			return nil, fmt.Errorf("%d: path %.100q is not one of ours; %s", n, path, restoreSum)
		}
		out[path] = sum
	}
	return out, nil
}
