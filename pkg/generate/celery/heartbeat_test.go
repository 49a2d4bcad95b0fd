package celery

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHeartbeatCheckFails(t *testing.T) {
	check := heartbeatHandler().Exec.Command
	for _, c := range []struct {
		reason, content string
		passes          bool
	}{
		{"the promise still holds", fmt.Sprintf("%d\n", time.Now().Unix()+60), true},
		{"the promise ran out", fmt.Sprintf("%d\n", time.Now().Unix()-1), false},
		{"the launcher has opened the file and not written it yet", "", false},
		{"the file is not a time", "x\n", false},
		{"there is no file", "absent", false},
	} {
		t.Run(c.reason, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "heartbeat")
			if c.content != "absent" {
				if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			script := strings.Replace(strings.ReplaceAll(check[2], "$$", "$"), "/tmp/celery-heartbeat", file, 1)
			out, err := exec.Command(check[0], check[1], script).CombinedOutput()
			if passed := err == nil; passed != c.passes {
				t.Errorf("passes: %v, want %v (%v %s)", passed, c.passes, err, out)
			}
		})
	}
}
