package cli

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/djangostack/djangostack/pkg/overlays"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"djangostack": func() { os.Exit(Main(overlays.Compiler{})) },
		"platform": func() {
			c := Command{
				Name: "platform", Version: "1.2.3", Compiler: platform(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
			}
			os.Exit(c.Run(context.Background(), os.Args[1:]...))
		},
	})
}

// TestScripts runs every case of testdata: a command, what it must print and
// how it must end.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
		},
	})
}

// exits runs a command and compares its exit code: exits 2 djangostack …
// Testscript's own exec knows success and failure only.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	script := `code=0; "$@" || code=$?; echo $code >code`
	ts.Check(ts.Exec("sh", append([]string{"-c", script, "exits"}, args[1:]...)...))
	if got := strings.TrimSpace(ts.ReadFile("code")); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

const sixLines = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: minimal}
spec:
  image: {repository: registry.example/acme/minimal, tag: "1.0.0"}
  django: {settings: minimal.settings, hosts: [minimal.example.com]}
  databases: {default: {}}
`
