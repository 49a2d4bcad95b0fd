package programs

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestStopsWhileTheProjectLoads: as process 1, which gets no signal that it has no handler
// for. A release that is told to stop then must not begin to migrate.
func TestStopsWhileTheProjectLoads(t *testing.T) {
	s := newSite(t, databases(t)[0])
	s.want(t, "first")
	write(t, filepath.Join(s.dir, "loading"), "")
	for _, c := range []struct {
		name    string
		command []string
	}{
		{"migration", s.migrate()},
		{"wait for the database", s.release.InitContainers[0].Command},
		{"wait for migrations", s.gate.Command},
		{"singleton", s.bot},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := s.command(t, "first", c.command)
			asProcess1(cmd.SysProcAttr)
			pod := begin(t, cmd)
			pod.says("the project loads")
			pod.signal(syscall.SIGTERM)
			pod.ends(143)
		})
	}
}

// asProcess1 gives a command process numbers of its own, as a container has them. Who is
// not root needs users of its own for that.
func asProcess1(a *syscall.SysProcAttr) {
	a.Cloneflags = syscall.CLONE_NEWPID
	if uid := os.Getuid(); uid != 0 {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
	}
}

// TestWaitsForAliasesOfTheSettings: the spec writes auth-db where Python code writes
// auth_db. What is not waited for is said.
func TestWaitsForAliasesOfTheSettings(t *testing.T) {
	s := newSite(t, databases(t)[0])
	s.env = append(s.env, "AUTH_SOCKET="+t.TempDir())
	command := s.release.InitContainers[0].Command
	last := len(command) - 1
	command[last] = strings.Replace(command[last], `["default"]`, `["gone", "default", "auth-db"]`, 1)
	wait := s.start(t, "first", command)
	wait.says(`the settings have no database "gone"`)
	wait.says(`waiting for database "auth_db"`)
}

// passwordlessBackend fetches its password when it connects, and fails in a way of its own.
const passwordlessBackend = `
import os
from importlib import import_module
base = import_module(os.environ["FETCHING"] + ".base")

class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        if os.path.exists("no-password"):
            raise OSError("no password today")
        return super().get_connection_params()
`

// TestBackendThatFetchesItsPassword: whatever it raises, the lock waits and the process
// goes on.
func TestBackendThatFetchesItsPassword(t *testing.T) {
	for _, db := range databases(t) {
		t.Run(db.name, func(t *testing.T) {
			s := newSite(t, db)
			s.want(t, "first")
			write(t, filepath.Join(s.dir, "fetching/__init__.py"), "")
			write(t, filepath.Join(s.dir, "fetching/base.py"), passwordlessBackend)
			for _, v := range db.env {
				if engine, ok := strings.CutPrefix(v, "ENGINE="); ok {
					s.env = append(s.env, "FETCHING="+engine, "ENGINE=fetching")
				}
			}
			without := filepath.Join(s.dir, "no-password")
			bot := s.start(t, "first", s.bot)
			bot.says("first-pod runs")
			write(t, without, "")
			db.run(t, db.disconnect)
			bot.says("cannot take the lock again yet", "no password today")
			s.start(t, "first", s.release.InitContainers[0].Command).says(`waiting for database "default"`, "no password today")
			s.start(t, "first", s.gate.Command).says(`waiting for database "default"`, "no password today")
			migration := s.start(t, "first", s.migrate())
			migration.says("waiting for the database", "no password today")
			if err := os.Remove(without); err != nil {
				t.Fatal(err)
			}
			s.begun(t)
			write(t, filepath.Join(s.dir, "go"), "")
			migration.ends(0)
			bot.signal(syscall.SIGTERM)
			bot.says("first-pod ends")
			bot.ends(3)
		})
	}
}

// oracle is a backend without locks, whose database wants a FROM in every SELECT.
const oracle = `
from django.db.backends.sqlite3 import base

class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query, params=None):
        if "FROM" not in query:
            raise base.Database.DatabaseError("ORA-00923: FROM keyword not found where expected")
        return super().execute(query, params)

class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)
`

// TestNoLockIsNeverLost: a database without locks is not asked about one.
func TestNoLockIsNeverLost(t *testing.T) {
	s := newSite(t, database{env: []string{"ENGINE=oracle", "DBUSER=", "SOCKET="}})
	write(t, filepath.Join(s.dir, "oracle/__init__.py"), "")
	write(t, filepath.Join(s.dir, "oracle/base.py"), oracle)
	pod := s.start(t, "first", []string{python, "manage.py", "shell", "-c", `
import runpy
release = runpy.run_path("launcher.py")
lock = release["lock_named"]("migrate")
said = []
print("kept:", [release["keep"](lock, said.append) for _ in range(3)], "said:", said)
raise SystemExit(5)
`})
	pod.says("sqlite has no advisory locks")
	pod.says("kept: [True, True, True] said: []")
	pod.ends(5)
}

// TestHeartbeatIsWhole: a probe that has opened the file reads a time, whatever happens
// meanwhile.
func TestHeartbeatIsWhole(t *testing.T) {
	s := newSite(t, database{env: []string{"ENGINE=django.db.backends.sqlite3", "DBUSER=", "SOCKET="}})
	s.start(t, "first", []string{python, "manage.py", "shell", "-c", `
import os, runpy
release = runpy.run_path("launcher.py")
release["write_heartbeat"](60)
with open("heartbeat") as probe:
    release["write_heartbeat"](600)
    print("the probe reads", repr(probe.read()), os.fstat(probe.fileno()).st_nlink)
`}).says("the probe reads '1", `\n' 0`)
}

// TestLaunchersAreOfPython38 is the oldest that Django 4.2 runs with.
func TestLaunchersAreOfPython38(t *testing.T) {
	files, err := filepath.Glob("../../pkg/generate/*/*_launcher.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no launchers: %v", err)
	}
	for _, file := range files {
		output(t, ".", python, "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 8))", file)
	}
}
