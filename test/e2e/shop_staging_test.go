package e2e

import "testing"

// TestShopStaging is what neither dev nor prod of the shop has: MySQL in the cluster
// with the defaults of production, beside pictures in a class of their own.
func TestShopStaging(t *testing.T) {
	s := &stack{
		example: "shop", environment: "staging", host: "shop.staging.example.com", https: true, ingress: "ingress-nginx",
	}
	check(t, "shop, staging overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web servers started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"static files come from nginx", staticByNginx},
		{
			"an account that manage.py makes in a web server's pod can log in behind a proxy that ends TLS",
			accountByHand,
		},
		{"an upload comes back from nginx, whichever web server has it", uploadsEverywhere},
		{"a Celery task runs and is recorded, over a broker that keeps no results", taskRecorded},
		{"a second apply changes nothing", secondApply},
	})
}
