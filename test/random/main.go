// Command random writes random stacks that are valid, every other one with a value
// nobody expects: in a folder each stack.yaml, and in one of its environments the
// objects it stands for, built/ENVIRONMENT.yaml, as the golden trees have them.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

func main() {
	n := flag.Uint64("n", 40, "how many stacks to write")
	seed := flag.Uint64("seed", 1, "what decides on them")
	dir := flag.String("o", "", "the folder to write to")
	flag.Parse()
	for i := range *n {
		s := stack(rand.New(rand.NewPCG(i, *seed)), i)
		if err := write(filepath.Join(*dir, s.Metadata.Name), s, i); err != nil {
			fmt.Fprintf(os.Stderr, "random: %s: %v\n", s.Metadata.Name, err)
			os.Exit(1)
		}
	}
}

// stack is the one of that number, by a name no other has.
func stack(r *rand.Rand, number uint64) *spec.DjangoStack {
	create := spectest.Random
	if number%2 == 1 {
		create = spectest.Odd
	}
	for {
		s := create(r)
		s.Metadata.Name = fmt.Sprintf("stack-%d", number)
		if number%3 == 0 { // as long as one may be, so that names of objects are cut
			s.Metadata.Name += "-" + strings.Repeat("n", 39-len(s.Metadata.Name))
		}
		if spectest.Valid(s) { // names of databases follow from it
			return s
		}
	}
}

func write(dir string, s *spec.DjangoStack, number uint64) error {
	names := s.EnvironmentNames()
	environment := names[number%uint64(len(names))]
	resolved, err := overlays.Compiler{}.ResolveChecked(context.Background(), s)
	if err != nil {
		return err
	}
	objects, err := resolved.Objects(environment)
	if err != nil {
		return err
	}
	documents, err := overlays.Encode(objects)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "built"), 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "stack.yaml"), []byte(spectest.YAML(s)), 0o600); err != nil {
		return err
	}
	built := filepath.Join(dir, "built", environment+".yaml")
	return os.WriteFile(built, bytes.Join(documents, []byte("---\n")), 0o600)
}
