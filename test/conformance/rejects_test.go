package conformance

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reject is the sample with one thing wrong.
type reject struct {
	name     string
	reason   string // why the goldens must not get away with it
	old, new string // the first old in the sample is replaced
	onto     bool   // applied onto the unspoilt sample, as the next release is
	want     string // part of the error
}

// rejects has at least one case for every way a golden can fail.
var rejects = []reject{
	{
		name:   "unknown field",
		reason: "a lenient server drops it, and with it what the author meant",
		old:    "replicas: 2", new: "replicsa: 2",
		want: ".spec.replicsa: field not declared in schema",
	},
	{
		name:   "unknown kind",
		reason: "an object nobody can check must not count as checked",
		old:    "kind: PodDisruptionBudget", new: "kind: PodDisruptionBudgie",
		want: "a custom resource needs its CRD",
	},
	{
		name:   "duplicate key",
		reason: "the last one silently wins before the server sees either",
		old:    "replicas: 2", new: "replicas: 2\n  replicas: 3",
		want: `key "replicas" already set`,
	},
	{
		name:   "no namespace",
		reason: "kubectl puts the object wherever the user happens to be",
		old:    "\n  namespace: sample-dev", new: "",
		want: "names no namespace",
	},
	{
		name:   "weaker namespace",
		reason: "everything passes Pod Security where it is not enforced",
		old:    "name: sample-dev", new: "name: sample-dev\n  labels: {pod-security.kubernetes.io/enforce: baseline}",
		want: `enforce is "baseline", want "restricted"`,
	},
	{
		name:   "privileged pod",
		reason: "the Deployment is accepted, its pods are not",
		old:    "allowPrivilegeEscalation: false", new: "privileged: true",
		want: `forbidden: violates PodSecurity "restricted:latest"`,
	},
	{
		name:   "workload warned about",
		reason: "the warning is all a user sees before pods fail to appear",
		old:    "runAsNonRoot: true", new: "runAsNonRoot: false",
		want: "warning: would violate PodSecurity",
	},
	{
		name:   "missing limit",
		reason: "under a quota on memory limits the pod never starts",
		old:    "limits:\n            memory: 256Mi\n          requests", new: "requests",
		want: "must specify limits.memory for: web",
	},
	{
		name:   "missing service account",
		reason: "the ReplicaSet retries for ever, the Deployment looks fine",
		old:    "serviceAccountName: web", new: "serviceAccountName: webb",
		want: `serviceaccount "webb" not found`,
	},
	{
		name:   "unmatched volume mount",
		reason: "a StatefulSet's template is accepted with mounts nothing provides",
		old:    "mountPath: /data\n          name: data", new: "mountPath: /data\n          name: date",
		want: `volumeMounts[0].name: Not found: "date"`,
	},
	{
		name:   "claim with an unknown access mode",
		reason: "the StatefulSet controller would fail to create the claim",
		old:    "- ReadWriteOnce", new: "- ReadWriteSometimes",
		want: `Unsupported value: "ReadWriteSometimes"`,
	},
	{
		name:   "name without room for a pod's labels",
		reason: "the StatefulSet is accepted and never gets a pod (kubernetes/kubernetes#64023)",
		old:    "kind: StatefulSet\nmetadata:\n  name: cache",
		new:    "kind: StatefulSet\nmetadata:\n  name: " + strings.Repeat("c", 53),
		want:   "must be no more than 63",
	},
	{
		name:   "name of a Job that is no label",
		reason: "its pods have it as one",
		old:    "kind: Job\nmetadata:\n  name: migrate",
		new:    "kind: Job\nmetadata:\n  name: " + strings.Repeat("m", 64),
		want:   "must be no more than 63",
	},
	{
		name:   "annotations of more than 256 KiB",
		reason: "kubectl apply makes one of all of an object that is larger",
		old:    "kind: StatefulSet\nmetadata:\n",
		new:    "kind: StatefulSet\nmetadata:\n  annotations: {a: " + strings.Repeat("a", 256<<10) + "}\n",
		want:   "metadata.annotations: Too long",
	},
	{
		name:   "ConfigMap of more than 1 MiB",
		reason: "files of a stack may come to as much",
		old:    "apiVersion: v1\nkind: Service\n",
		new: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large, namespace: sample-dev}\n" +
			"data: {a: " + strings.Repeat("a", 1<<20+1) + "}\n---\napiVersion: v1\nkind: Service\n",
		want: "Too long: may not be more than 1048576 bytes",
	},
	{
		name:   "duplicate port",
		reason: "server-side apply cannot merge a list with equal keys",
		old:    "- containerPort: 8000", new: "- containerPort: 8000\n        - containerPort: 8000",
		want: "duplicate entries for key",
	},
	{
		name:   "field without effect",
		reason: "the server only warns that it ignores what was asked for",
		old:    "targetPort: http", new: "targetPort: http\n  externalName: web.example.com",
		want: "warning: spec.externalName is ignored",
	},
	{
		name:   "service without pods",
		reason: "every request to it is refused",
		old:    "selector:\n    app: web", new: "selector:\n    app: site",
		want: "selects the pods of 0 workloads",
	},
	{
		name:   "job behind a service",
		reason: "a migration would be sent web traffic",
		old:    "app: migrate", new: "app: web",
		want: "selects the pods of 2 workloads",
	},
	{
		name:   "immutable change",
		reason: "a release that needs a deletion first is no release",
		old:    "serviceName: cache", new: "serviceName: cash",
		onto: true,
		want: "updates to statefulset spec for fields other than",
	},
	{
		name:   "changed job",
		reason: "a Job's template can only be replaced with the Job",
		old:    "name: migrate\n        resources", new: "name: migration\n        resources",
		onto: true,
		want: "field is immutable",
	},
}

// TestChecks shows that the goldens' checks can fail.
func TestChecks(t *testing.T) {
	t.Parallel()
	cluster := newCluster(t)
	t.Run("rejects", cluster.testRejects)
	t.Run("overlap", cluster.testOverlap)
	t.Run("custom resources", cluster.testCustomResources)
}

// testRejects spoils one thing in the sample at a time, after showing that the
// sample as it stands passes every check.
func (c *cluster) testRejects(t *testing.T) {
	sample := readSample(t, "sample-dev")
	t.Run("the sample itself passes", func(t *testing.T) {
		if err := c.check(t.Context(), sample); err != nil {
			t.Fatal(err)
		}
	})
	for i, test := range rejects {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(sample, test.old) {
				t.Fatalf("the sample does not contain %q", test.old)
			}
			spoilt := strings.Replace(sample, test.old, test.new, 1)
			namespace := fmt.Sprintf("reject-%d", i)
			if test.onto {
				if err := c.check(t.Context(), inNamespace(sample, namespace)); err != nil {
					t.Fatal(err)
				}
			}
			err := c.check(t.Context(), inNamespace(spoilt, namespace))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v\nwant one with %q: %s", err, test.want, test.reason)
			}
		})
	}
}

// testOverlap shows that two environments cannot share objects unseen.
func (c *cluster) testOverlap(t *testing.T) {
	objects, err := parseObjects([]byte(readSample(t, "overlap")))
	if err != nil {
		t.Fatal(err)
	}
	first := newStack(c, environment{"first", objects})
	second := newStack(c, environment{"second", objects})
	if err := first.install(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := second.install(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.untouched(t.Context()); err != nil {
		t.Errorf("equal objects were reported as changed: %v", err)
	}
	if err := second.upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.untouched(t.Context()); err == nil {
		t.Error("the first stack's Deployment has the second one's image, and nobody noticed")
	}
}

// check takes every step of the goldens' way with one manifest.
func (c *cluster) check(ctx context.Context, manifest string) error {
	objects, err := parseObjects([]byte(manifest))
	if err != nil {
		return err
	}
	var failures []error
	for _, step := range newStack(c, environment{"sample", objects}).steps() {
		failures = append(failures, step.run(ctx))
	}
	return errors.Join(failures...)
}

// readSample reads a small stack that passes, moved to a namespace.
func readSample(t *testing.T, namespace string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "sample", "built", "dev.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return inNamespace(string(data), namespace)
}

// inNamespace moves the sample, so that the cases do not meet.
func inNamespace(sample, namespace string) string {
	return strings.ReplaceAll(sample, "sample-dev", namespace)
}
