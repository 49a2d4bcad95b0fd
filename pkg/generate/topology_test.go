package generate_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// built is one example in one environment.
type built struct {
	stack   *generate.Stack
	objects []generate.Object
}

// everyExample builds all examples in all environments and hands each to test.
func everyExample(t *testing.T, test func(*testing.T, built)) {
	t.Helper()
	files, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range files {
		for env, b := range environments(t, path) {
			t.Run(filepath.Base(filepath.Dir(path))+"/"+env, func(t *testing.T) { test(t, b) })
		}
	}
}

func environments(t *testing.T, path string) map[string]built {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := spec.Load(file, path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]built{}
	for _, env := range doc.Stack.EnvironmentNames() {
		merged, err := doc.Stack.For(env)
		if err != nil {
			t.Fatal(err)
		}
		merged.SetDefaults(env)
		st := generate.Resolve(merged, env)
		out[env] = built{st, st.Objects()}
	}
	return out
}

// template is a pod template and what makes pods of it.
type template struct {
	owner string
	pod   *corev1.PodTemplateSpec
}

func templates(objects []generate.Object) []template {
	var out []template
	for _, o := range objects {
		owner := o.GetObjectKind().GroupVersionKind().Kind + " " + o.GetName()
		switch o := o.(type) {
		case *appsv1.Deployment:
			out = append(out, template{owner, &o.Spec.Template})
		case *appsv1.StatefulSet:
			out = append(out, template{owner, &o.Spec.Template})
		case *batchv1.Job:
			out = append(out, template{owner, &o.Spec.Template})
		case *batchv1.CronJob:
			out = append(out, template{owner, &o.Spec.JobTemplate.Spec.Template})
		}
	}
	return out
}

func matching(all []template, selector map[string]string) []template {
	return slices.DeleteFunc(slices.Clone(all), func(t template) bool {
		return !labels.SelectorFromSet(selector).Matches(labels.Set(t.pod.Labels))
	})
}

// TestSelectors proves the label algebra: each Service, disruption budget and
// workload selects the pods of exactly one workload, and no Job's or CronJob's;
// each policy those of its own component.
func TestSelectors(t *testing.T) {
	everyExample(t, func(t *testing.T, b built) {
		all := templates(b.objects)
		if len(all) == 0 {
			t.Fatal("no workloads")
		}
		for _, o := range b.objects {
			name := o.GetObjectKind().GroupVersionKind().Kind + " " + o.GetName()
			switch o := o.(type) {
			case *corev1.Service:
				onlyLongRunning(t, name, matching(all, o.Spec.Selector))
				portsExist(t, o, matching(all, o.Spec.Selector))
			case *policyv1.PodDisruptionBudget:
				onlyLongRunning(t, name, matching(all, o.Spec.Selector.MatchLabels))
			case *appsv1.Deployment:
				itself(t, name, matching(all, o.Spec.Selector.MatchLabels))
			case *appsv1.StatefulSet:
				itself(t, name, matching(all, o.Spec.Selector.MatchLabels))
			case *networkingv1.NetworkPolicy:
				policyMatches(t, b, o, all)
			}
		}
	})
}

func onlyLongRunning(t *testing.T, name string, matched []template) {
	t.Helper()
	if len(matched) != 1 || strings.HasPrefix(matched[0].owner, "Job") || strings.HasPrefix(matched[0].owner, "CronJob") {
		t.Errorf("%s selects %v, want the pods of one Deployment or StatefulSet", name, owners(matched))
	}
}

func itself(t *testing.T, name string, matched []template) {
	t.Helper()
	if len(matched) != 1 || matched[0].owner != name {
		t.Errorf("%s selects %v, want just its own pods", name, owners(matched))
	}
}

func portsExist(t *testing.T, s *corev1.Service, matched []template) {
	t.Helper()
	for _, port := range s.Spec.Ports {
		found := false
		for _, m := range matched {
			for _, c := range m.pod.Spec.Containers {
				found = found || slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool {
					return port.TargetPort == intstr.FromString(p.Name)
				})
			}
		}
		if !found {
			t.Errorf("Service %s: no container port %s", s.Name, port.TargetPort.String())
		}
	}
}

// policyMatches: the default-deny policy selects all pods of the stack, every
// other one those of its own component; peers are components of the stack.
func policyMatches(t *testing.T, b built, p *networkingv1.NetworkPolicy, all []template) {
	t.Helper()
	matched := matching(all, p.Spec.PodSelector.MatchLabels)
	if p.Labels[generate.LabelComponent] == "network" {
		if len(matched) != len(all) {
			t.Errorf("NetworkPolicy %s selects %v, want every workload", p.Name, owners(matched))
		}
		return
	}
	if len(matched) != 1 || matched[0].pod.Labels[generate.LabelComponent] != p.Labels[generate.LabelComponent] {
		t.Errorf("NetworkPolicy %s selects %v, want its own component", p.Name, owners(matched))
	}
	for _, peer := range peers(p) {
		if peer.PodSelector == nil {
			continue
		}
		if got := matching(all, peer.PodSelector.MatchLabels); len(got) != 1 {
			t.Errorf("NetworkPolicy %s: a peer selects %v, want one workload", p.Name, owners(got))
		}
	}
}

func peers(p *networkingv1.NetworkPolicy) []networkingv1.NetworkPolicyPeer {
	var out []networkingv1.NetworkPolicyPeer
	for _, rule := range p.Spec.Ingress {
		out = append(out, rule.From...)
	}
	for _, rule := range p.Spec.Egress {
		out = append(out, rule.To...)
	}
	return out
}

func owners(all []template) []string {
	var names []string
	for _, t := range all {
		names = append(names, t.owner)
	}
	return names
}

// TestEdges proves that the policies allow each edge of the topology on both
// of its ends, and that pod-to-pod rules stand for nothing but an edge.
func TestEdges(t *testing.T) {
	everyExample(t, func(t *testing.T, b built) {
		want := map[string]bool{}
		for _, e := range b.stack.Edges {
			if e.To != "" {
				want[fmt.Sprintf("out %s %s %d", e.From, e.To, e.Port)] = true
				want[fmt.Sprintf("in %s %s %d", e.To, e.From, e.Port)] = true
			}
		}
		got := map[string]bool{}
		for _, o := range b.objects {
			if p, ok := o.(*networkingv1.NetworkPolicy); ok {
				maps.Copy(got, podRules(p))
			}
		}
		if !maps.Equal(want, got) {
			t.Errorf("policies allow %v, the topology needs %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
	})
}

func podRules(p *networkingv1.NetworkPolicy) map[string]bool {
	out := map[string]bool{}
	add := func(way string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort) {
		for _, peer := range peers {
			if peer.PodSelector == nil {
				continue
			}
			for _, port := range ports {
				out[fmt.Sprintf("%s %s %s %d", way, p.Spec.PodSelector.MatchLabels[generate.LabelComponent],
					peer.PodSelector.MatchLabels[generate.LabelComponent], port.Port.IntValue())] = true
			}
		}
	}
	for _, rule := range p.Spec.Ingress {
		add("in", rule.From, rule.Ports)
	}
	for _, rule := range p.Spec.Egress {
		add("out", rule.To, rule.Ports)
	}
	return out
}

var expansion = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)

// TestPods proves what every pod of every example must have: Pod Security
// "restricted", sizes, no token, references that resolve within the pod.
func TestPods(t *testing.T) { everyExample(t, checkPods) }

func checkPods(t *testing.T, b built) {
	t.Helper()
	names := map[string]bool{}
	for _, o := range b.objects {
		names[o.GetObjectKind().GroupVersionKind().Kind+"/"+o.GetName()] = true
	}
	for _, tmpl := range templates(b.objects) {
		pod := tmpl.pod.Spec
		if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			t.Errorf("%s mounts a token", tmpl.owner)
		}
		if pod.EnableServiceLinks == nil || *pod.EnableServiceLinks {
			t.Errorf("%s has service links", tmpl.owner)
		}
		if sc := pod.SecurityContext; sc == nil || !*sc.RunAsNonRoot || *sc.RunAsUser == 0 {
			t.Errorf("%s may run as root", tmpl.owner)
		}
		if !names["ServiceAccount/"+pod.ServiceAccountName] {
			t.Errorf("%s: no ServiceAccount %s", tmpl.owner, pod.ServiceAccountName)
		}
		volumes := volumeNames(t, tmpl, names)
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			checkContainer(t, tmpl.owner, c, volumes)
		}
	}
}

// volumeNames are the pod's volumes; those made of ConfigMaps and claims must
// be of this stack.
func volumeNames(t *testing.T, tmpl template, names map[string]bool) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, v := range tmpl.pod.Spec.Volumes {
		if out[v.Name] {
			t.Errorf("%s has two volumes %s", tmpl.owner, v.Name)
		}
		out[v.Name] = true
		if v.ConfigMap != nil && !names["ConfigMap/"+v.ConfigMap.Name] {
			t.Errorf("%s: no ConfigMap %s", tmpl.owner, v.ConfigMap.Name)
		}
	}
	if strings.HasPrefix(tmpl.owner, "StatefulSet") {
		out["data"] = true
	}
	return out
}

func checkContainer(t *testing.T, owner string, c corev1.Container, volumes map[string]bool) {
	t.Helper()
	where := owner + ", container " + c.Name
	if c.SecurityContext == nil || !*c.SecurityContext.ReadOnlyRootFilesystem || *c.SecurityContext.AllowPrivilegeEscalation {
		t.Errorf("%s: the root filesystem can be written or rights gained", where)
	}
	for _, list := range []corev1.ResourceList{c.Resources.Requests, c.Resources.Limits} {
		if list.Cpu().IsZero() || list.Memory().IsZero() {
			t.Errorf("%s: requests or limits are missing", where)
		}
	}
	paths := map[string]bool{}
	for _, m := range c.VolumeMounts {
		if !volumes[m.Name] || paths[m.MountPath] {
			t.Errorf("%s: mount %s of volume %s is twice there or has no volume", where, m.MountPath, m.Name)
		}
		paths[m.MountPath] = true
	}
	known := map[string]bool{}
	for _, v := range c.Env {
		for _, ref := range expansion.FindAllStringSubmatch(v.Value, -1) {
			if !known[ref[1]] {
				t.Errorf("%s: %s refers to %s, which no earlier variable is", where, v.Name, ref[1])
			}
		}
		if known[v.Name] {
			t.Errorf("%s: %s is set twice", where, v.Name)
		}
		known[v.Name] = true
	}
}
