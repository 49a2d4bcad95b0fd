package programs

import (
	"os/exec"
	"testing"
)

// python is Debian's interpreter, which has Debian's packages; another may come
// first on PATH.
const python = "/usr/bin/python3"

// output runs a program in dir and returns what it prints; the test fails where
// the program does.
func output(t *testing.T, dir string, command ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", command, err, out)
	}
	return string(out)
}

func TestInterpreterHasThePackages(t *testing.T) {
	output(t, t.TempDir(), python, "-c", "import celery, django")
}
