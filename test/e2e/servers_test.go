package e2e

import "testing"

// TestDaphne, TestUvicorn and TestUWSGI are the blog under the web servers that no
// example of it has. What there is to ask of each is whether its options are right
// and whether it stops as the manifests expect. Daphne cuts what is under way when
// it is told to stop: what it can finish is what ends within the delay before that.
func TestDaphne(t *testing.T) {
	server(t, "daphne", claim{updates, rollingUpdate}, claim{
		"a pod that is deleted finishes a request within the delay before its server is told to stop", finishes(10),
	}, claim{"under load: a release whose image does not exist leaves the old one serving", badImage})
}

func TestUvicorn(t *testing.T) {
	server(t, "uvicorn", claim{updates, rollingUpdate}, claim{finishesBeyond, finishes(20)},
		claim{"under load: a release whose migration fails leaves the old one serving", badMigration})
}

func TestUWSGI(t *testing.T) {
	server(t, "uwsgi", claim{tightUpdate, updateInQuota}, claim{finishesBeyond, finishes(20)})
}

func server(t *testing.T, name string, own ...claim) {
	t.Helper()
	s := &stack{
		example: "servers", environment: name, file: "stacks/servers.yaml", host: "servers.example.com",
		https: true, ingress: "ingress-nginx",
	}
	check(t, "a stack of the suite's own, with "+name, s.beside, append([]claim{
		{"everything becomes Ready", everythingReady},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"an idle connection is kept, or the server says that it ends it", idleConnection},
	}, own...))
}
