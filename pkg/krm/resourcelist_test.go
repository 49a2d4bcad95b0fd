package krm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/spec"
)

// canonical is a document in the bytes kustomize prints.
func canonical(t *testing.T, document string) string {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(document), &v); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRefused(t *testing.T) {
	withStack := func(old, new string) string { return listOf("", strings.Replace(stackYAML, old, new, 1)) }
	tests := []struct{ reason, in, want string }{
		{"a host that sends nothing is broken", "", "<stdin>: is empty"},
		{"blank lines are nothing", "\n \n", "<stdin>: is empty"},
		{"comments are nothing", "# nothing\n", "<stdin>: is empty"},
		{
			"a stack piped into the function is the commonest mistake", strings.ReplaceAll("\n"+stackYAML, "\n  ", "\n"),
			`must be a ResourceList and is a "DjangoStack"; let kustomize or kpt call the function, or give a stack's file to the command generate`,
		},
		{"a List is kubectl's", "apiVersion: v1\nkind: List\nitems: []\n", `must be a ResourceList and is a "List"`},
		{"binary is no YAML", "\x00\x01\x02", "is not YAML"},
		{"what goes deeper than the parser does", listOf("- {a: "+strings.Repeat("[", 11_000)+"\n", stackYAML), "is not YAML: line 4: exceeded max depth of 10000"},
		{"nor what goes deeper than any object", listOf("- {a: "+strings.Repeat("[", 600)+strings.Repeat("]", 600)+"}\n", stackYAML), "<stdin>:4:506: more than 500 maps and lists"},
		{"keys that are maps", listOf("- a:\n    "+strings.Repeat("? ", 600)+"b\n", stackYAML), "more than 500 maps and lists"},
		{"nor are blocks", listOf("- a:\n    - "+strings.Repeat("- ", 11_000)+"b\n", stackYAML), "is not YAML: line 4: exceeded max depth of 10000"},
		{"what is larger than any object takes gigabytes to print", listOf("- {a: ["+strings.Repeat("a,", maxValues)+"]}\n", stackYAML), "<stdin>:4:3: holds more than 500000 values"},
		{"a scalar is no list", "hello", "must be a ResourceList and is text"},
		{"of two lists one would be lost", listOf("", stackYAML) + "---\n" + listOf("", stackYAML), "more than one document"},
		{
			"an unknown version may mean something else", "apiVersion: config.kubernetes.io/v9\nkind: ResourceList\nitems: []\n",
			`apiVersion: unknown version "config.kubernetes.io/v9"`,
		},
		{
			"items are required; to answer [] would delete a package", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n",
			"items: missing",
		},
		{"null is no list", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n", "items: must be a list"},
		{"an item that is no object has no identity", listOf("- just text\n", stackYAML), "items[0]: must be an object"},
		{"of two items fields a parser takes one", listOf("", stackYAML) + "items: []\n", "items: duplicate key"},
		{"an alias into another item dies with it", listOf("- &a {kind: A}\n- {kind: B, a: *a}\n", stackYAML), "*a stands for something outside its object"},
		{"so does one in another field of the list", listOf("- {kind: A, a: &a x}\n", stackYAML) + "results: [{message: *a}]\n", "*a stands for something outside its object"},
		{"a functionConfig that is an item goes with it", listOf("- &s\n"+stackYAML, "") + "functionConfig: *s\n", "*s stands for something outside its object"},
		{"an alias of itself has no end", listOf("- &a {kind: A, a: *a}\n", stackYAML), ""},
		{"what is missing must be named: kyaml goes on without", listOf(asItem(stackYAML), ""), "functionConfig: missing"},
		{"null is missing", listOf(asItem(stackYAML), "  null\n"), "functionConfig: missing"},
		{"another kind asks for something else", listOf(asItem(stackYAML), "  apiVersion: v1\n  kind: Secret\n"), `is a "Secret"`},
		{"text is no functionConfig", listOf("", "  text\n"), "functionConfig: must be a DjangoStack or a ConfigMap, and is text"},
		{"strict at any depth", withStack("settings:", "setings:"), `spec.django.setings: unknown field; did you mean "settings"?`},
		{"a duplicate key would lose one", withStack("databases:", "databases: {default: {}}\n    databases:"), "duplicate key"},
		{"a future version is not guessed at", withStack("v1alpha1", "v1beta7"), `unknown version "djangostack.dev/v1beta7"`},
		{"rules hold as in validate", withStack("shop.example.com", "Shop.example.com"), "must not have capital letters"},
		{
			"which environment is never guessed", withStack("djangostack.dev/environment: prod", "a: b"),
			"metadata.annotations[djangostack.dev/environment]: missing; name the environment to make: dev, staging, prod",
		},
		{"an unknown environment is a typing error", withStack("environment: prod", "environment: prd"), `no environment "prd"; this stack has dev, staging, prod`},
		{"a ConfigMap is read as strictly as a stack", listOf(asItem(stackYAML), strings.Replace(parameters, "environment", "env", 1)), "data.env: unknown field"},
		{"binaryData means nothing here", listOf(asItem(stackYAML), parameters+"  binaryData: {}\n"), "binaryData: unknown field"},
		{"true is no name", listOf(asItem(stackYAML), strings.Replace(parameters, "prod", "true", 1)), "data.environment: must be a string"},
		{"two answers are none", listOf(asItem(stackYAML), strings.Replace(parameters, "prod", "dev", 1)), `"prod", but the functionConfig says "dev"`},
		{
			"a small list asks for no gigabytes", listOf(strings.Repeat("- {apiVersion: djangostack.dev/v1alpha1, kind: DjangoStack}\n", maxStacks+1), parameters),
			"1001 stacks are more than the 1000 that one list may ask for",
		},
		{
			"nobody reads more", listOf(strings.Repeat(asItem(stackYAML)+"    wbe: {}\n", maxErrors+7), parameters),
			"too many errors; 7 more stacks were not looked at",
		},
		{"without a stack there is nothing to make", listOf("- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n", parameters), "no DjangoStack among the items"},
		{"the same stack twice makes everything twice", listOf(asItem(stackYAML)+asItem(stackYAML), parameters), "metadata.name: shop in prod has the ServiceAccount shop-database in the namespace shop-prod and 19 more, and so has shop in prod (<stdin>)"},
		{"nor can two stacks have an object of one name", listOf(asItem(inTeam("shop", "processes: {web: {command: [a]}}"))+
			asItem(inTeam("shop-process", "cluster: another")), parameters), "metadata.name: shop-process in prod has the ServiceAccount shop-process-web"},
		{"nor one host of a cluster", listOf(asItem(inTeam("shop", "expose: {ingress: {class: traefik}}"))+
			asItem(inTeam("blog", "expose: {ingress: {class: traefik}}")), parameters), "spec.django.hosts[0]: blog in prod has the Ingress host shop.example.com, and so has shop in prod"},
		{"of two equal items one cannot be told to go", listOf(strings.Repeat("- {apiVersion: v1, kind: Service, metadata: {name: shop-web, namespace: shop-prod}}\n", 2), stackYAML), "is there twice"},
		{"a namespace that two places name differently", listOf("", strings.NewReplacer("name: shop\n", "name: shop\n    namespace: theirs\n",
			"databases:", "namespace: {name: mine}\n    databases:").Replace(stackYAML)), `metadata.namespace: "theirs", but spec.namespace.name says "mine"`},
		{"a namespace by the host is checked as one by the spec", withStack("name: shop\n", "name: shop\n    namespace: kube-system\n"), "belongs to Kubernetes itself"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			out, log, err := call(test.in)
			if test.want == "" {
				return // only that it ends
			}
			if err == nil || !strings.Contains(log, test.want) {
				t.Errorf("got %v and %q, want %q", err, log, test.want)
			}
			if out == "" {
				return
			}
			if !resultsHold(t, out) {
				t.Errorf("the answer's results hold no error:\n%s", out)
			}
			if diff := cmp.Diff(itemsOf(t, test.in), itemsOf(t, out)); diff != "" {
				t.Errorf("after an error the items are those that came: %s", diff)
			}
		})
	}
}

// inTeam is the stack under a name, in a namespace that others may be in.
func inTeam(name, more string) string {
	return strings.Replace(stackYAML, "name: shop\n", "name: "+name+"\n", 1) + "    namespace: {name: team, create: false}\n    " + more + "\n"
}

// TestStacksTogether: what two stacks of a list may share.
func TestStacksTogether(t *testing.T) {
	for _, c := range []struct{ reason, a, b string }{
		{"a namespace", inTeam("shop", ""), inTeam("blog", "")},
		{
			"a host without an Ingress, and a host of two clusters", inTeam("shop", "expose: {ingress: {class: traefik}}"),
			inTeam("blog", "cluster: another\n    expose: {ingress: {class: traefik}}"),
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			succeed(t, listOf(asItem(c.a)+asItem(c.b), parameters))
		})
	}
}

func resultsHold(t *testing.T, out string) bool {
	t.Helper()
	return resultsOf(t, out).ExitCode() == 1
}

func TestHostileInputEnds(t *testing.T) {
	bomb := "- apiVersion: v1\n  kind: A\n  a: &a [1,1,1,1,1,1,1,1,1,1]\n"
	for _, pair := range []string{"ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"} {
		bomb += "  " + pair[1:] + ": &" + pair[1:] + " [" + strings.TrimSuffix(strings.Repeat("*"+pair[:1]+",", 10), ",") + "]\n"
	}
	tests := []struct{ reason, in string }{
		{"an alias bomb in a foreign item is passed on as it is", listOf(bomb, stackYAML)},
		{"an alias bomb under an object's name is compared as far as that goes", listOf(
			strings.Replace(bomb, "v1\n  kind: A", "apps/v1\n  kind: Deployment\n  metadata: {name: shop-web, namespace: shop-prod}", 1), stackYAML)},
		{"an alias bomb in the stack is refused by the loader", listOf("", "  b:\n"+strings.ReplaceAll(bomb, "\n", "\n  ")+"\n"+stackYAML)},
		{"brackets without end", listOf("- {a: "+strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+"}\n", stackYAML)},
		{"a hundred thousand items", listOf(strings.Repeat("- {}\n", 100_000), stackYAML)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			done := make(chan struct{})
			go func() { defer close(done); _, _, _ = call(test.in) }()
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("does not end")
			}
		})
	}
}

// TestTooLarge: reading ends at the bound, whatever else would come.
func TestTooLarge(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(strings.Repeat(" ", maxInput+2)), iotest.ErrReader(errors.New("read on")))
	if _, err := parse(endless); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Error(err)
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(
		t, "../../docs/limits.md",
		fmt.Sprintf("| %d MiB | a ResourceList", maxInput>>20), fmt.Sprintf("| %d | stacks that one ResourceList", maxStacks),
		fmt.Sprintf("| %d | values of one item", maxValues), fmt.Sprintf("| %d | maps and lists within each other in one item", maxDepth),
		fmt.Sprintf("| %d | workers processes services cron jobs databases and caches that one ResourceList", maxExtent.Running),
		fmt.Sprintf("| %d | entries that the pods and objects of one ResourceList repeat", maxExtent.Carried),
	)
}

// TestTooLargeTogether: the first stack that is too much is the last that is looked at.
func TestTooLargeTogether(t *testing.T) {
	defer func(most spec.Extent) { maxExtent = most }(maxExtent)
	var items strings.Builder
	for i := range 4 { // of a database each
		items.WriteString(asItem(strings.Replace(stackYAML, "name: shop\n", fmt.Sprintf("name: s%d\n", i), 1)))
	}
	in := listOf(items.String(), parameters)
	for _, test := range []struct {
		most spec.Extent
		want string
	}{
		{spec.Extent{Running: 4, Carried: 1000}, ""},
		{spec.Extent{Running: 2, Carried: 1000}, "3 workers, processes, services, cron jobs, databases and caches of all stacks of " +
			"the list together are more than the 2 that one list may ask for; make several lists of them"},
		{spec.Extent{Running: 4, Carried: 10}, "are more than the 10 that one list may ask for"},
	} {
		maxExtent = test.most
		_, log, err := call(in)
		if (err == nil) != (test.want == "") || strings.Count(log, "more than the") > 1 || !strings.Contains(log, test.want) {
			t.Errorf("%v and %q, want %q once", err, log, test.want)
		}
	}
}

func TestForms(t *testing.T) {
	want, _ := succeed(t, listOf("", stackYAML))
	tests := []struct{ reason, in string }{
		{"older hosts say v1beta1", strings.Replace(listOf("", stackYAML), "/v1\n", "/v1beta1\n", 1)},
		{"JSON is YAML", asJSON(t, listOf("", stackYAML))},
		{"JSON with tabs is JSON", strings.ReplaceAll(asJSON(t, listOf("", stackYAML)), "{", "{\n\t")},
		{"Windows' line ends", strings.ReplaceAll(listOf("", stackYAML), "\n", "\r\n")},
		{"a comment and a document's mark before", "# by hand\n---\n" + listOf("", stackYAML)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got, _ := succeed(t, test.in)
			if diff := cmp.Diff(sorted(t, want), sorted(t, got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func asJSON(t *testing.T, text string) string {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
