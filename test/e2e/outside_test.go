package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

const (
	outsideNamespace = "e2e-outside"
	outsideHost      = "pg.internal.example"
	outsideAddress   = "10.20.0.10"
)

// outsideZone is what the cluster's DNS has to know: it stands for the company's
// own name server.
var outsideZone = fmt.Sprintf(`
internal.example:53 {
    errors
    hosts {
        %s %s
    }
}
`, outsideAddress, outsideHost)

// outsideUp is whether the suite has changed the cluster for the database outside.
var outsideUp bool

// needOutside has the database outside the cluster running, and its name known.
func needOutside(t *testing.T) {
	t.Helper()
	outsideUp = true
	kubectl(t, "delete", "namespace", outsideNamespace, "--ignore-not-found", "--timeout=2m")
	kubectl(t, "create", "namespace", outsideNamespace)
	certificate, key := selfSigned(t, outsideHost)
	kubectl(t, "create", "secret", "tls", "tls", "-n", outsideNamespace, "--cert="+certificate, "--key="+key)
	kubectl(t, "create", "secret", "generic", "login", "-n", outsideNamespace,
		"--from-literal=password="+secrets["pg"]["password"])
	kubectl(t, "apply", "-f", "outside.yaml")
	if err := setZone(true); err != nil {
		t.Fatal(err)
	}
	kubectl(t, "wait", "-n", outsideNamespace, "pod/postgres", "--for=condition=Ready", "--timeout=2m")
}

// removeOutside leaves the cluster as it was.
func removeOutside() {
	if !outsideUp {
		return
	}
	if err := setZone(false); err != nil {
		fmt.Println("e2e:", err)
	}
	if _, err := tryKubectl("", "delete", "namespace", outsideNamespace); err != nil {
		fmt.Println("e2e:", err)
	}
}

// setZone puts the zone into the Corefile or takes it out, and waits until CoreDNS
// has read it: not every cluster's reloads by itself.
func setZone(wanted bool) error {
	config, err := tryGet[corev1.ConfigMap]("configmap", "coredns", "-n", "kube-system")
	if err != nil {
		return err
	}
	file := strings.ReplaceAll(config.Data["Corefile"], outsideZone, "")
	if wanted {
		file += outsideZone
	}
	if file == config.Data["Corefile"] {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"data": map[string]string{"Corefile": file}})
	if err != nil {
		return err
	}
	for _, args := range [][]string{
		{"patch", "configmap", "coredns", "--type=merge", "--patch=" + string(patch)},
		{"rollout", "restart", "deployment/coredns"},
		{"rollout", "status", "deployment/coredns", "--timeout=2m"},
	} {
		if _, err := tryKubectl("", append(args, "-n", "kube-system")...); err != nil {
			return err
		}
	}
	return nil
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
