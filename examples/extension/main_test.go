package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

const stackFile = "shop/stack.yaml"

// run runs the program with an input.
func run(t *testing.T, in string, args ...string) (code int, out, complaints string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := cli.Command{
		Compiler: platform(), Name: "platform", In: strings.NewReader(in), Out: &stdout, Err: &stderr,
	}
	code = command.Run(t.Context(), args...)
	return code, stdout.String(), stderr.String()
}

// edited writes a copy of the stack's file in which new stands in the place of old, and returns
// its path.
func edited(t *testing.T, old, replacement string) string {
	t.Helper()
	data, err := os.ReadFile(stackFile)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), old) != 1 {
		t.Fatalf("%s has %q %d times", stackFile, old, strings.Count(string(data), old))
	}
	path := filepath.Join(t.TempDir(), "stack.yaml")
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCommittedTree: what is committed is what the program makes, and kustomize builds it to the
// same objects.
func TestCommittedTree(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shop")
	if code, _, complaints := run(t, "", "generate", "-f", stackFile, "-o", dir); code != 0 {
		t.Fatal(complaints)
	}
	made, committed := files(t, dir), files(t, "shop")
	delete(committed, "stack.yaml")
	for path := range committed {
		if made[path] != committed[path] {
			t.Errorf("shop/%s is not what is generated; run go run . generate -f shop/stack.yaml -o shop", path)
		}
	}
	if len(made) != len(committed) {
		t.Errorf("%d files are generated, and %d committed", len(made), len(committed))
	}
	if code, _, complaints := run(t, "", "check", "--verify", "-f", stackFile, "-o", "shop"); code != 0 {
		t.Error(complaints)
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all, tree := map[string]string{}, os.DirFS(dir)
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, path)
		all[path] = string(data)
		return err
	})
	if err != nil || all["base/kustomization.yaml"] == "" {
		t.Fatalf("%s has %d files: %v", dir, len(all), err)
	}
	return all
}

// TestCommands: each command knows the section and makes the component's objects.
func TestCommands(t *testing.T) {
	list := func() string {
		data, err := os.ReadFile(stackFile)
		if err != nil {
			t.Fatal(err)
		}
		config := strings.Replace(string(data), "metadata: {name: shop}",
			"metadata: {name: shop, annotations: {djangostack.dev/environment: prod}}", 1)
		return "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n  " +
			strings.ReplaceAll(strings.TrimSpace(config), "\n", "\n  ") + "\n"
	}
	for _, c := range []struct {
		args string
		in   string
		want []string
	}{
		{"validate -f " + stackFile, "", []string{"shop/stack.yaml: valid in dev, prod"}},
		{"render -f " + stackFile + " --env prod", "", []string{
			"kind: ServiceMonitor", "interval: 15s", "name: MEILISEARCH_KEY", "MEILISEARCH_URL: http://shop-meilisearch:7700",
			"storage: 50Gi", `acme.example/monitored: "true"`,
		}},
		{"explain extensions.meilisearch", "", []string{
			"FIELD: spec.extensions.meilisearch\n", "Meilisearch is a search engine of one pod", "masterKey <SecretKey>",
		}},
		{"explain extensions.meilisearch.storage", "", []string{"Storage of the indexes. Default: size 5Gi."}},
		{"schema", "", []string{`"meilisearch"`, "Interval between two reads. Default: 30s."}},
		{"fn", list(), []string{"kind: ServiceMonitor", "name: shop-meilisearch", "namespace: shop-prod"}},
	} {
		code, out, complaints := run(t, c.in, strings.Fields(c.args)...)
		if code != 0 {
			t.Errorf("%s: %s", c.args, complaints)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: its output has no %q", c.args, want)
			}
		}
	}
}

// TestFindings: what is wrong with the section, or with what follows from it, is reported where it
// stands in the file.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ reason, old, replacement, want string }{
		{
			"a typing error", "metrics: {namespace: monitoring}", "metrix: {namespace: monitoring}",
			`:14:7: spec.extensions.meilisearch.metrix: unknown field; did you mean "metrics"?`,
		},
		{
			"another type", "size: 1Gi", "size: big",
			`:16:54: spec.environments.dev.extensions.meilisearch.storage.size: `,
		},
		{
			"a rule, about an environment's value", "size: 1Gi", "size: 100Mi",
			`:16:54: spec.environments.dev.extensions.meilisearch.storage.size: must be at least 1Gi; `,
		},
		{
			"null removes the default, which has to stand", "size: 50Gi", "size: null",
			`:17:55: spec.environments.prod.extensions.meilisearch.storage.size: cannot be removed; `,
		},
		{
			"the name of what the component runs", "component: meilisearch", "component: meilsearch",
			`:10:54: spec.network.ingress.backoffice.component: there is no component "meilsearch"; did you mean "meilisearch"?`,
		},
		{
			"without the section it does not run", "meilisearch: {storage: {size: 1Gi}, metrics: null}", "meilisearch: null",
			`:10:54: spec.network.ingress.backoffice.component: there is no component "meilisearch"; expected one of web, database (in dev)`,
		},
		{
			"an image from elsewhere", `"registry.example/mirror/postgres:17"`, "docker.io/library/postgres:17",
			`:7:32: spec.databases.default.image: docker.io/library/postgres:17 must come from registry.example; `,
		},
		{
			"an image that is a default", "      image: registry.example/mirror/meilisearch:v1.22\n", "",
			`:12:5: spec.extensions.meilisearch.image: docker.io/getmeili/meilisearch:v1.22 must come from registry.example; `,
		},
	} {
		path := edited(t, c.old, c.replacement)
		code, _, complaints := run(t, "", "validate", "-f", path)
		if code != 1 || !strings.Contains(complaints, path+c.want) {
			t.Errorf("%s: exit code %d, %s\nwant %s", c.reason, code, complaints, c.want)
		}
	}
}

// TestEnvironments: an environment's patch of the section is merged, and null removes.
func TestEnvironments(t *testing.T) {
	for _, c := range []struct {
		reason, old, replacement, env string
		want, without                 []string
	}{
		{"as it is committed", "15s", "15s", "prod", []string{"storage: 50Gi", "interval: 15s"}, nil},
		{"null removes metrics", "15s", "15s", "dev", []string{"storage: 1Gi"}, []string{"ServiceMonitor", "MEILI_EXPERIMENTAL"}},
		{"null removes a default", "interval: 15s", "interval: null", "prod", []string{"ServiceMonitor"}, []string{"interval:"}},
		{
			"null removes all of it", "storage: {size: 1Gi}, metrics: null}}", "storage: {size: 1Gi}}}, network: {ingress: null}",
			"dev",
			[]string{"name: shop-meilisearch"},
			nil,
		},
		{
			"null removes the section", "meilisearch: {storage: {size: 1Gi}, metrics: null}}", "meilisearch: null}, network: {ingress: null}",
			"dev",
			[]string{"name: shop-web"},
			[]string{"eilisearch", "MEILI"},
		},
	} {
		code, out, complaints := run(t, "", "render", "-f", edited(t, c.old, c.replacement), "--env", c.env)
		if code != 0 {
			t.Errorf("%s: %s", c.reason, complaints)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q", c.reason, want)
			}
		}
		for _, gone := range c.without {
			if strings.Contains(out, gone) {
				t.Errorf("%s: still %q", c.reason, gone)
			}
		}
	}
}

// TestPanic: a component that panics is an error that names it.
func TestPanic(t *testing.T) {
	compiler := platform()
	compiler.Components = append(compiler.Components, stack.Component{
		Name:    "broken",
		Objects: func(*stack.Stack) ([]stack.Object, error) { panic("no disk") },
	})
	_, err := compiler.Compile(t.Context(), document(t, compiler).Stack)
	var broken *stack.ComponentError
	if !errors.As(err, &broken) || broken.Component != "broken" || !strings.Contains(err.Error(), "component broken: panic: no disk") {
		t.Error(err)
	}
}

// TestForeignImageOfAComponent: an image that no file names has no position, and is refused.
func TestForeignImageOfAComponent(t *testing.T) {
	compiler := platform()
	compiler.Components = append(compiler.Components, stack.Component{
		Name: "tools",
		ExtendPod: func(_ *stack.Stack, p *stack.Pod) {
			p.Containers[0].Image = "docker.io/library/busybox:1"
		},
	})
	_, err := compiler.Compile(t.Context(), document(t, compiler).Stack)
	if err == nil || !strings.Contains(err.Error(), "docker.io/library/busybox:1 must come from registry.example") {
		t.Error(err)
	}
}

// TestTutorial: the code in docs/extensions.md is that of this module.
func TestTutorial(t *testing.T) {
	data, err := os.ReadFile("../../docs/extensions.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)<!-- examples/extension/(\\S+) -->\n```\\w+\n(.*?)```").FindAllStringSubmatch(string(data), -1)
	blocks := regexp.MustCompile("(?m)^```(go|yaml)$").FindAllString(string(data), -1)
	if len(shown) != len(blocks) || len(shown) < 8 {
		t.Errorf("%d of %d blocks of code say which file they are from", len(shown), len(blocks))
	}
	for _, block := range shown {
		file, err := os.ReadFile(block[1])
		if err != nil {
			t.Error(err)
		} else if !strings.Contains("\n"+string(file), "\n"+block[2]) {
			t.Errorf("%s does not have:\n%s", block[1], block[2])
		}
	}
	for _, name := range []string{"main.go", "meilisearch/component.go", "house/house.go"} {
		if !slices.ContainsFunc(shown, func(block []string) bool { return block[1] == name }) {
			t.Errorf("%s is not shown", name)
		}
	}
}
