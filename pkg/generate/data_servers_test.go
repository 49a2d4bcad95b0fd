package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// server is a data server's pod in short: what runs under which user, what it
// is told, where it writes, how it is asked and ended.
func server(t *testing.T, b built, component string) string {
	t.Helper()
	for _, o := range b.objects {
		if o.GetLabels()[stack.LabelComponent] != component {
			continue
		}
		var pod corev1.PodSpec
		kind := o.GetObjectKind().GroupVersionKind().Kind
		switch o := o.(type) {
		case *appsv1.StatefulSet:
			pod = o.Spec.Template.Spec
			kind += fmt.Sprintf(" of %d, %s", *o.Spec.Replicas, claimed(t, b, pod).Spec.Resources.Requests.Storage())
		case *appsv1.Deployment:
			pod = o.Spec.Template.Spec
			kind += fmt.Sprintf(" of %d", *o.Spec.Replicas)
		default:
			continue
		}
		c := pod.Containers[0]
		lines := []string{
			kind,
			fmt.Sprintf("%s as %d, group %d, %d s", c.Image, *pod.SecurityContext.RunAsUser,
				*pod.SecurityContext.FSGroup, *pod.TerminationGracePeriodSeconds),
		}
		if words := slices.Concat(c.Command, c.Args); len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
		for _, v := range c.Env {
			lines = append(lines, variable(v))
		}
		for _, m := range c.VolumeMounts {
			lines = append(lines, strings.TrimSuffix(m.MountPath+" "+m.Name+"/"+m.SubPath, "/"))
		}
		return strings.Join(append(lines, probes(c)...), "\n")
	}
	t.Fatalf("no workload %s", component)
	return ""
}

// claimed is the claim a pod mounts.
func claimed(t *testing.T, b built, pod corev1.PodSpec) *corev1.PersistentVolumeClaim {
	t.Helper()
	for _, v := range pod.Volumes {
		for _, o := range b.objects {
			claim, ok := o.(*corev1.PersistentVolumeClaim)
			if ok && v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ClaimName == claim.Name {
				return claim
			}
		}
	}
	t.Fatal("mounts no claim")
	return nil
}

func probes(c corev1.Container) []string {
	var lines []string
	for _, p := range []struct {
		name  string
		probe *corev1.Probe
	}{{"startup", c.StartupProbe}, {"ready", c.ReadinessProbe}, {"alive", c.LivenessProbe}} {
		if p.probe == nil {
			continue
		}
		what := ""
		switch {
		case p.probe.Exec != nil:
			what = strings.Join(p.probe.Exec.Command, " ")
		case p.probe.TCPSocket != nil:
			what = "connect " + p.probe.TCPSocket.Port.String()
		}
		lines = append(lines, fmt.Sprintf("%s %dx%ds: %s", p.name, p.probe.FailureThreshold, p.probe.PeriodSeconds, what))
	}
	return lines
}

const pgIsReady = "pg_isready --host=127.0.0.1 --timeout=5 --username=shop --dbname=shop"

func TestServers(t *testing.T) {
	for _, tc := range []struct{ name, reason, spec, component, want string }{{
		name:      "postgres",
		reason:    "PGDATA lies below the mount, so that 17 and 18 find it and root's own volume does no harm",
		spec:      `databases: {default: {maxConnections: 250}}`,
		component: "database",
		want: `StatefulSet of 1, 10Gi
docker.io/library/postgres:17 as 999, group 999, 120 s
-c listen_addresses=* -c max_connections=250 -c shared_buffers=512MB -c effective_cache_size=1536MB ` +
			`-c maintenance_work_mem=122MB -c max_wal_size=1024MB
PGDATA=/data/postgres
POSTGRES_DB=shop
POSTGRES_USER=shop
POSTGRES_PASSWORD<shop-secrets/DATABASE_PASSWORD
POSTGRES_INITDB_ARGS=--data-checksums --encoding=UTF8 --locale=C.UTF-8
/data data
/dev/shm shm
/var/run/postgresql scratch-postgresql
/tmp tmp
startup 720x5s: ` + pgIsReady + `
ready 3x10s: ` + pgIsReady + `
alive 8x15s: sh -c "$@"; test $? -le 1 alive ` + pgIsReady,
	}, {
		name:   "small postgres on Alpine",
		reason: "its user has another number there, and the log must not fill the volume",
		spec: `databases: {geo: {image: "postgis/postgis:17-3.5-alpine", name: shop, storage: {size: 1Gi},
			resources: {limits: {memory: 512Mi}, requests: {memory: 256Mi}}}}`,
		component: "database-geo",
		want: `StatefulSet of 1, 1Gi
postgis/postgis:17-3.5-alpine as 70, group 70, 120 s
-c listen_addresses=* -c max_connections=100 -c shared_buffers=128MB -c effective_cache_size=384MB ` +
			`-c maintenance_work_mem=30MB -c max_wal_size=128MB
PGDATA=/data/postgres
POSTGRES_DB=shop
POSTGRES_USER=shop
POSTGRES_PASSWORD<shop-secrets/DATABASE_GEO_PASSWORD
POSTGRES_INITDB_ARGS=--data-checksums --encoding=UTF8 --locale=C.UTF-8
/data data
/dev/shm shm
/var/run/postgresql scratch-postgresql
/tmp tmp
startup 720x5s: ` + pgIsReady + `
ready 3x10s: ` + pgIsReady + `
alive 8x15s: sh -c "$@"; test $? -le 1 alive ` + pgIsReady,
	}, {
		name:      "mysql",
		reason:    "root has no password anyone chose and no way in over the network; no log without a reader",
		spec:      `databases: {default: {engine: mysql}}`,
		component: "database",
		want: `StatefulSet of 1, 10Gi
docker.io/library/mysql:8.4 as 999, group 999, 120 s
--max-connections=100 --innodb-buffer-pool-size=939524096 --character-set-server=utf8mb4 --tmpdir=/var/lib/mysql-tmp ` +
			`--disable-log-bin --mysqlx=OFF --secure-file-priv=NULL
MYSQL_DATABASE=shop
MYSQL_USER=shop
MYSQL_PASSWORD<shop-secrets/DATABASE_PASSWORD
MYSQL_RANDOM_ROOT_PASSWORD=yes
MYSQL_ROOT_HOST=localhost
/var/lib/mysql data/mysql
/var/lib/mysql-tmp data/tmp
/var/run/mysqld scratch-mysqld
/tmp tmp
startup 720x5s: sh -c MYSQL_PWD="$MYSQL_PASSWORD" exec mysqladmin --host=127.0.0.1 --user="$MYSQL_USER" --connect-timeout=5 ping
ready 3x10s: sh -c MYSQL_PWD="$MYSQL_PASSWORD" exec mysqladmin --host=127.0.0.1 --user="$MYSQL_USER" --connect-timeout=5 ping
alive 8x15s: sh -c MYSQL_PWD="$MYSQL_PASSWORD" exec mysqladmin --host=127.0.0.1 --user="$MYSQL_USER" --connect-timeout=5 ping`,
	}, {
		name:      "mariadb",
		reason:    "the same contract under its own names; it upgrades its tables only when told",
		spec:      `databases: {default: {engine: mariadb, resources: {limits: {memory: 512Mi}, requests: {memory: 256Mi}}}}`,
		component: "database",
		want: `StatefulSet of 1, 10Gi
docker.io/library/mariadb:11.8 as 999, group 999, 120 s
--max-connections=100 --innodb-buffer-pool-size=134217728 --character-set-server=utf8mb4 --tmpdir=/var/lib/mysql-tmp
MARIADB_DATABASE=shop
MARIADB_USER=shop
MARIADB_PASSWORD<shop-secrets/DATABASE_PASSWORD
MARIADB_RANDOM_ROOT_PASSWORD=yes
MARIADB_ROOT_HOST=localhost
MARIADB_AUTO_UPGRADE=1
/var/lib/mysql data/mariadb
/var/lib/mysql-tmp data/tmp
/var/run/mysqld scratch-mysqld
/tmp tmp
startup 720x5s: sh -c MYSQL_PWD="$MARIADB_PASSWORD" exec mariadb-admin --skip-ssl --host=127.0.0.1 --user="$MARIADB_USER" --connect-timeout=5 ping
ready 3x10s: sh -c MYSQL_PWD="$MARIADB_PASSWORD" exec mariadb-admin --skip-ssl --host=127.0.0.1 --user="$MARIADB_USER" --connect-timeout=5 ping
alive 8x15s: sh -c MYSQL_PWD="$MARIADB_PASSWORD" exec mariadb-admin --skip-ssl --host=127.0.0.1 --user="$MARIADB_USER" --connect-timeout=5 ping`,
	}, {
		name:      "redis cache",
		reason:    "nothing is kept, so nothing is claimed and nothing has to be recovered",
		spec:      `caches: {default: {}}`,
		component: "cache",
		want: `Deployment of 1
docker.io/library/redis:8.2 as 999, group 999, 10 s
redis-server /etc/djangostack/redis.conf
/etc/djangostack/redis.conf config/redis.conf
/tmp tmp
ready 3x5s: sh -c redis-cli ping | grep -q PONG
alive 6x10s: redis-cli ping`,
	}, {
		name:      "valkey broker with a password",
		reason:    "server and probes get it from one variable, and no file has it",
		spec:      `broker: {engine: valkey, password: {key: QUEUE}}`,
		component: "broker",
		want: `StatefulSet of 1, 2Gi
docker.io/valkey/valkey:8.1 as 999, group 999, 60 s
valkey-server /etc/djangostack/redis.conf --requirepass $(REDISCLI_AUTH)
REDISCLI_AUTH<shop-secrets/QUEUE
/data data
/etc/djangostack/redis.conf config/redis.conf
/tmp tmp
startup 720x5s: sh -c valkey-cli ping | grep -q PONG
ready 3x10s: sh -c valkey-cli ping | grep -q PONG
alive 8x15s: valkey-cli ping`,
	}, {
		name:      "memcached",
		reason:    "it fills what the spec says, in MiB, and listens to no UDP",
		spec:      `caches: {default: {engine: memcached, memory: 64Mi}}`,
		component: "cache",
		want: `Deployment of 1
docker.io/library/memcached:1.6 as 11211, group 11211, 10 s
--memory-limit=64 --max-item-size=4m --conn-limit=1024 --udp-port=0
/tmp tmp
ready 3x5s: connect memcached
alive 6x10s: connect memcached`,
	}, {
		name:      "rabbitmq",
		reason:    "a node of the same name wherever its volume goes, with no port but AMQP's open",
		spec:      `broker: {engine: rabbitmq}`,
		component: "broker",
		want: `StatefulSet of 1, 2Gi
docker.io/library/rabbitmq:4.1 as 999, group 999, 60 s
HOME=/tmp
RABBITMQ_NODENAME=rabbit@localhost
RABBITMQ_LOGS=-
ERL_EPMD_ADDRESS=127.0.0.1
RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}
RABBITMQ_DEFAULT_USER=shop
RABBITMQ_DEFAULT_PASS<shop-secrets/BROKER_PASSWORD
RABBITMQ_DEFAULT_VHOST=/
/var/lib/rabbitmq data
/var/log/rabbitmq scratch-rabbitmq
/etc/rabbitmq/rabbitmq.conf config/rabbitmq.conf
/tmp tmp
startup 720x5s: connect rabbitmq
ready 3x10s: connect rabbitmq
alive 4x60s: rabbitmq-diagnostics --quiet ping`,
	}} {
		t.Run(tc.name, func(t *testing.T) {
			st := resolve(t, strings.ReplaceAll(tc.spec, "\t", " "))
			b := built{st, stacktest.Objects(st)}
			if diff := cmp.Diff(tc.want, server(t, b, tc.component)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			prove(t, st)
			checkReached(t, b, tc.component)
		})
	}
}

// built is a stack and its objects.
type built struct {
	stack   *stack.Stack
	objects []stack.Object
}
