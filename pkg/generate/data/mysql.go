package data

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// MySQL are the MySQL and MariaDB servers of the stack.
var MySQL = serverComponent("mysql", mysqlServers)

const (
	// mysqlTemp holds sorts and index builds. On the volume, since they may be
	// as large as a table, which would get the pod evicted from /tmp.
	mysqlTemp = "/var/lib/mysql-tmp"
	mysqlData = "/var/lib/mysql"
)

func mysqlServers(st *stack.Stack) []server {
	return databaseServers(st, func(db spec.Database) bool { return db.Engine != spec.EnginePostgres }, mysql)
}

// mysql follows the contract the two official images share, each under its own
// prefix. Nobody knows root's password: the entrypoint makes one up for a new
// volume and writes it to the log, which is no harm, since root may log in from
// within the container only. So one Secret's key is enough, and who needs root
// takes the log of the first start or the server's own --init-file.
//
// The data lies in a folder of the volume: at its root an ext4's lost+found
// stops the first start.
func mysql(component string, db spec.Database) server {
	prefix := strings.ToUpper(string(db.Engine)) + "_"
	return server{
		component: component,
		engine:    string(db.Engine),
		user:      debianUser,
		port:      spec.MySQLPort,
		args:      mysqlArgs(db),
		env: append([]corev1.EnvVar{
			{Name: prefix + "DATABASE", Value: db.Name},
			{Name: prefix + "USER", Value: db.User},
			stack.SecretVar(prefix+"PASSWORD", db.Password),
			{Name: prefix + "RANDOM_ROOT_PASSWORD", Value: "yes"},
			{Name: prefix + "ROOT_HOST", Value: "localhost"},
		}, mysqlUpgrade(db.Engine)...),
		mounts: []corev1.VolumeMount{
			{Name: dataVolume, MountPath: mysqlData, SubPath: string(db.Engine)},
			{Name: dataVolume, MountPath: mysqlTemp, SubPath: "tmp"},
		},
		scratch: []string{"/var/run/mysqld"},
		probes:  mysqlProbes(db.Engine),
	}
}

// mysqlUpgrade lets MariaDB's entrypoint bring the system tables to a new
// version, after a backup of them. MySQL's server does so itself.
func mysqlUpgrade(engine spec.DatabaseEngine) []corev1.EnvVar {
	if engine != spec.EngineMariaDB {
		return nil
	}
	return []corev1.EnvVar{{Name: "MARIADB_AUTO_UPGRADE", Value: "1"}}
}

// mysqlArgs sizes the server by its memory limit. MySQL's binary log and X
// protocol are off: there is no replica to read the one, at the price of writing
// everything twice and filling the volume, and no client of the other.
func mysqlArgs(db spec.Database) []string {
	settings := []directive{
		{"max-connections", strconv.Itoa(int(db.MaxConnections))},
		{"innodb-buffer-pool-size", strconv.FormatInt(bufferPool(db.Resources.MemorySize()), 10)},
		{"character-set-server", "utf8mb4"},
		{"tmpdir", mysqlTemp},
	}
	if db.Engine == spec.EngineMySQL {
		settings = append(settings, directive{"disable-log-bin", ""}, directive{"mysqlx", "OFF"},
			directive{"secure-file-priv", "NULL"})
	}
	return longOptions(configured(settings, db.Config))
}

const (
	bufferPoolStep = 128 * mebibyte
	mysqlOverhead  = 256 * mebibyte
)

// bufferPool is half of what the server's own tables and code leave of the
// memory; the rest is for connections. Above 128 MiB the server works in steps
// of that much and would round up.
func bufferPool(limit *resource.Quantity) int64 {
	size := max(64*mebibyte, (limit.Value()-mysqlOverhead)/2)
	if size > bufferPoolStep {
		size -= size % bufferPoolStep
	}
	return size
}

// mysqlProbes log in over TCP, which the server that only prepares a new volume
// does not listen to. A ping counts as answered too when the login is refused,
// as with a password changed since, or when there are too many connections: the
// MariaDB image's healthcheck.sh takes the latter for death. MariaDB's client
// would refuse the server's own certificate; the connection leaves no pod.
func mysqlProbes(engine spec.DatabaseEngine) stack.Probes {
	program, prefix := "mysqladmin", "MYSQL"
	if engine == spec.EngineMariaDB {
		program, prefix = "mariadb-admin --skip-ssl", "MARIADB"
	}
	ping := stack.ExecHandler("sh", "-c", fmt.Sprintf(
		`MYSQL_PWD="$%s_PASSWORD" exec %s --host=127.0.0.1 --user="$%s_USER" --connect-timeout=5 ping`,
		prefix, program, prefix))
	return patient(ping, ping)
}
