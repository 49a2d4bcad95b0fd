package generate

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// refusals stands in for celery's main. A refusal of an earlier datagram in a
// socket's error queue is what a node's answer for a Service without pods leaves
// behind in that of a connection.
const refusals = `
import os, select, socket, tempfile, time

def closed_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()

def refused():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR
    s.sendto(b"x", closed_port())
    assert reported(s), "nothing was refused"
    return s

def reported(s):
    poll = select.epoll()
    poll.register(s, select.EPOLLERR)
    return bool(poll.poll(0.1))

def main():
    for timeout in (None, 30):
        s = refused()
        s.settimeout(timeout)
        begun = time.monotonic()
        s.connect(("127.0.0.1", 9))
        assert not reported(s), "epoll still reports the refusal"
        assert s.gettimeout() == timeout, f"the timeout is {s.gettimeout()}"
        assert time.monotonic() - begun < 10, "it waited for the timeout"
    with tempfile.TemporaryDirectory() as d:
        server = socket.socket(socket.AF_UNIX)
        server.bind(d + "/socket")
        server.listen()
        s = socket.socket(socket.AF_UNIX)
        s.connect(d + "/socket")
        server.accept()[0].send(b"greeting")
        assert s.recv(8) == b"greeting", "a server's first words were lost"
    return 0
`

// A worker came back to its broker and hung: epoll reported an error that nobody
// had read, for ever.
func TestLauncherClearsRefusals(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"launcher.py": strings.ReplaceAll(celeryScript, "/tmp/", dir+"/"),
		"celery/__init__.py": "class Signal:\n    def connect(self, f):\n        return f\n" +
			"class signals:\n    celeryd_init = celeryd_after_setup = worker_ready = beat_init = Signal()\n" +
			"def maybe_patch_concurrency():\n    pass\n",
		"celery/bin/base.py":   "class CLIContext:\n    pass\n",
		"celery/bin/celery.py": refusals,
		"kombu.py":             "class Connection:\n    def _ensure_connection(self):\n        pass\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("python3", "launcher.py")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
