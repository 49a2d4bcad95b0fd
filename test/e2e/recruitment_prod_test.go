package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestRecruitmentProd is the recruitment site with more than one of everything that
// may be, a second kind of worker, and its database outside the cluster, which asks
// for TLS.
func TestRecruitmentProd(t *testing.T) {
	s := &stack{
		example: "recruitment", environment: "prod", host: "jobs.example.com", https: true, ingress: "traefik",
		outside: postgresOutside, tight: true,
	}
	check(t, "recruitment, prod overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"the autoscaler has its least number of web servers running", autoscalerMinimum},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"the superuser exists and can log in behind a proxy that ends TLS", login},
		{"a form starts a Celery task, and its result comes back", taskReturns},
		{"the cache is shared by the processes", cacheShared},
		{"every connection to the database outside is encrypted", encrypted},
		{"a second apply changes nothing, the autoscaler's number neither", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(prodEdges()...)},
		{"beat starts its task once per period, however many workers there are", beatTicks},
		{settingChanged, settingRolls},
	})
}

// prodEdges: there is neither Flower nor a database in the cluster, but a way out
// to the one outside.
func prodEdges() []string {
	var out []string
	for _, e := range recruitmentEdges("worker", "worker-mail") {
		if strings.HasPrefix(e, "flower ") || strings.HasPrefix(e, "database ") {
			continue
		}
		out = append(out, strings.Replace(e, "> database:", "> outside:", 1))
		if strings.HasSuffix(e, "> internet:587") {
			out = append(out, strings.Replace(e, "> internet:", "> outside:", 1))
		}
	}
	return out
}

// encrypted asks the server, which would take plain connections too.
func encrypted(t *testing.T, s *stack) string {
	s.visitor(t).get("/")
	rows := s.sql(t, `select host(client_addr), ssl, version from pg_stat_activity join pg_stat_ssl using (pid)
		where client_addr is not null and usename = 'recruitment'`)
	versions := map[string]int{}
	for row := range strings.Lines(rows) {
		columns := strings.Split(strings.TrimSpace(row), "\t")
		if len(columns) != 3 || columns[1] != "t" {
			t.Errorf("a connection in the clear: %q", row)
			continue
		}
		versions[columns[2]]++
	}
	if len(versions) == 0 {
		t.Error("no connection at all")
	}
	return fmt.Sprintf("connections by version: %v", versions)
}
