package overlays

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// SumFile names the ownership file in the output folder. It lists every file
// this package wrote and its digest, in the format of sha256sum, so that
// `sha256sum -c` checks a tree without this program.
const SumFile = ".djangostack.sum"

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// encodeSum lists files, which are sorted by path.
func encodeSum(files []File) []byte {
	size := 0
	for _, file := range files {
		size += len(file.Path) + sha256.Size*2 + len("  \n")
	}
	out := make([]byte, 0, size)
	for _, file := range files {
		sum := sha256.Sum256(file.Data)
		out = append(hex.AppendEncode(out, sum[:]), "  "+file.Path+"\n"...)
	}
	return out
}

// encodeDigests lists digests by path.
func encodeDigests(digests map[string]string) []byte {
	var out []byte
	for _, path := range sorted.Keys(digests) {
		out = fmt.Appendf(out, "%s  %s\n", digests[path], path)
	}
	return out
}

// readSum is a sum file of the folder, empty where there is none.
func (d *disk) readSum(path string) (map[string]string, error) {
	has, err := d.read(path)
	if err != nil {
		return nil, err
	}
	sum, err := decodeSum(has.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.dir, err)
	}
	return sum, nil
}

// decodeSum returns digests by path. A path that could leave the folder is an
// error: the file may come from anywhere.
func decodeSum(data []byte) (map[string]string, error) {
	out := map[string]string{}
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if line == "" {
			continue
		}
		sum, path, ok := strings.Cut(line, "  ")
		if !ok || len(sum) != sha256.Size*2 {
			return nil, fmt.Errorf("%s:%d: not a line of sha256sum; restore the file from git or delete it and run again",
				SumFile, i+1)
		}
		if err := checkPath(path); err != nil || reserved(path) {
			return nil, fmt.Errorf("%s:%d: path %q is not one of ours; restore the file from git", SumFile, i+1, path)
		}
		out[path] = sum
	}
	return out, nil
}

// reserved reports the names this package keeps for itself.
func reserved(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first == SumFile || first == stageDir
}
