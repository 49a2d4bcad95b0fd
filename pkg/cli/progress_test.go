package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := &progress{out: &out, verb: "compiled", total: 3, ended: make(chan struct{})}
		p.printer.Go(p.print)
		p.step()
		p.step()
		time.Sleep(progressInterval) // of the bubble's own clock
		synctest.Wait()
		p.stop()
		if got := out.String(); !strings.Contains(got, "\r\x1b[Kcompiled 2 of 3 stacks") || !strings.HasSuffix(got, "\r\x1b[K") {
			t.Errorf("%q: want the number reached, and in the end an empty line", got)
		}
	})
}

func TestProgressIsForTerminals(t *testing.T) {
	for name, value := range map[string]string{"NO_COLOR": "1", "CI": "true", "TERM": "dumb"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if p := startProgress(null, "read", 2); p != nil {
				t.Errorf("shows progress with %s=%s", name, value)
			}
		})
	}
	if p := startProgress(&bytes.Buffer{}, "read", 2); p != nil {
		t.Error("shows progress on what is no terminal")
	}
	var none *progress
	none.step()
	none.stop()
}
