package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestShopProd is the shop with its MySQL outside the cluster and with the volume
// of its pictures in a class of its own, shared by three web servers, a worker and
// the cron jobs.
func TestShopProd(t *testing.T) {
	s := &stack{
		example: "shop", environment: "prod", host: "shop.example.com", https: true, ingress: "ingress-nginx",
		outside: mysqlOutside, tight: true,
	}
	connections := shopEdges("outside")
	for _, process := range []string{"web", "release", "worker-orders", "cron-feed"} {
		connections = append(connections, process+" > outside:443") // the payment service may be there too
	}
	check(t, "shop, prod overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the tables are in the database outside, and there is none in the cluster", tablesOutside},
		{"both public Hosts get 200 through the Service, a foreign one 400", bothHosts},
		{"static files come from nginx", staticByNginx},
		{
			"an account that manage.py makes in a web server's pod can log in behind a proxy that ends TLS",
			accountByHand,
		},
		{"an upload comes back from nginx, whichever web server has it", uploadsEverywhere},
		{"nginx keeps pages for visitors without a cookie, and for no others", pagesCached},
		{"the cache is shared by the processes", cacheShared},
		{"a Celery task runs and is recorded, over a broker that keeps no results", taskRecorded},
		{"the cron job runs with its arguments, and its file comes from nginx", feedExported},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(connections...)},
		{settingChanged, settingRolls},
	})
}

// tablesOutside asks the server for its tables and for who is connected.
func tablesOutside(t *testing.T, s *stack) string {
	tables := strings.Fields(s.sql(t, "show tables"))
	if len(tables) == 0 {
		t.Error("there is no table")
	}
	if sets := kubectl(t, "get", "statefulsets", "-n", s.namespace(), "-l", "app.kubernetes.io/component=database", "-o", "name"); sets != "" {
		t.Errorf("there is %s in the cluster", sets)
	}
	return fmt.Sprintf("%d tables", len(tables))
}

// bothHosts: the example has two.
func bothHosts(t *testing.T, s *stack) string {
	figure := hosts(t, s)
	other := *s
	other.host = "www." + s.host
	hosts(t, &other)
	return figure
}

// uploadsEverywhere asks each pod of the web server for the file: visitors come to
// any of them.
func uploadsEverywhere(t *testing.T, s *stack) string {
	content := strings.Repeat("a picture of a teapot ", 100_000)
	path := s.upload(t, content)
	pods := s.pods(t, "web")
	for _, p := range pods {
		if got := s.visitorOf(t, p).get(path); got.body != content || !strings.HasPrefix(got.Header.Get("Server"), "nginx") {
			t.Errorf("%s: %d, %d bytes, %v", p.Name, got.StatusCode, len(got.body), got.Header)
		}
	}
	return fmt.Sprintf("%d bytes, the same from %d pods", len(content), len(pods))
}
