package e2e

import "testing"

// TestBlogStaging is the release candidate of the blog, with the least that says
// that it is the same stack as the others, and with releases that go wrong.
func TestBlogStaging(t *testing.T) {
	s := &stack{
		example: "blog", environment: "staging", host: "blog.staging.example.com", https: true, ingress: "ingress-nginx",
		spare: 350,
	}
	check(t, "blog, staging overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"static files come from nginx", staticByNginx},
		{"the superuser exists and can log in behind a proxy that ends TLS", login},
		{finishesBeyond, finishes(20)},
		{"a second apply changes nothing", secondApply},
		{"under load: a release whose image does not exist leaves the old one serving", badImage},
		{"under load: a release whose migration fails leaves the old one serving", badMigration},
	})
}
