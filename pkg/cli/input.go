package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/djangostack/djangostack/internal/fleet"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// input is the flag -f and what becomes of it.
type input struct {
	arguments []string
	sources   fleet.Sources
}

func (in *input) addFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&in.arguments, "file", "f", nil,
		"a stack's file, a folder of stacks, or - for standard input; may be repeated")
	_ = cmd.MarkFlagFilename("file", "yaml", "yml", "json")
}

// load reads and checks all that -f names. Unless everything is right it
// returns all that is wrong, and stacks that are for looking at only.
func (in *input) load(std streams) ([]*fleet.Stack, error) {
	var err error
	in.sources, err = fleet.Find(in.arguments, std.in)
	if err != nil {
		return nil, err
	}
	line := startProgress(std.err, "read", len(in.sources.List))
	defer line.stop()
	stacks := fleet.Load(in.sources, line.step)
	return stacks, fleet.Failure(stacks)
}

// compile loads all that -f names, and once all of it is right compiles one
// stack after the other and hands its tree, which belongs into dir, to use.
func (in *input) compile(
	std streams, dir string, use func(*fleet.Stack, []overlays.File) error,
) ([]*fleet.Stack, error) {
	stacks, err := in.load(std)
	if err != nil {
		return nil, err
	}
	if info, err := os.Lstat(filepath.Clean(dir)); err == nil && info.Mode()&os.ModeSymlink != 0 {
		return nil, fmt.Errorf("%s: is a symbolic link; name the folder it leads to, or put a folder in its place", dir)
	}
	line := startProgress(std.err, "compiled", len(stacks))
	defer line.stop()
	fleet.Compile(stacks, line.step, use)
	return stacks, nil
}

// target is the folder a stack's tree belongs into.
func (in *input) target(dir string, s *fleet.Stack) string {
	if in.sources.Fleet {
		return filepath.Join(dir, s.Name())
	}
	return dir
}

// String is the flag as it would be written again.
func (in *input) String() string {
	var words []string
	for _, argument := range in.arguments {
		words = append(words, "-f "+quoted(argument))
	}
	return strings.Join(words, " ")
}

// quoted is a word as a shell reads it.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:@%+=,", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
