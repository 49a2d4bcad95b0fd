package e2e

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
)

// TestPooled is the blog with its database behind PgBouncer, which lends a
// connection to Postgres for one transaction.
func TestPooled(t *testing.T) {
	s := &stack{
		example: "servers", environment: "pooled", file: "stacks/servers.yaml", host: "servers.example.com",
		https: true, ingress: "ingress-nginx", outside: pooledOutside,
	}
	check(t, "a stack of the suite's own, with its database behind PgBouncer", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, through the pooler, before the web server started", migratedThroughPooler},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"many connections of the web server share few of the pooler's, and each is encrypted", connectionsShared},
		{"a result that is read in pieces is whole, whoever has the connection in between", readInPieces},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(pooledEdges...)},
		{updates, rollingUpdate},
	})
}

var pooledEdges = append(
	resolving("web", "migrate"),
	"ingress > web:8080", "web > outside:6432", "migrate > outside:6432",
)

// migratedThroughPooler: where Postgres listens at no address, all else comes
// through the pooler.
func migratedThroughPooler(t *testing.T, s *stack) string {
	if addresses := s.sql(t, "show listen_addresses"); addresses != "" {
		t.Errorf("Postgres itself listens at %s", addresses)
	}
	return migratedOnce(t, s)
}

// threads are the web server's, poolSize is how many connections the pooler has for
// them: see stacks/servers.yaml and outside/pgbouncer.yaml.
const threads, poolSize = 8, 3

// connectionsShared has every thread ask the database for two seconds at once. Each
// has a connection of its own for that, and Django keeps it.
func connectionsShared(t *testing.T, s *stack) string {
	answers := make(chan string, threads)
	for range threads {
		v := s.visitor(t)
		go func() { answers <- v.answer("/slow-query/?seconds=2") }()
	}
	for range threads {
		if answer := <-answers; answer != "200 done" {
			t.Error(answer)
		}
	}
	clients, servers := s.outside.console(t, "show clients"), s.outside.console(t, "show servers")
	if len(clients) <= poolSize || len(servers) == 0 || len(servers) > poolSize {
		t.Errorf("%d connections over %d, the pool's size is %d", len(clients), len(servers), poolSize)
	}
	for _, c := range clients {
		if !strings.HasPrefix(c["tls"], "TLS") {
			t.Errorf("a connection in the clear: %v", c)
		}
	}
	return fmt.Sprintf("%d requests of 2 s at once; %d encrypted connections over %d", threads, len(clients), len(servers))
}

// console asks PgBouncer for what it knows of the stack's connections, by column. It
// lets in who runs as the same user.
func (o *outside) console(t *testing.T, query string) []map[string]string {
	t.Helper()
	out := kubectl(t, "exec", "-n", o.namespace(), "server", "-c", "pooler", "--",
		"psql", "--csv", "-p", "6432", "-U", "pgbouncer", "-d", "pgbouncer", "-c", query)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %v: %s", query, err, out)
	}
	var found []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, column := range rows[0] {
			named[column] = row[i]
		}
		if named["user"] == "servers" {
			found = append(found, named)
		}
	}
	return found
}

// inPieces has another transaction take the connection that the first piece came
// over. A cursor of the server's would stay behind there, which is why Django is
// told to use none.
const inPieces = `
from django.contrib.auth.models import Permission
from django.db import connections
pieces = Permission.objects.iterator(chunk_size=10)
next(pieces)
other = connections.create_connection("default")
other.set_autocommit(False)
other.cursor().execute("select 1")
print(1 + sum(1 for _ in pieces), "of", Permission.objects.count())
`

func readInPieces(t *testing.T, s *stack) string {
	said := s.exec(t, "deploy/"+s.name("web"), "web", "python", "manage.py", "shell", "-c", inPieces)
	read, all, _ := strings.Cut(said, " of ")
	if read != all || all == "" {
		t.Errorf("read %q", said)
	}
	return said + " rows"
}
