package e2e

import (
	"encoding/json"
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// outsideZone is what the cluster's DNS has to know: it stands for the company's
// own name server.
var outsideZone = fmt.Sprintf(`
internal.example:53 {
    errors
    hosts {
        %s %s
        %s %s
        %s %s
    }
}
`, postgresOutside.address, postgresOutside.host, mysqlOutside.address, mysqlOutside.host,
	pooledOutside.address, pooledOutside.host)

// dnsRequest is what CoreDNS asks for where it asks for nothing, as kubeadm's does:
// the pods of the stacks do, and those without get next to nothing beside them.
const dnsRequest = "50m"

// dnsRequested is whether that is the suite's doing.
var dnsRequested bool

// addZone has the names of what is outside known, and CoreDNS able to answer.
func addZone() error {
	dns, err := tryGet[appsv1.Deployment]("deployments", "coredns", "-n", "kube-system")
	if err != nil {
		return err
	}
	dnsRequested = dns.Spec.Template.Spec.Containers[0].Resources.Requests.Cpu().IsZero()
	return setZone(outsideZone, dnsRequest)
}

func removeZone() error { return setZone("", "0") }

// setZone waits until CoreDNS has read its Corefile: not every cluster's reloads by
// itself. A request that was there stays.
func setZone(zone, cpu string) error {
	config, err := tryGet[corev1.ConfigMap]("configmaps", "coredns", "-n", "kube-system")
	if err != nil {
		return err
	}
	file := strings.ReplaceAll(config.Data["Corefile"], outsideZone, "") + zone
	if file == config.Data["Corefile"] && !dnsRequested {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"data": map[string]string{"Corefile": file}})
	if err != nil {
		return err
	}
	restart := []string{"rollout", "restart", "deployment/coredns"}
	if dnsRequested {
		restart = []string{"set", "resources", "deployment/coredns", "--requests=cpu=" + cpu}
	}
	for _, args := range [][]string{
		{"patch", "configmap", "coredns", "--type=merge", "--patch=" + string(patch)},
		restart,
		{"rollout", "status", "deployment/coredns", "--timeout=2m"},
	} {
		if _, err := tryKubectl("", append(args, "-n", "kube-system")...); err != nil {
			return err
		}
	}
	return nil
}
