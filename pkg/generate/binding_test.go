package generate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// resolve makes a stack named shop of what stands under spec beside an image.
func resolve(t *testing.T, text string) *stack.Stack {
	t.Helper()
	s := spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
	s.Spec.Image.Repository = "registry.example/shop"
	if err := yaml.UnmarshalStrict([]byte(text), &s.Spec); err != nil {
		t.Fatal(err)
	}
	s.SetDefaults("prod")
	return stacktest.Resolve(&spec.Effective{DjangoStack: &s, Environment: "prod"})
}

// environment is what a stack's services add to the environment of Django:
// NAME=value, and NAME<secret/key for what comes of a Secret; the plain ones in
// order, then the others in theirs.
func environment(st *stack.Stack) []string {
	var out []string
	for _, b := range st.Bindings {
		config, vars := b.Env()
		for _, name := range sorted.Keys(config) {
			out = append(out, name+"="+config[name])
		}
		for _, v := range vars {
			out = append(out, variable(v))
		}
	}
	return out
}

func variable(v corev1.EnvVar) string {
	if v.ValueFrom == nil {
		return v.Name + "=" + v.Value
	}
	ref := v.ValueFrom.SecretKeyRef
	return v.Name + "<" + ref.Name + "/" + ref.Key
}

func TestDatabaseVariables(t *testing.T) {
	for _, tc := range []struct{ name, reason, spec, want string }{{
		name:   "in the stack",
		reason: "the whole contract of the default database",
		spec:   `databases: {default: {}}`,
		want: `DATABASE_ENGINE=django.db.backends.postgresql
DATABASE_HOST=shop-database
DATABASE_NAME=shop
DATABASE_PORT=5432
DATABASE_USER=shop
DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD
DATABASE_URL=postgres://shop:$(DATABASE_PASSWORD)@shop-database:5432/shop`,
	}, {
		name:   "another alias",
		reason: "its variables and its key must not be those of the default",
		spec:   `databases: {old-shop: {engine: mariadb, name: old}}`,
		want: `DATABASE_OLD_SHOP_ENGINE=django.db.backends.mysql
DATABASE_OLD_SHOP_HOST=shop-database-old-shop
DATABASE_OLD_SHOP_NAME=old
DATABASE_OLD_SHOP_PORT=3306
DATABASE_OLD_SHOP_USER=old
DATABASE_OLD_SHOP_PASSWORD<shop-secrets/DATABASE_OLD_SHOP_PASSWORD
DATABASE_OLD_SHOP_URL=mysql://old:$(DATABASE_OLD_SHOP_PASSWORD)@shop-database-old-shop:3306/old`,
	}, {
		name:   "renamed",
		reason: "the URL must refer to the new name of the password",
		spec: `databases: {default: {envNames: {
			url: "", engine: "", name: PGDATABASE, host: PGHOST, port: PGPORT, user: PGUSER, password: PGPASSWORD}}}`,
		want: `PGDATABASE=shop
PGHOST=shop-database
PGPORT=5432
PGUSER=shop
PGPASSWORD<shop-secrets/DATABASE_PASSWORD`,
	}, {
		name:   "URL alone",
		reason: "a password that is left out still has to stand before the URL made of it",
		spec:   `databases: {default: {envNames: {url: DB, engine: "", name: "", host: "", port: "", user: "", password: ""}}}`,
		want: `DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD
DB=postgres://shop:$(DATABASE_PASSWORD)@shop-database:5432/shop`,
	}, {
		name:   "nothing secret",
		reason: "without URL and password the Secret's key need not exist",
		spec:   `databases: {default: {envNames: {url: "", engine: "", name: "", user: "", password: ""}}}`,
		want: `DATABASE_HOST=shop-database
DATABASE_PORT=5432`,
	}, {
		name:   "outside, by a Secret",
		reason: "user and password come from it, options in order",
		spec: `databases: {default: {external: {
			host: pg.internal, secret: shop-pg}, options: {sslmode: verify-full, connect_timeout: "5"}}}`,
		want: `DATABASE_ENGINE=django.db.backends.postgresql
DATABASE_HOST=pg.internal
DATABASE_NAME=shop
DATABASE_OPTIONS=connect_timeout=5&sslmode=verify-full
DATABASE_PORT=5432
DATABASE_USER<shop-pg/username
DATABASE_PASSWORD<shop-pg/password
DATABASE_URL=postgres://$(DATABASE_USER):$(DATABASE_PASSWORD)@pg.internal:5432/shop?connect_timeout=5&sslmode=verify-full`,
	}, {
		name:   "outside, by the stack's Secret",
		reason: "without a Secret of its own user and password are as in the stack",
		spec:   `databases: {default: {engine: mysql, user: web, external: {host: my.internal, port: 3307}}}`,
		want: `DATABASE_ENGINE=django.db.backends.mysql
DATABASE_HOST=my.internal
DATABASE_NAME=shop
DATABASE_PORT=3307
DATABASE_USER=web
DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD
DATABASE_URL=mysql://web:$(DATABASE_PASSWORD)@my.internal:3307/shop`,
	}, {
		name:   "PostGIS, and an authority of its own",
		reason: "the URL makes the same backend as DATABASE_ENGINE; a certificate that is named is checked",
		spec: `databases: {default: {backend: django.contrib.gis.db.backends.postgis, envNames: {url: GIS_URL},
			external: {host: pg.internal, ca: {secret: pg-ca}}}}`,
		want: `DATABASE_CA=/etc/djangostack/secrets/database/ca.crt
DATABASE_ENGINE=django.contrib.gis.db.backends.postgis
DATABASE_HOST=pg.internal
DATABASE_NAME=shop
DATABASE_OPTIONS=sslmode=verify-full&sslrootcert=%2Fetc%2Fdjangostack%2Fsecrets%2Fdatabase%2Fca.crt
DATABASE_PORT=5432
DATABASE_USER=shop
DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD
GIS_URL=postgis://shop:$(DATABASE_PASSWORD)@pg.internal:5432/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fdjangostack%2Fsecrets%2Fdatabase%2Fca.crt`,
	}, {
		name:   "two on one server, and a replica of the first",
		reason: "one host, one password; the replica's name and login are the first one's",
		spec: `databases: {default: {envNames: {engine: "", port: "", user: "", password: ""}},
			stock: {server: default, envNames: {engine: "", port: "", user: "", password: ""}},
			far: {replicaOf: default, external: {host: ro.internal}, envNames: {engine: "", port: "", user: "", password: ""}}}`,
		want: `DATABASE_HOST=shop-database
DATABASE_NAME=shop
DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD
DATABASE_URL=postgres://shop:$(DATABASE_PASSWORD)@shop-database:5432/shop
DATABASE_STOCK_HOST=shop-database
DATABASE_STOCK_NAME=stock
DATABASE_STOCK_PASSWORD<shop-secrets/DATABASE_PASSWORD
DATABASE_STOCK_URL=postgres://shop:$(DATABASE_STOCK_PASSWORD)@shop-database:5432/stock
DATABASE_FAR_HOST=ro.internal
DATABASE_FAR_NAME=shop
DATABASE_FAR_PASSWORD<shop-secrets/DATABASE_PASSWORD
DATABASE_FAR_URL=postgres://shop:$(DATABASE_FAR_PASSWORD)@ro.internal:5432/shop`,
	}, {
		name:   "a replica of what is reached over TLS",
		reason: "a replica's certificate is checked as the first one's is, by the same authority, beside options of its own",
		spec: `databases: {default: {options: {connect_timeout: "5"}, envNames: {engine: "", port: "", user: "", password: "", url: ""},
			external: {host: rw.internal, ca: {secret: pg-ca}}},
			far: {replicaOf: default, options: {connect_timeout: "1"}, external: {host: ro.internal},
			envNames: {engine: "", port: "", user: "", password: "", url: ""}}}`,
		want: `DATABASE_CA=/etc/djangostack/secrets/database/ca.crt
DATABASE_HOST=rw.internal
DATABASE_NAME=shop
DATABASE_OPTIONS=connect_timeout=5&sslmode=verify-full&sslrootcert=%2Fetc%2Fdjangostack%2Fsecrets%2Fdatabase%2Fca.crt
DATABASE_FAR_CA=/etc/djangostack/secrets/database-far/ca.crt
DATABASE_FAR_HOST=ro.internal
DATABASE_FAR_NAME=shop
DATABASE_FAR_OPTIONS=connect_timeout=1&sslmode=verify-full&sslrootcert=%2Fetc%2Fdjangostack%2Fsecrets%2Fdatabase-far%2Fca.crt`,
	}} {
		t.Run(tc.name, func(t *testing.T) { checkEnvironment(t, tc.reason, tc.spec, tc.want) })
	}
}

func checkEnvironment(t *testing.T, reason, text, want string) {
	t.Helper()
	st := resolve(t, strings.ReplaceAll(text, "\t", " "))
	if diff := cmp.Diff(strings.Split(want, "\n"), environment(st)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", reason, diff)
	}
	prove(t, st)
}

func TestCacheAndBrokerVariables(t *testing.T) {
	for _, tc := range []struct{ name, reason, spec, want string }{{
		name:   "redis cache",
		reason: "without a password nothing is secret: all of it is config",
		spec:   `caches: {default: {index: 2}}`,
		want: `CACHE_HOST=shop-cache
CACHE_INDEX=2
CACHE_PORT=6379
CACHE_URL=redis://shop-cache:6379/2`,
	}, {
		name:   "valkey cache with a password",
		reason: "valkey is spoken to as redis; the alias has a key of its own",
		spec:   `caches: {sessions: {engine: valkey, password: {}}}`,
		want: `CACHE_SESSIONS_HOST=shop-cache-sessions
CACHE_SESSIONS_INDEX=0
CACHE_SESSIONS_PORT=6379
CACHE_SESSIONS_PASSWORD<shop-secrets/CACHE_SESSIONS_PASSWORD
CACHE_SESSIONS_URL=redis://:$(CACHE_SESSIONS_PASSWORD)@shop-cache-sessions:6379/0`,
	}, {
		name:   "memcached",
		reason: "pymemcache is the one backend both Django and django-environ still have",
		spec:   `caches: {default: {engine: memcached}}`,
		want: `CACHE_HOST=shop-cache
CACHE_PORT=11211
CACHE_URL=pymemcache://shop-cache:11211`,
	}, {
		name:   "cache outside with TLS",
		reason: "redis-py checks certificates without being told",
		spec:   `caches: {default: {external: {host: redis.internal, tls: true}}}`,
		want: `CACHE_HOST=redis.internal
CACHE_INDEX=0
CACHE_PORT=6379
CACHE_TLS=true
CACHE_URL=rediss://redis.internal:6379/0`,
	}, {
		name:   "redis broker",
		reason: "results go to a database of their own",
		spec:   `{celery: {}, broker: {password: {}}}`,
		want: `BROKER_HOST=shop-broker
BROKER_INDEX=0
BROKER_PORT=6379
BROKER_PASSWORD<shop-secrets/BROKER_PASSWORD
CELERY_BROKER_URL=redis://:$(BROKER_PASSWORD)@shop-broker:6379/0
CELERY_RESULT_BACKEND=redis://:$(BROKER_PASSWORD)@shop-broker:6379/1`,
	}, {
		name:   "redis broker without Celery",
		reason: "other queues use it too, and have no result backend",
		spec:   `broker: {}`,
		want: `BROKER_HOST=shop-broker
BROKER_INDEX=0
BROKER_PORT=6379
CELERY_BROKER_URL=redis://shop-broker:6379/0`,
	}, {
		name:   "redis broker outside with TLS",
		reason: "Celery checks no certificate, or refuses to start, without ssl_cert_reqs",
		spec:   `{celery: {}, broker: {external: {host: redis.internal, port: 6380, tls: true}}}`,
		want: `BROKER_HOST=redis.internal
BROKER_INDEX=0
BROKER_PORT=6380
BROKER_TLS=true
CELERY_BROKER_URL=rediss://redis.internal:6380/0?ssl_cert_reqs=required
CELERY_RESULT_BACKEND=rediss://redis.internal:6380/1?ssl_cert_reqs=required`,
	}, {
		name:   "rabbitmq",
		reason: "results in the database, by django-celery-results' name",
		spec:   `{celery: {resultBackend: database}, broker: {engine: rabbitmq, envNames: {password: RABBIT}}}`,
		want: `BROKER_HOST=shop-broker
BROKER_PORT=5672
BROKER_USER=shop
BROKER_VHOST=/
CELERY_RESULT_BACKEND=django-db
RABBIT<shop-secrets/BROKER_PASSWORD
CELERY_BROKER_URL=amqp://shop:$(RABBIT)@shop-broker:5672//`,
	}, {
		name:   "rabbitmq outside with TLS",
		reason: "amqps, with user and password of the stack's Secret",
		spec:   `broker: {engine: rabbitmq, user: web, external: {host: mq.internal, port: 5671, tls: true}}`,
		want: `BROKER_HOST=mq.internal
BROKER_PORT=5671
BROKER_TLS=true
BROKER_USER=web
BROKER_VHOST=/
BROKER_PASSWORD<shop-secrets/BROKER_PASSWORD
CELERY_BROKER_URL=amqps://web:$(BROKER_PASSWORD)@mq.internal:5671//`,
	}, {
		name:   "redis outside with ACLs, an authority and an index",
		reason: "Celery finds the certificate by the URL; the options are kombu's, and its result backend knows none of them",
		spec: `{celery: {}, broker: {user: web, password: {}, index: 4, resultIndex: 5, options: {connect_timeout: "5"},
			external: {host: redis.internal, tls: true, ca: {secret: redis-ca}}}}`,
		want: `BROKER_CA=/etc/djangostack/secrets/broker/ca.crt
BROKER_HOST=redis.internal
BROKER_INDEX=4
BROKER_PORT=6379
BROKER_TLS=true
BROKER_USER=web
BROKER_PASSWORD<shop-secrets/BROKER_PASSWORD
CELERY_BROKER_URL=rediss://web:$(BROKER_PASSWORD)@redis.internal:6379/4?connect_timeout=5&` + redisChecked + `
CELERY_RESULT_BACKEND=rediss://web:$(BROKER_PASSWORD)@redis.internal:6379/5?` + redisChecked,
	}, {
		name:   "rabbitmq with a virtual host and options",
		reason: "a name with a slash must not become two parts of the path",
		spec:   `broker: {engine: rabbitmq, vhost: eu/shop, options: {heartbeat: "30"}, envNames: {url: [AMQP_URL, CELERY_BROKER_URL], host: "", port: "", user: "", vhost: ""}}`,
		want: `BROKER_PASSWORD<shop-secrets/BROKER_PASSWORD
AMQP_URL=amqp://shop:$(BROKER_PASSWORD)@shop-broker:5672/eu%2Fshop?heartbeat=30
CELERY_BROKER_URL=amqp://shop:$(BROKER_PASSWORD)@shop-broker:5672/eu%2Fshop?heartbeat=30`,
	}} {
		t.Run(tc.name, func(t *testing.T) { checkEnvironment(t, tc.reason, tc.spec, tc.want) })
	}
}

// redisChecked are the options by which redis-py checks a certificate.
const redisChecked = "ssl_ca_certs=%2Fetc%2Fdjangostack%2Fsecrets%2Fbroker%2Fca.crt&ssl_cert_reqs=required"

// TestOverriddenPassword proves that a password the user takes from elsewhere
// stands where the URL made of it finds it.
func TestOverriddenPassword(t *testing.T) {
	for _, tc := range []struct {
		name, reason, spec string
		want               []string
	}{{
		name:   "by another Secret",
		reason: "behind the URL it would stay $(DATABASE_PASSWORD) there",
		spec:   `{databases: {default: {}}, django: {secretEnv: {DATABASE_PASSWORD: {secret: vault, key: pg}, OTHER: {}}}}`,
		want: []string{
			"SECRET_KEY<shop-secrets/SECRET_KEY", "DATABASE_PASSWORD<vault/pg",
			"DATABASE_URL=postgres://shop:$(DATABASE_PASSWORD)@shop-database:5432/shop", "OTHER<shop-secrets/OTHER",
		},
	}, {
		name:   "by plain text",
		reason: "a ConfigMap's value is not looked at, and a dollar is no reference",
		spec:   `{databases: {default: {}}, django: {env: {DATABASE_PASSWORD: "a$(b)"}}}`,
		want: []string{
			"SECRET_KEY<shop-secrets/SECRET_KEY", "DATABASE_PASSWORD=a$$(b)",
			"DATABASE_URL=postgres://shop:$(DATABASE_PASSWORD)@shop-database:5432/shop",
		},
	}, {
		name:   "URL by plain text",
		reason: "the ConfigMap has it; a variable would win over it",
		spec:   `{databases: {default: {}}, django: {env: {DATABASE_URL: "sqlite://:memory:"}}}`,
		want:   []string{"SECRET_KEY<shop-secrets/SECRET_KEY", "DATABASE_PASSWORD<shop-secrets/DATABASE_PASSWORD"},
	}} {
		t.Run(tc.name, func(t *testing.T) {
			_, vars := django.EnvironmentOf(resolve(t, tc.spec)).Copy()
			var got []string
			for _, v := range vars {
				got = append(got, variable(v))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}
