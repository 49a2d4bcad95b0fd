package e2e

import "testing"

// TestServers is the blog under the web servers that no example has. What there is
// to ask of each is whether its options are right and whether it stops as the
// manifests expect.
func TestServers(t *testing.T) {
	for _, server := range []string{"daphne", "uvicorn", "uwsgi"} {
		t.Run(server, func(t *testing.T) {
			s := &stack{
				example: "servers", environment: server, file: "stacks/servers.yaml", host: "servers.example.com",
				https: true, ingress: "ingress-nginx",
			}
			check(t, "a stack of the suite's own, with "+server, s.alone, []claim{
				{"everything becomes Ready", everythingReady},
				{"the public Host gets 200 through the Service, a foreign one 400", hosts},
				{"under load: a new release with a schema migration fails no request and loses no write", rollingUpdate},
			})
		})
	}
}
