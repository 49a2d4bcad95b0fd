package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestShopDev is the shop as a developer has it: uWSGI behind nginx, MySQL,
// memcached, RabbitMQ with a worker and without results.
func TestShopDev(t *testing.T) {
	s := &stack{example: "shop", environment: "dev", host: "shop.dev.example.com", ingress: "ingress-nginx"}
	check(t, "shop, dev overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web server started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"static files come from nginx", staticByNginx},
		{"an account that manage.py makes in the web server's pod can log in", accountByHand},
		{"an upload comes back from nginx", uploads},
		{"nginx keeps pages for visitors without a cookie, and for no others", pagesCached},
		{"the cache is shared by the processes", cacheShared},
		{"a Celery task runs and is recorded, over a broker that keeps no results", taskRecorded},
		{"the cron job runs with its arguments, and its file comes from nginx", feedExported},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(append(shopEdges("database"), resolving("database")...)...)},
		{"under load: a broker restart loses no task and fails no request", brokerRestart},
		{"under load: a database restart fails requests only while it is down, loses no row, and the next task is recorded", rowsKept},
		{settingChanged, settingRolls},
	})
}

// shopEdges: every process reaches all services, the database that this names, and
// the payment service wherever it is.
func shopEdges(database string) []string {
	processes := []string{"web", "release", "worker-orders", "cron-feed"}
	connections := append(resolving(append(processes, "cache", "broker")...), "ingress > web:8080")
	for _, process := range processes {
		connections = append(connections, process+" > "+database+":3306", process+" > cache:11211",
			process+" > broker:5672", process+" > internet:443")
	}
	return connections
}

// pagesCached: the first visitor's page is the second's; a visitor with a session
// gets one of his own. Each pod keeps its own pages.
func pagesCached(t *testing.T, s *stack) string {
	pod := s.pods(t, "web")[0]
	v, known := s.visitorOf(t, pod), s.visitorOf(t, pod)
	path := "/?cached=" + fmt.Sprint(time.Now().UnixNano())
	known.login(s)
	for _, ask := range []struct {
		visitor *visitor
		want    string
	}{{v, "MISS"}, {v, "HIT"}, {known, "BYPASS"}, {v, "HIT"}} {
		p := ask.visitor.get(path)
		if got := p.Header.Get("X-Cache"); p.StatusCode != http.StatusOK || got != ask.want {
			t.Errorf("%d, X-Cache %q, not %s", p.StatusCode, got, ask.want)
		}
	}
	return "MISS, HIT, BYPASS with a session, HIT"
}

func taskRecorded(t *testing.T, s *stack) string {
	begun := time.Now()
	s.begin(t, fmt.Sprintf("recorded-%d", begun.UnixNano()), 0)
	eventually(t, time.Minute, "the task's end", func() error {
		runs := s.runs(t, "recorded-")
		return failed(runs[len(runs)-1].Finished, "%+v", runs)
	})
	return fmt.Sprintf("in %.1f s", time.Since(begun).Seconds())
}

// feedExported: --all has products without a picture too.
func feedExported(t *testing.T, s *stack) string {
	s.sql(t, "insert into catalog_product (title, attachment) values ('no picture', '')")
	figure := cronRuns("feed")(t, s)
	p := s.visitor(t).get("/media/feed.txt")
	if !strings.Contains(p.body, "no picture\n") || !strings.HasPrefix(p.Header.Get("Server"), "nginx") {
		t.Errorf("/media/feed.txt: %d %q", p.StatusCode, p.body)
	}
	return fmt.Sprintf("%s, %d products", figure, strings.Count(p.body, "\n"))
}

func rowsKept(t *testing.T, s *stack) string {
	count := func() string { return s.sql(t, "select count(*), count(finished) from jobs_run") }
	before := count()
	text, _ := s.restartDatabase(t, readRuns...)
	after := count()
	if after != before {
		t.Errorf("rows, and those with an end: %q before, %q after", before, after)
	}
	taskRecorded(t, s)
	rows, _, _ := strings.Cut(after, "\t")
	return fmt.Sprintf("%s rows before and after; %s", rows, text)
}
