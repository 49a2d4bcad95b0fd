package e2e

import (
	"testing"
	"time"
)

// TestBlogProd is the blog as the public has it: three replicas behind an
// Ingress that ends TLS. Its claims build on each other: the later ones find the
// release the earlier ones rolled out.
func TestBlogProd(t *testing.T) {
	s := &stack{
		example: "blog", environment: "prod", host: "blog.example.com", https: true, ingress: "ingress-nginx",
		patience: 3 * time.Minute,
	}
	check(t, "blog, prod overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"nginx logs the visitor's address, not the ingress controller's", visitorKnown},
		{"static files come from nginx", staticByNginx},
		{"the superuser exists and can log in behind a proxy that ends TLS", login},
		{"an upload comes back from nginx", uploads},
		{"a second apply changes nothing", secondApply},
		{"the cron job runs", cronRuns("clearsessions")},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(blogProdEdges...)},
		{updates, rollingUpdate},
		{"under load: the deletion of a pod fails no request", podDeleted},
		{"under load: a drain respects the PodDisruptionBudget and fails no request", drain},
		{"under load: a database restart fails requests only while it is down, and loses no write", databaseRestart},
	})
}

var blogProdEdges = append(
	resolving("web", "database", "release", "cron-clearsessions"),
	"ingress > web:8080", "web > database:5432", "release > database:5432",
	"cron-clearsessions > database:5432",
)
