package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outside is a database server that is outside the cluster as far as its pods can
// tell: at an address of the range that the example gives.
type outside struct {
	// name is that of its manifest and, after "e2e-outside-", of its namespace.
	name, host, address string
	// login is the Secret with what a stack is told of it.
	login string
	// cpu is what its pod asks for, in thousandths of a processor.
	cpu int64
	// client is a command that is given SQL and separates columns by tabs.
	client []string
}

var postgresOutside = &outside{
	name: "postgres", host: "pg.internal.example", address: "10.20.0.10", login: "pg", cpu: 20,
	client: []string{"psql", "-U", "recruitment", "-d", "recruitment", "-AtF", "\t", "-c"},
}

var mysqlOutside = &outside{
	name: "mysql", host: "mysql.internal.example", address: "10.30.0.10", login: "mysql", cpu: 20,
	client: []string{
		"sh", "-c", `MYSQL_PWD="$MYSQL_PASSWORD" exec mysql -h 10.30.0.10 -u shop -NBe "$1" shop`, "sql",
	},
}

var pooledOutside = &outside{
	name: "pgbouncer", host: "pool.internal.example", address: "10.40.0.10", login: "pool", cpu: 100,
	client: []string{"psql", "-U", "servers", "-d", "servers", "-AtF", "\t", "-c"},
}

func (o *outside) namespace() string { return "e2e-outside-" + o.name }

// start has it running for as long as the test does.
func (o *outside) start(t *testing.T) {
	t.Helper()
	remove := func() {
		kubectl(t, "delete", "namespace", o.namespace(), "--ignore-not-found", "--timeout=2m")
	}
	remove()
	t.Cleanup(remove)
	kubectl(t, "create", "namespace", o.namespace())
	certificate, key := selfSigned(t, o.host)
	kubectl(t, "create", "secret", "tls", "tls", "-n", o.namespace(), "--cert="+certificate, "--key="+key)
	user, password := secrets[o.login]["username"], secrets[o.login]["password"]
	kubectl(t, "create", "secret", "generic", "login", "-n", o.namespace(),
		"--from-literal=password="+password, fmt.Sprintf("--from-literal=userlist.txt=%q %q", user, password))
	kubectl(t, "apply", "-f", filepath.Join("outside", o.name+".yaml"))
	kubectl(t, "wait", "-n", o.namespace(), "pod/server", "--for=condition=Ready", "--timeout=2m")
}

func (o *outside) sql(t *testing.T, query string) string {
	t.Helper()
	args := append([]string{"exec", "-n", o.namespace(), "server", "-c", "server", "--"}, o.client...)
	return strings.TrimSpace(kubectl(t, append(args, query)...))
}

// selfSigned writes a certificate for the host and its key to files.
func selfSigned(t *testing.T, host string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: host},
		DNSNames:     []string{host},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pemFile(t, "CERTIFICATE", signed), pemFile(t, "PRIVATE KEY", secret)
}

func pemFile(t *testing.T, kind string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
