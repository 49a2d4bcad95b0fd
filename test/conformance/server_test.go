package conformance

import (
	"net/url"
	"os"
	"testing"

	"github.com/go-logr/logr"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	apiservertesting "k8s.io/kubernetes/cmd/kube-apiserver/app/testing"
)

// TestMain silences the server's own logging: what matters of it comes back as
// errors and warnings of requests.
func TestMain(m *testing.M) {
	klog.SetLogger(logr.Discard())
	os.Exit(m.Run())
}

// startServer runs a kube-apiserver until the test ends. Its client acts as
// cluster administrator.
func startServer(t *testing.T) *rest.Config {
	t.Helper()
	storage := storagebackend.NewDefaultConfig("/registry", nil)
	storage.Transport.ServerList = []string{startEtcd(t)}
	flags := []string{
		"--authorization-mode=RBAC",
		// As in every real cluster: that pods must not be privileged is Pod
		// Security's to say.
		"--allow-privileged",
		// On by default, named because the checks rest on them.
		"--enable-admission-plugins=PodSecurity,ResourceQuota,ServiceAccount",
	}
	server, err := apiservertesting.StartTestServer(quietTB{t}, nil, flags, storage)
	if err != nil {
		t.Fatalf("starting kube-apiserver: %v", err)
	}
	t.Cleanup(server.TearDownFn)
	return server.ClientConfig
}

// startEtcd runs an etcd on free ports until the test ends and returns its URL.
func startEtcd(t *testing.T) string {
	t.Helper()
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config := embed.NewConfig()
	config.Dir = t.TempDir()
	config.LogLevel = "fatal"
	config.UnsafeNoFsync = true // the data is thrown away
	config.ListenClientUrls, config.AdvertiseClientUrls = anyPort, anyPort
	config.ListenPeerUrls, config.AdvertisePeerUrls = anyPort, anyPort
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		t.Fatalf("starting etcd: %v", err)
	}
	t.Cleanup(etcd.Close)
	<-etcd.Server.ReadyNotify()
	return "http://" + etcd.Clients[0].Addr().String()
}

// quietTB drops what the server logs through the test, which would bury the
// failures.
type quietTB struct{ testing.TB }

func (quietTB) Log(...any)          {}
func (quietTB) Logf(string, ...any) {}
