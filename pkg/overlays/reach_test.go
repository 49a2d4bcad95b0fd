package overlays_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestServersOutOfReach: where no network policy lets the Django processes connect to a
// server that their variables name, a warning says which port is missing.
func TestServersOutOfReach(t *testing.T) {
	for _, c := range []struct {
		reason, text, variable string
		port                   int
	}{
		{"a server that only a variable names", "  django: {settings: shop.settings, hosts: [a.example], secretEnv: {REDIS_URL: {}}}\n", "secretEnv.REDIS_URL", 6379},
		{"mail that cannot leave", "  django: {settings: shop.settings, hosts: [a.example], env: {EMAIL_HOST: mail.example}}\n" +
			"  network: {egress: {web: {ports: [443]}}}\n", "env.EMAIL_HOST", 587},
		{"mail to a port of its own", "  django: {settings: shop.settings, hosts: [a.example], env: {EMAIL_HOST: mail.example, EMAIL_PORT: \"1025\"}}\n" +
			"  network: {egress: {mail: {ports: [587]}}}\n", "env.EMAIL_HOST", 1025},
		{"error reports that cannot leave", "  django: {settings: shop.settings, hosts: [a.example], secretEnv: {SENTRY_DSN: {}}}\n", "secretEnv.SENTRY_DSN", 443},
		{"error reports to a server with a port of its own", "  django: {settings: s.settings, hosts: [a.example], env: {SENTRY_DSN: \"https://key@sentry.example:9443/1\"}}\n" +
			"  network: {egress: {web: {ports: [443]}}}\n", "env.SENTRY_DSN", 9443},
		{"error reports, where only the bucket in the cluster may be reached", "  django: {settings: s.settings, hosts: [a.example], env: {SENTRY_DSN: \"https://key@sentry.example/1\"}}\n" +
			"  media: {bucket: {name: a, secret: b, endpoint: \"https://minio.data.svc\"}}\n", "env.SENTRY_DSN", 443},
		{"error reports, where the bucket has a port of its own", "  django: {settings: s.settings, hosts: [a.example], secretEnv: {SENTRY_DSN: {}}}\n" +
			"  media: {bucket: {name: a, secret: b, endpoint: \"https://minio.example:9443\"}}\n", "secretEnv.SENTRY_DSN", 443},
		{"a cache elsewhere, where the one of the stack has a port of its own", "  django: {settings: s.settings, hosts: [a.example], env: {REDIS_URL: \"redis://redis.example/0\"}}\n" +
			"  caches: {default: {external: {host: redis.example, port: 6380}}}\n", "env.REDIS_URL", 6379},
		{"a database elsewhere, where the stack's own may be reached", "  django: {settings: s.settings, hosts: [a.example], env: {DATABASE_URL: \"postgres://pg.example/shop\"}}\n", "env.DATABASE_URL", 5432},
		{
			"error reports, beside a bucket and a cache whose ports are customary ones of others",
			"  django: {settings: s.settings, hosts: [a.example], secretEnv: {SENTRY_DSN: {}}}\n" +
				"  caches: {default: {external: {host: redis.data.svc, port: 6380}}}\n" +
				"  media: {bucket: {name: a, secret: b, endpoint: \"https://minio.example:9000\"}}\n", "secretEnv.SENTRY_DSN", 443,
		},
		{
			"a broker, beside a cache with a port of its own",
			"  django: {settings: s.settings, hosts: [a.example], secretEnv: {CELERY_BROKER_URL: {}}}\n" +
				"  caches: {default: {external: {host: redis.data.svc, port: 6380}}}\n", "secretEnv.CELERY_BROKER_URL", 6379,
		},
		{
			"error reports, beside a process with a customary port",
			"  django: {settings: s.settings, hosts: [a.example], secretEnv: {SENTRY_DSN: {}}}\n" +
				"  processes: {ws: {command: [ws], port: 9000}}\n", "secretEnv.SENTRY_DSN", 443,
		},
		{
			"mail at an address that the rule does not include",
			"  django: {settings: s.settings, hosts: [a.example], env: {EMAIL_HOST: 10.1.0.5}}\n" +
				"  network: {egress: {mail: {ports: [587], cidr: 10.2.0.0/16}}}\n", "env.EMAIL_HOST", 587,
		},
		{
			"mail by another protocol",
			"  django: {settings: s.settings, hosts: [a.example], env: {EMAIL_HOST: mail.example}}\n" +
				"  network: {egress: {mail: {ports: [587], protocol: UDP}}}\n", "env.EMAIL_HOST", 587,
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			want := fmt.Sprintf("spec.django.%s: no network policy allows connections to that server; allow its port under a name "+
				"of your choice: network.egress: {NAME: {ports: [%d]}}", c.variable, c.port)
			if got := outOfReach(t, c.text); len(got) != 1 || !strings.HasSuffix(got[0], want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestServersWithinReach: no warning where a connection may be the one to the server.
func TestServersWithinReach(t *testing.T) {
	for _, text := range []string{
		"  django: {settings: shop.settings, hosts: [a.example], env: {SENTRY_DSN: \"\", EMAIL_HOST: localhost, DEBUG: \"False\"}}\n",
		"  django: {settings: shop.settings, hosts: [a.example], env: {EMAIL_HOST: mail}}\n  network: {policies: false}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {CACHE_URL: \"locmemcache://\"}}\n",
		"  django: {settings: s.settings, hosts: [a.example], secretEnv: {REDIS_URL: {}}}\n  caches: {default: {}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {SENTRY_DSN: \"https://k@sentry.example:6380/1\"}}\n" +
			"  caches: {default: {external: {host: redis.example, port: 6380}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {DATABASE_URL: \"postgres://pg.example:6432/shop\"}}\n" +
			"  environments: {prod: {databases: {default: {external: {host: pg.example, port: 6432, secret: a}}}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {CELERY_BROKER_URL: \"amqps://mq.data/\"}}\n" +
			"  broker: {engine: rabbitmq, external: {host: mq.data.svc, port: 5671, tls: true}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {REDIS_URL: \"redis://$(REDIS)/0\"}}\n" +
			"  caches: {default: {}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {EMAIL_HOST: \"2001:db8::5\"}}\n" +
			"  network: {ipFamilies: [IPv6], egress: {mail: {ports: [587]}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {EMAIL_HOST: 10.2.0.5}}\n" +
			"  network: {egress: {mail: {ports: [587], cidr: 10.2.0.0/16}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], env: {REDIS_URL: \"redis://shop-cache:6379/1\"}}\n" +
			"  caches: {default: {}}\n",
		"  django: {settings: s.settings, hosts: [a.example], secretEnv: {SENTRY_DSN: {}}}\n" +
			"  network: {egress: {sentry: {ports: [9000]}}}\n  media: {bucket: {name: a, secret: b, endpoint: \"https://minio.example:9000\"}}\n",
	} {
		if got := outOfReach(t, text); len(got) > 0 {
			t.Errorf("%s%q", text, got)
		}
	}
}

// outOfReach are the warnings about servers that cannot be reached, of a stack with
// further lines.
func outOfReach(t *testing.T, text string) []string {
	t.Helper()
	const head = "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack\nmetadata: {name: shop}\n" +
		"spec:\n  image: {repository: registry.example/acme/shop, tag: \"1.4.2\"}\n  databases: {default: {}}\n"
	if !strings.Contains(text, "environments:") {
		text += "  environments: {prod: {}}\n"
	}
	document, err := spec.Load(strings.NewReader(head+text), "")
	if err != nil {
		t.Fatal(err)
	}
	_, warnings, err := overlays.Compiler{}.Resolve(t.Context(), document)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, w := range warnings {
		if strings.Contains(w.Message, "no network policy allows") {
			all = append(all, w.Error())
			if w.Code != spec.CodeUnreachable || w.Severity != spec.SeverityWarning {
				t.Errorf("%v has the code %s, severity %s", w, w.Code, w.Severity)
			}
		}
	}
	return all
}
