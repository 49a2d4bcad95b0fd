package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"
)

// get reads an object, or a list where args name no single one. They are those of
// kubectl get, with the plural that the API has for the kind.
func get[T any](t *testing.T, args ...string) T {
	t.Helper()
	value, err := tryGet[T](args...)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func tryGet[T any](args ...string) (T, error) {
	var value T
	text, err := read(args)
	if err != nil {
		return value, err
	}
	return value, json.Unmarshal(text, &value)
}

// groups are where the API has what the suite reads.
var groups = map[string]string{
	"configmaps":               "api/v1",
	"namespaces":               "api/v1",
	"nodes":                    "api/v1",
	"persistentvolumeclaims":   "api/v1",
	"persistentvolumes":        "api/v1",
	"pods":                     "api/v1",
	"secrets":                  "api/v1",
	"serviceaccounts":          "api/v1",
	"services":                 "api/v1",
	"deployments":              "apis/apps/v1",
	"statefulsets":             "apis/apps/v1",
	"horizontalpodautoscalers": "apis/autoscaling/v2",
	"cronjobs":                 "apis/batch/v1",
	"jobs":                     "apis/batch/v1",
	"ingresses":                "apis/networking.k8s.io/v1",
	"networkpolicies":          "apis/networking.k8s.io/v1",
	"poddisruptionbudgets":     "apis/policy/v1",
	"storageclasses":           "apis/storage.k8s.io/v1",
}

// read asks the API server itself: a kubectl takes a quarter of a second of a busy
// machine, and most of what the suite does is to look whether something is there
// yet.
func read(args []string) ([]byte, error) {
	way, err := apiPath(args)
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Get("http://" + proxy.address + way)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("get %s: %s: %s", strings.Join(args, " "), resp.Status, text)
	}
	return text, err
}

// apiPath is what kubectl would ask for.
func apiPath(args []string) (string, error) {
	var names []string
	namespace, query := "", url.Values{}
	for i := 0; i < len(args); i++ {
		flag, value, _ := strings.Cut(args[i], "=")
		switch {
		case flag == "-n" && i+1 < len(args):
			i++
			namespace = path.Join("namespaces", args[i])
		case flag == "-l" && i+1 < len(args):
			i++
			query.Set("labelSelector", args[i])
		case flag == "--field-selector":
			query.Set("fieldSelector", value)
		case flag == "-A":
		case strings.HasPrefix(flag, "-"):
			return "", fmt.Errorf("get %s: the suite does not know %s", strings.Join(args, " "), flag)
		default:
			names = append(names, args[i])
		}
	}
	if len(names) == 0 || groups[names[0]] == "" {
		return "", fmt.Errorf("get %s: the suite does not know that kind", strings.Join(args, " "))
	}
	way := path.Join(append([]string{"/", groups[names[0]], namespace}, names...)...)
	if len(query) > 0 {
		way += "?" + query.Encode()
	}
	return way, nil
}

// proxy is a kubectl that hands requests on with the rights of KUBECONFIG.
var proxy *forwarding

var servingOn = regexp.MustCompile(`^Starting to serve on (\S+)`)

func startProxy() (err error) {
	proxy, err = announced(exec.Command("kubectl", "proxy", "--port=0"), servingOn)
	return err
}
