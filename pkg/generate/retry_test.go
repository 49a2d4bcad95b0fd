package generate_test

import (
	"bufio"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"
)

// waiting is what a web server's pod does before it serves, for this command
// instead of Django's.
func waiting(t *testing.T, instead ...string) []string {
	t.Helper()
	command := asRun(deploymentOf(t, `{databases: {default: {}}}`, "web").Spec.Template.Spec.InitContainers[0].Command)
	return append(slices.Clone(command[:slices.Index(command, "retry")+1]), instead...)
}

// TestWaitingEndsWhenTold: it has to end by its own exit. As process 1 it is not
// killed by a signal that it does not handle.
func TestWaitingEndsWhenTold(t *testing.T) {
	for _, c := range []struct{ reason, command string }{
		{"while the command runs", "echo begun; exec sleep 20"},
		{"between two tries", "echo begun; exit 1"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			command := waiting(t, "sh", "-c", c.command)
			cmd := exec.Command(command[0], command[1:]...)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
			defer late.Stop()
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			state, err := cmd.Process.Wait()
			if err != nil {
				t.Fatal(err)
			}
			if state.ExitCode() != 143 {
				t.Errorf("ended by %v", state)
			}
		})
	}
}

func TestRetrySucceeds(t *testing.T) {
	file := t.TempDir() + "/tried"
	command := waiting(t, "sh", "-c", `[ -e "$0" ] || { : >"$0"; exit 1; }`, file)
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Errorf("the second try succeeds, and still %v: %s", err, out)
	}
}
