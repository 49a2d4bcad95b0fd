package programs

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// configOf is a file among the ConfigMaps of a component, "" where there is none.
func configOf(objects []stack.Object, component, file string) string {
	for _, o := range objects {
		if c, ok := o.(*corev1.ConfigMap); ok && c.Labels[stack.LabelComponent] == component && c.Data[file] != "" {
			return c.Data[file]
		}
	}
	return ""
}

// TestFurtherDatabases runs what makes a second database on a server, whose user may
// then use it and nothing else.
func TestFurtherDatabases(t *testing.T) {
	for _, db := range databases(t) {
		sql := configOf(objectsOf(t, stackOf(t, fmt.Sprintf(
			"  databases: {default: {engine: %s, user: web}, my-stock: {server: default}}\n", db.name)), "prod"),
			"database", "databases.sql")
		answers(t, append(db.admin, "DROP DATABASE IF EXISTS my_stock"+db.force)...)
		if db.name == "mariadb" {
			db.run(t, "CREATE OR REPLACE USER web@'%'; CREATE OR REPLACE DATABASE myXstock")
		}
		admin := db.client[:len(db.client)-1] // without -c or -e
		cmd := exec.CommandContext(t.Context(), admin[0], admin[1:]...)
		cmd.Stdin = strings.NewReader(sql)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s\n%s", db.name, err, out, sql)
		}
		client := slices.Clone(db.client)
		for i, word := range client {
			if word == "shop" && client[i-1] != "-U" {
				client[i] = "my_stock"
			}
			client[i] = strings.Replace(client[i], "--user=root", "--user=web", 1)
		}
		output(t, ".", append(client, "CREATE TABLE goods (id int)")...)
		if db.name == "mariadb" {
			if out, err := run(".", append(client, "CREATE TABLE myXstock.goods (id int)")...); err == nil {
				t.Errorf("the user may use a database whose name is like the granted one's: %s", out)
			}
		}
	}
}

// TestCacheServers starts the caches as the stack does, with the user's settings in
// the place of the stack's.
func TestCacheServers(t *testing.T) {
	objects := objectsOf(t, stackOf(t, `  databases: {default: {}}
  caches:
    default: {config: {MAXMEMORY-POLICY: allkeys-lfu, timeout: "300", notify-keyspace-events: ""}}
    pages: {engine: memcached, config: {max-item-size: 8m, disable-cas: ""}}
`), "prod")
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	dir := folder(t, "redis")
	config := strings.NewReplacer("port 6379", "port "+port, "dir /tmp", "dir "+dir).
		Replace(configOf(objects, "cache", "redis.conf"))
	redis := as(t, "redis", dir, "redis-server", "-")
	redis.Stdin = strings.NewReader(config)
	t.Cleanup(serve(t, redis))
	answers(t, "redis-cli", "-p", port, "ping")
	for name, want := range map[string]string{"maxmemory-policy": "allkeys-lfu", "timeout": "300", "appendonly": "no", "notify-keyspace-events": ""} {
		if got := output(t, dir, "redis-cli", "-p", port, "config", "get", name); got != name+"\n"+want+"\n" {
			t.Errorf("redis: %s is %q, want %s", name, got, want)
		}
	}
	var args []string
	for _, o := range objects {
		if d, ok := o.(*appsv1.Deployment); ok && d.Labels[stack.LabelComponent] == "cache-pages" {
			args = d.Spec.Template.Spec.Containers[0].Args
		}
	}
	address = freeAddress(t)
	_, port, _ = net.SplitHostPort(address)
	t.Cleanup(serve(t, as(t, "redis", dir, append([]string{"memcached", "--port=" + port}, args...)...)))
	stats := memcachedSettings(t, address)
	for name, want := range map[string]string{"maxbytes": "134217728", "item_size_max": "8388608", "udpport": "0", "cas_enabled": "no"} {
		if stats[name] != want {
			t.Errorf("memcached: %s is %q, want %s", name, stats[name], want)
		}
	}
}

// TestEmptySettings: a setting of MariaDB with an empty value is empty text, and not an
// option that lacks its value; one that has no value stands alone.
func TestEmptySettings(t *testing.T) {
	objects := objectsOf(t, stackOf(t, "  databases: {default: {engine: mariadb, "+
		`config: {sql_mode: "", loose-init-connect: "", skip-name-resolve: "", loose_max_connect_errors: "7"}}}`+"\n"), "prod")
	command := []string{"mariadbd", "--no-defaults"}
	for _, o := range objects {
		if d, ok := o.(*appsv1.StatefulSet); ok {
			command = append(command, d.Spec.Template.Spec.Containers[0].Args...)
		}
	}
	got := map[string]string{}
	for line := range strings.Lines(output(t, t.TempDir(), append(command, "--verbose", "--help")...)) {
		if words := strings.Fields(line); len(words) > 0 {
			got[words[0]] = strings.Join(words[1:], " ")
		}
	}
	for name, want := range map[string]string{
		"sql-mode": "", "init-connect": "", "skip-name-resolve": "TRUE", "max-connect-errors": "7", "max-connections": "100",
	} {
		if value, known := got[name]; !known || value != want {
			t.Errorf("%s is %q, want %q", name, value, want)
		}
	}
}

func memcachedSettings(t *testing.T, address string) map[string]string {
	t.Helper()
	answers(t, python, "-c", fmt.Sprintf("import socket; socket.create_connection((%q, %s))",
		strings.Split(address, ":")[0], strings.Split(address, ":")[1]))
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "stats settings\r\n")
	stats := map[string]string{}
	for lines := bufio.NewScanner(conn); lines.Scan() && lines.Text() != "END"; {
		if words := strings.Fields(lines.Text()); len(words) == 3 {
			stats[words[1]] = words[2]
		}
	}
	return stats
}

// TestBrokerURLs has kombu read what Celery is told: an argument it does not know
// would end every worker.
func TestBrokerURLs(t *testing.T) {
	const read = "import sys; from kombu import Connection; c = Connection(sys.argv[1]); " +
		"print(c.virtual_host, c.userid, c.heartbeat, (c.ssl or {}) and c.ssl['ssl_ca_certs'])"
	for _, tc := range []struct{ broker, want string }{
		{`{engine: rabbitmq, options: {heartbeat: "30"}}`, "/ shop 30.0 {}"},
		{`{engine: rabbitmq, vhost: eu/shop}`, "eu/shop shop 0 {}"},
		{
			`{user: web, password: {}, index: 4, options: {connect_timeout: "5"}, ` +
				`external: {host: redis.internal, tls: true, ca: {secret: redis-ca}}}`,
			"4 web 0 /etc/djangostack/secrets/broker/ca.crt",
		},
	} {
		s := stackOf(t, "  databases: {default: {}}\n  celery: {resultBackend: none}\n  broker: "+tc.broker+"\n")
		merged, err := s.Effective("prod")
		if err != nil {
			t.Fatal(err)
		}
		config, vars := django.EnvironmentOf(stacktest.Resolve(merged)).Copy()
		url := config["CELERY_BROKER_URL"]
		for _, v := range vars {
			if v.Name == "CELERY_BROKER_URL" {
				url = strings.ReplaceAll(v.Value, "$(BROKER_PASSWORD)", "secret")
			}
		}
		got := strings.TrimSpace(output(t, t.TempDir(), python, "-c", read, url))
		if got != tc.want {
			t.Errorf("%s is read as %s, want %s", url, got, tc.want)
		}
	}
}
