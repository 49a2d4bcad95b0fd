package spec

import (
	"slices"
	"strings"
	"testing"
)

const sharing = head + `  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
`

// TestSharedOutside: what runs outside the cluster has no namespace, so that two
// environments with one of it are told.
func TestSharedOutside(t *testing.T) {
	known := map[string]bool{}
	for _, c := range []struct {
		reason, field string
		both, prod    string // of the spec, and of the environment prod
		at, want      string // of the warning, and a part of it
	}{
		{
			"one database", "Database.external", `databases: {default: {external: {host: pg.internal, secret: pg}}}`, "{}",
			"spec.databases.default.external", "dev and prod both have the database shop at pg.internal:5432, and a release of one " +
				"migrates the data of the other; give each its own, or set cluster in both if they run in different clusters and " +
				"the host means another server there (in prod)",
		},
		{
			"another on the same server", "Database.external", `databases: {default: {external: {host: pg.internal}}}`,
			`{databases: {default: {name: other}}}`, "", "",
		},
		{
			"the same host in another cluster", "Database.external", `databases: {default: {external: {host: pg.internal}}}`,
			`{cluster: eu}`, "", "",
		},
		{
			"a replica only reads", "Database.external", `databases: {default: {external: {host: pg}}, ro: {replicaOf: default, external: {host: ro}}}`,
			`{databases: {default: {external: {host: pg2}}}}`, "", "",
		},
		{
			"one cache", "Cache.external", `caches: {pages: {external: {host: redis.internal}}}`, "{}",
			"spec.caches.pages.external", "both have the cache 0 at redis.internal:6379, and each reads what the other has stored",
		},
		{
			"another of its databases", "Cache.external", `caches: {pages: {external: {host: redis.internal}}}`,
			`{caches: {pages: {index: 1}}}`, "", "",
		},
		{
			"one memcached", "Cache.external", `caches: {pages: {engine: memcached, external: {host: mc.internal}}}`, "{}",
			"spec.caches.pages.external", "both have the cache at mc.internal:11211, and",
		},
		{
			"one broker", "Broker.external", `broker: {engine: rabbitmq, external: {host: mq.internal}}`, "{}",
			"spec.broker.external", "both have the broker / at mq.internal:5672, and workers of one run the tasks of the other",
		},
		{
			"a vhost for each", "Broker.external", `broker: {engine: rabbitmq, external: {host: mq.internal}}`, `{broker: {vhost: prod}}`, "", "",
		},
		{
			"one bucket of uploads", "Media.bucket", `media: {bucket: {name: shop-media}}`, "{cluster: eu}",
			"spec.media.bucket", "dev and prod both have the bucket shop-media at s3, and what one of them writes takes the place of " +
				"the other's files of the same name; give each its own, or a location of its own in it (in prod)",
		},
		{
			"a location for each", "Media.bucket", `media: {bucket: {name: shop-media, location: dev}}`, `{media: {bucket: {location: prod}}}`, "", "",
		},
		{
			"a store of each cluster", "Media.bucket", `media: {bucket: {name: shop, endpoint: "http://minio.minio.svc"}}`, `{cluster: eu}`, "", "",
		},
		{
			"one bucket of static files, whichever databases they have", "Static.bucket",
			`static: {mode: bucket, url: "https://cdn.example/", bucket: {provider: azure, account: acme, name: shop}}`,
			`{databases: {default: {external: {host: pg}}}}`,
			"spec.static.bucket", "both have the bucket shop at acme, and what",
		},
	} {
		known[c.field] = true
		doc, err := Load(strings.NewReader(sharing+"  "+c.both+"\n  environments: {dev: {}, prod: "+c.prod+"}\n"), "f")
		if err != nil {
			t.Fatalf("%s: %v", c.reason, err)
		}
		_, _, warnings := doc.Resolve()
		at := slices.IndexFunc(warnings, func(w *Error) bool { return strings.Contains(w.Message, " both have ") })
		switch {
		case at < 0 && c.want != "":
			t.Errorf("%s: no warning", c.reason)
		case at >= 0 && (c.want == "" || warnings[at].Path != c.at || !strings.Contains(warnings[at].Description(), c.want)):
			t.Errorf("%s: %s: %s", c.reason, warnings[at].Path, warnings[at].Description())
		}
	}
	for _, entry := range everyField() {
		for _, field := range []string{"external", "bucket"} {
			if strings.HasSuffix(entry.id, "."+field) && !known[entry.id] {
				t.Errorf("two environments may share %s, and nothing says so", entry.id)
			}
		}
	}
}
