package e2e

import "testing"

// TestDaphne, TestUvicorn and TestUWSGI are the blog under the web servers that no
// example of it has. What there is to ask of each is whether its options are right
// and whether it stops as the manifests expect. Daphne cuts what is under way when
// it is told to stop: what it can finish is what ends within the delay before that.
func TestDaphne(t *testing.T) {
	checkServer(t, "with daphne", serverStack("daphne"), claim{updates, rollingUpdate}, claim{
		"a pod that is deleted finishes a request within the delay before its server is told to stop", finishes(10),
	}, claim{"under load: a release whose image does not exist leaves the old one serving", badImage})
}

// TestUvicorn has its database behind PgBouncer: under ASGI Django opens a connection
// for each request.
func TestUvicorn(t *testing.T) {
	s := serverStack("uvicorn")
	s.outside = pooledOutside
	checkServer(t, "with uvicorn, its database behind PgBouncer", s,
		claim{"migrations ran once, through the pooler, before the web server started", migratedThroughPooler},
		claim{"many connections of the web server share few of the pooler's, and each is encrypted", connectionsShared},
		claim{"a result that is read in pieces is whole, whoever has the connection in between", readInPieces},
		claim{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(pooledEdges...)},
		claim{updates, rollingUpdate}, claim{finishesBeyond, finishes(20)},
		claim{"under load: a release whose migration fails leaves the old one serving", badMigration})
}

func TestUWSGI(t *testing.T) {
	checkServer(t, "with uwsgi", serverStack("uwsgi"),
		claim{tightUpdate, updateInQuota}, claim{finishesBeyond, finishes(20)})
}

func serverStack(environment string) *stack {
	return &stack{
		example: "servers", environment: environment, file: "stacks/servers.yaml", host: "servers.example.com",
		https: true, ingress: "ingress-nginx",
	}
}

func checkServer(t *testing.T, what string, s *stack, own ...claim) {
	t.Helper()
	check(t, "a stack of the suite's own, "+what, s.beside, append([]claim{
		{"everything becomes Ready", everythingReady},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"an idle connection is kept, or the server says that it ends it", idleConnection},
	}, own...))
}
