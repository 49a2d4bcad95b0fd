package e2e

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"
)

var pooledEdges = append(
	resolving("web", "release"),
	"ingress > web:8000", "web > outside:6432", "release > outside:6432",
)

// migratedThroughPooler: where Postgres listens at no address, all else comes
// through the pooler.
func migratedThroughPooler(t *testing.T, s *stack) string {
	if addresses := s.sql(t, "show listen_addresses"); addresses != "" {
		t.Errorf("Postgres itself listens at %s", addresses)
	}
	return migratedOnce(t, s)
}

// poolSize is how many connections to Postgres the pooler has: see
// outside/pgbouncer.yaml.
const poolSize = 3

// connectionsShared has more requests ask the database for two seconds at once than
// there are connections to it.
func connectionsShared(t *testing.T, s *stack) string {
	const requests = 8
	answers := make(chan string, requests)
	for range requests {
		v := s.visitor(t)
		go func() { answers <- v.answer("/slow-query/?seconds=2") }()
	}
	var clients []map[string]string
	eventually(t, 10*time.Second, "more connections than the pool has", func() error {
		clients = s.outside.console(t, "show clients")
		return failed(len(clients) > poolSize, "%d", len(clients))
	})
	servers := s.outside.console(t, "show servers")
	if len(servers) == 0 || len(servers) > poolSize {
		t.Errorf("%d connections to Postgres, the pool's size is %d", len(servers), poolSize)
	}
	for _, c := range clients {
		if !strings.HasPrefix(c["tls"], "TLS") {
			t.Errorf("a connection in the clear: %v", c)
		}
	}
	for range requests {
		if answer := <-answers; answer != "200 done" {
			t.Error(answer)
		}
	}
	return fmt.Sprintf("%d requests of 2 s at once; %d encrypted connections over %d", requests, len(clients), len(servers))
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
	said := s.exec(t, "deploy/"+s.name("web"), "web", "python", "manage.py", "shell", "-v", "0", "-c", inPieces)
	read, all, _ := strings.Cut(said, " of ")
	if read != all || all == "" {
		t.Errorf("read %q", said)
	}
	return said + " rows"
}
