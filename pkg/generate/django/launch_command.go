package django

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// Launch runs a function of the release's launcher inside Django: `manage.py shell` loads the
// project as all its commands do.
func Launch(st *stack.Stack, function string, args ...any) []string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = pythonLiteral(arg)
	}
	return Manage(st, "shell", "-c", fmt.Sprintf("import runpy\nrelease = runpy.run_path(%q)\nrelease[%q](%s)\n",
		launcherPath+"/"+LauncherFile, function, strings.Join(words, ", ")))
}

// pythonLiteral is a text, a number or a list of texts as Python reads it: in JSON, which
// Python shares but for null, true and false.
func pythonLiteral(arg any) string {
	if list, ok := arg.([]string); ok && list == nil {
		return "[]"
	}
	text, err := json.Marshal(arg)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// retry runs a command until it succeeds, for as long as a migration may take.
// What it prints last is in the log. The pauses double up to eight seconds:
// each try loads all of Django, and many pods may wait for one migration. A shell
// that is process 1 obeys SIGTERM only if it says so, and not while it waits for a
// command in the foreground: without both, the pods of a release that is taken
// back would wait out their whole grace period.
func retry(st *stack.Stack, command []string) []string {
	return slices.Concat([]string{"sh", "-c", retryScript(st), "retry"}, command)
}

func retryScript(st *stack.Stack) string {
	return fmt.Sprintf(`trap 'exit 143' TERM
deadline=$(($(date +%%s) + %d))
pause=1
until "$@" & wait "$!"; do
  [ "$(date +%%s)" -lt "$deadline" ] || exit 1
  sleep "$pause" & wait "$!"
  [ "$pause" -ge 8 ] || pause=$((pause * 2))
done
`, st.Spec.Migrate.Timeout.Seconds())
}

// PassSignals runs a command that gets the signals of its pod while it still loads the
// project, too. As process 1 it would get none before it has a handler, and a release's
// Job that is told to stop in those seconds would begin to migrate. Behind a shell that
// passes SIGTERM on it ends, as all programs do by default.
func PassSignals(command []string) []string {
	return slices.Concat([]string{"sh", "-c", passSignalsScript, "pass-signals"}, command)
}

// passSignalsScript waits once more after each signal, until the command has ended.
const passSignalsScript = `trap 'exit 143' TERM
"$@" & child=$!
trap 'kill -TERM "$child"' TERM
wait "$child"
status=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
exit "$status"
`
