package programs

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sockets is a project with websockets that say again what they hear.
func sockets(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				if _, err := http.ReadRequest(in); err != nil {
					return
				}
				fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n")
				_, _ = io.Copy(conn, in) // until either end hangs up
			}()
		}
	}()
	return l.Addr().String()
}

// websocket is a client that stays.
type websocket struct {
	net.Conn
	in *bufio.Reader
}

func open(address string) (*websocket, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	w := &websocket{conn, bufio.NewReader(conn)}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err
	}
	fmt.Fprint(conn, "GET /ws/ HTTP/1.1\r\nHost: shop.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
	response, err := http.ReadResponse(w.in, nil)
	if err == nil && response.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("%s", response.Status)
	}
	return w, err
}

// lives: what is said comes back.
func (w *websocket) lives() error {
	if _, err := fmt.Fprintln(w, "still there?"); err != nil {
		return err
	}
	line, err := w.in.ReadString('\n')
	if err == nil && line != "still there?\n" {
		err = fmt.Errorf("heard %q", line)
	}
	return err
}

// healthy is what the readiness probe asks.
func healthy(address string) error {
	client := http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get("http://" + address + "/nginx-health")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", response.Status)
	}
	return nil
}

// TestHeldConnections holds 2,000 websockets through nginx as it is by default.
func TestHeldConnections(t *testing.T) {
	const held = 2000
	dir := t.TempDir()
	address := startNginx(t, stackOf(t, "  proxy: {}\n  web: {server: uvicorn}\n"), dir, sockets(t))
	var all []*websocket
	for i := range held {
		w, err := open(address)
		if err != nil {
			t.Fatalf("the websocket number %d: %v", i+1, err)
		}
		defer w.Close()
		all = append(all, w)
	}
	if err := healthy(address); err != nil {
		t.Errorf("with %d websockets nginx is not ready: %v", held, err)
	}
	for i, w := range all {
		if err := w.lives(); err != nil {
			t.Fatalf("the websocket number %d: %v", i+1, err)
		}
	}
	t.Logf("%d websockets: nginx has %s", held, memory(t, dir))
}

// memory is that of nginx' worker.
func memory(t *testing.T, dir string) string {
	t.Helper()
	pid, err := os.ReadFile(filepath.Join(dir, "nginx.pid"))
	if err != nil {
		t.Fatal(err)
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%[1]s/task/%[1]s/children", strings.TrimSpace(string(pid))))
	if err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile("/proc/" + strings.Fields(string(children))[0] + "/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if size, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strings.TrimSpace(size)
		}
	}
	t.Fatal("no size")
	return ""
}

// TestConnectionsAreUsedUp: a pod that can hold no more is not ready, but lives; those
// it has stay, and with room it is ready again.
func TestConnectionsAreUsedUp(t *testing.T) {
	address := startNginx(t, stackOf(t, "  proxy: {connections: 50}\n  web: {server: uvicorn}\n"), t.TempDir(), sockets(t))
	var all []*websocket
	for {
		w, err := open(address)
		if err != nil {
			break
		}
		defer w.Close()
		all = append(all, w)
	}
	if len(all) < 50 {
		t.Errorf("%d websockets, said were 50", len(all))
	}
	var idle []net.Conn // those that ask nothing take the last
	for healthy(address) == nil {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		idle = append(idle, conn)
	}
	for range 20 { // what the liveness probe does
		conn, err := net.DialTimeout("tcp", address, 5*time.Second)
		if err != nil {
			t.Fatalf("with %d websockets nginx would be restarted: %v", len(all), err)
		}
		_ = conn.Close() // that it was accepted is all there is to know
	}
	for i, w := range all {
		if err := w.lives(); err != nil {
			t.Fatalf("the websocket number %d: %v", i+1, err)
		}
	}
	for _, conn := range idle {
		_ = conn.Close() // it leaves
	}
	_ = all[0].Close() // it leaves
	for deadline := time.Now().Add(time.Minute); healthy(address) != nil; {
		if time.Now().After(deadline) {
			t.Fatal("with room again nginx is not ready")
		}
	}
	t.Logf("%d websockets and %d that asked nothing", len(all), len(idle))
}

// run is a command and what it prints.
func run(dir string, command ...string) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
