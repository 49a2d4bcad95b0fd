package programs

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// middleman stands between Django and a database, over TCP, and can fall silent.
type middleman struct {
	env []string
	// silent says that the first connection is answered no more, asked that something was
	// asked on it since.
	silent atomic.Bool
	asked  chan struct{}
}

// inFrontOf listens in front of a database's socket; where that is "", nobody answers.
func inFrontOf(t *testing.T, db database, socket string) *middleman {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	m := &middleman{asked: make(chan struct{}, 1000), env: append(db.env, "SOCKET=127.0.0.1", "PORT="+port)}
	m.silent.Store(socket == "")
	go func() {
		for first := true; ; first = false {
			client, err := l.Accept()
			if err != nil {
				return
			}
			if socket == "" {
				m.asked <- struct{}{}
				t.Cleanup(func() { _ = client.Close() })
				continue
			}
			server, err := net.Dial("unix", socket)
			if err != nil {
				return
			}
			go m.pass(server, client, first)
			go m.pass(client, server, false)
		}
	}()
	return m
}

// pass hands on what the one says to the other, unless this one is silenced.
func (m *middleman) pass(to io.WriteCloser, from io.Reader, silenced bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			_ = to.Close()
			return
		}
		if silenced && m.silent.Load() {
			m.asked <- struct{}{}
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// awaits waits until something is asked that nobody answers.
func (m *middleman) awaits(t *testing.T) {
	t.Helper()
	select {
	case <-m.asked:
	case <-time.After(time.Minute): // after which it is stuck
		t.Fatal("nothing is asked")
	}
}

// socketOf is the database's own.
func socketOf(t *testing.T, db database) string {
	t.Helper()
	for _, v := range db.env {
		if socket, ok := strings.CutPrefix(v, "SOCKET="); ok {
			if info, err := os.Stat(socket); err == nil && info.IsDir() {
				return filepath.Join(socket, ".s.PGSQL.5432")
			}
			return socket
		}
	}
	t.Fatal("it has none")
	return ""
}

// TestStopsWhileTheDatabaseIsSilent: a server that lets clients in and says nothing keeps
// the driver busy, and nothing else.
func TestStopsWhileTheDatabaseIsSilent(t *testing.T) {
	for _, db := range databases(t) {
		s := newSite(t, db)
		s.want(t, "first")
		for _, c := range []struct {
			name    string
			command []string
		}{{"migration", s.migrate()}, {"singleton", s.bot}} {
			t.Run(db.name+"/"+c.name, func(t *testing.T) {
				m := inFrontOf(t, db, "")
				s.env = append(s.env, m.env...)
				pod := s.start(t, "first", c.command)
				m.awaits(t)
				pod.signal(syscall.SIGTERM)
				pod.ends(143)
			})
		}
		if text, err := os.ReadFile(filepath.Join(s.dir, "heartbeat")); err != nil || !aliveFor(t, string(text), 5*time.Minute) {
			t.Errorf("%s: one attempt may take minutes, and the heartbeat is %q, %v", db.name, text, err)
		}
	}
}

// aliveFor says whether a heartbeat lasts that long from now.
func aliveFor(t *testing.T, heartbeat string, d time.Duration) bool {
	t.Helper()
	until, err := strconv.ParseInt(strings.TrimSpace(heartbeat), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Until(time.Unix(until, 0)) > d
}

// TestEndsWhileTheDatabaseIsSilent: the lock is asked about beside the command, whose end
// is that of the pod.
func TestEndsWhileTheDatabaseIsSilent(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			s.want(t, "first")
			m := inFrontOf(t, db, socketOf(t, db))
			s.env = append(s.env, m.env...)
			migration := s.start(t, "first", s.migrate())
			s.begun(t)
			m.silent.Store(true)
			m.awaits(t)
			write(t, filepath.Join(s.dir, "go"), "")
			migration.ends(0)

			m = inFrontOf(t, db, socketOf(t, db))
			s.env = append(s.env, m.env...)
			bot := s.start(t, "first", s.bot)
			bot.says("first-pod runs")
			m.silent.Store(true)
			m.awaits(t)
			bot.signal(syscall.SIGTERM)
			bot.says("first-pod ends")
			bot.ends(3)
		})
	}
}
