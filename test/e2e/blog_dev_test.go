package e2e

import "testing"

// TestBlogDev is the blog as a developer has it: one process, plain HTTP.
func TestBlogDev(t *testing.T) {
	s := &stack{example: "blog", environment: "dev", host: "blog.dev.example.com", ingress: "ingress-nginx"}
	check(t, "blog, dev overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web server started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"static files come from nginx", staticByNginx},
		{"the superuser exists and can log in", login},
		{"an upload comes back from nginx", uploads},
		{finishesBeyond, finishes(20)},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(blogDevEdges...)},
		{"NetworkPolicies, as enforced, are what was evaluated", enforced(blogDevEdges...)},
		{"under load: scaling up and down fails no request", scaling},
		{"under load: a container that ends is started again, and the site recovers", containerEnds},
		{settingChanged, settingRolls},
	})
}

var blogDevEdges = append(
	resolving("web", "database", "release"),
	"internet > web:8080", "web > database:5432", "release > database:5432",
)
