package programs

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// database is a server of a test's own, without a network.
type database struct {
	name   string
	env    []string
	client []string
	// admin is a client that is in no database of a test's, force what ends those who are.
	admin     []string
	force     string
	meanwhile []string
	// disconnect ends the last session but its own.
	disconnect string
	// restart starts the server again, which numbers its sessions anew.
	restart func(t *testing.T)
	// others are the numbers of the sessions in the database, and own is that of the one
	// that asks; "" where no test can choose what a session gets.
	others, own string
	// holder is how a pod is named as the holder of a lock.
	holder func(pod string) string
}

// run runs a statement on it.
func (d database) run(t *testing.T, statement string) string {
	t.Helper()
	return output(t, ".", append(d.client, statement)...)
}

// number is the one that a statement answers.
func (d database) number(t *testing.T, statement string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(d.run(t, statement)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// servers are one of each kind, which all tests share.
var servers []database

// databases are one on each server, empty.
func databases(t *testing.T) []database {
	t.Helper()
	if servers == nil {
		servers = []database{postgres(t), mariadb(t)}
	}
	for _, db := range servers {
		answers(t, append(db.admin, "DROP DATABASE IF EXISTS shop"+db.force)...)
		answers(t, append(db.admin, "CREATE DATABASE shop")...)
	}
	return servers
}

// ends are what is left to do after the last test.
var ends []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range slices.Backward(ends) {
		end()
	}
	os.Exit(code)
}

// as is a command of a server's own user: as root neither server starts.
func as(t *testing.T, name, dir string, command ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	if os.Getuid() != 0 {
		return cmd
	}
	account, err := user.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd
}

// prepare runs such a command to its end.
func prepare(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", cmd.Args, err, out)
	}
}

// folder is one of the server's user, with a path short enough for a socket.
func folder(t *testing.T, user string) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "db") //nolint:usetesting // a socket's path has at most 107 characters
	if err != nil {
		t.Fatal(err)
	}
	ends = append(ends, func() { _ = os.RemoveAll(dir) })
	if os.Getuid() == 0 {
		output(t, dir, "chown", user, dir)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func postgres(t *testing.T) database {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(found) == 0 {
		t.Fatal("there is no PostgreSQL; see packages.txt")
	}
	dir, bin := folder(t, "postgres"), found[len(found)-1]
	data := filepath.Join(dir, "data")
	prepare(t, as(t, "postgres", dir, bin+"/initdb", "--auth=trust", "--username=shop", "--no-sync", data))
	admin := []string{bin + "/psql", "-h", dir, "-U", "shop", "-d", "postgres", "-c"}
	restart := keep(t, admin, "postgres", dir, bin+"/postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-F")
	return database{
		name:      "postgres",
		env:       []string{"ENGINE=django.db.backends.postgresql", "DBUSER=shop", "SOCKET=" + dir},
		client:    []string{bin + "/psql", "-h", dir, "-U", "shop", "-d", "shop", "-v", "ON_ERROR_STOP=1", "-At", "-c"},
		meanwhile: []string{"CREATE INDEX CONCURRENTLY pages ON slow_page (title)"},
		disconnect: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() " +
			"AND pid <> pg_backend_pid() ORDER BY backend_start DESC LIMIT 1",
		admin:   admin,
		force:   " WITH (FORCE)",
		restart: restart,
		holder:  func(pod string) string { return pod },
	}
}

func mariadb(t *testing.T) database {
	t.Helper()
	dir := folder(t, "mysql")
	data, socket := filepath.Join(dir, "data"), filepath.Join(dir, "socket")
	prepare(t, as(t, "mysql", dir, "mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal",
		"--skip-test-db", "--datadir="+data))
	admin := []string{"mariadb", "--no-defaults", "--socket=" + socket, "--user=root", "-e"}
	restart := keep(t, admin, "mysql", dir, "mariadbd", "--no-defaults", "--datadir="+data, "--socket="+socket, "--skip-networking")
	return database{
		name:   "mariadb",
		env:    []string{"ENGINE=django.db.backends.mysql", "DBUSER=root", "SOCKET=" + socket},
		client: []string{"mariadb", "--no-defaults", "--skip-column-names", "--socket=" + socket, "--user=root", "shop", "-e"},
		admin:  admin,
		disconnect: "SELECT id INTO @id FROM information_schema.PROCESSLIST WHERE db = 'shop' AND id <> CONNECTION_ID() " +
			"ORDER BY id DESC LIMIT 1; KILL @id",
		restart: restart,
		others:  "SELECT id FROM information_schema.PROCESSLIST WHERE db = 'shop' AND id <> CONNECTION_ID()",
		own:     "SELECT CONNECTION_ID()",
		holder:  func(string) string { return "localhost" },
	}
}

// keep runs a server until the last test has ended, and returns what starts it again and
// waits until its client is answered.
func keep(t *testing.T, client []string, user, dir string, command ...string) (restart func(*testing.T)) {
	t.Helper()
	end := serve(t, as(t, user, dir, command...))
	ends = append(ends, func() { end() })
	return func(t *testing.T) {
		t.Helper()
		end()
		end = serve(t, as(t, user, dir, command...))
		answers(t, append(client, "SELECT 1")...)
	}
}

// serve starts a server and returns what ends it.
func serve(t *testing.T, cmd *exec.Cmd) func() {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() { _ = cmd.Process.Signal(syscall.SIGQUIT); _ = cmd.Wait() }
}

// answers tries a command until the server takes it.
func answers(t *testing.T, command ...string) {
	t.Helper()
	var out []byte
	for range 300 {
		cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
		var err error
		if out, err = cmd.CombinedOutput(); err == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatalf("%q: %s", command, out)
}
