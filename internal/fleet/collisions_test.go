package fleet

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// sources are texts as files.
func sources(texts ...string) Sources {
	found := Sources{Fleet: true}
	for i, text := range texts {
		found.List = append(found.List, Source{
			Name: fmt.Sprintf("%c.yaml", 'a'+i),
			open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		})
	}
	return found
}

// TestClaims: what two stacks of a fleet cannot both have, and what they can share.
func TestClaims(t *testing.T) {
	with := func(name string, more ...string) string { return named(name) + strings.Join(more, "") }
	const (
		inTeam  = "  namespace: {name: team, create: false}\n  environments: {prod: {}}\n"
		creates = "  namespace: {name: team}\n  environments: {prod: {}}\n"
		web     = "  processes: {web: {command: [work]}}\n"
		ingress = "  expose: {https: true, ingress: {class: traefik}}\n  environments: {prod: {}}\n"
	)
	for _, c := range []struct {
		reason, a, b string
		want         []string
	}{
		{"two stacks that have nothing in common", with("alpha"), with("beta"), nil},
		{"one namespace that somebody else makes", with("alpha", inTeam), with("beta", inTeam), nil},
		{"one namespace that one of them creates", with("alpha", creates), with("beta", inTeam), nil},
		{"one namespace that both create", with("alpha", creates), with("beta", creates), []string{
			"b.yaml:8:21: spec.namespace.name: beta in prod creates the namespace team, and so does alpha in prod (a.yaml:8:21): ",
		}},
		{"in two clusters", with("alpha", creates, "  cluster: eu\n"), with("beta", creates), nil},
		{
			"an environment of one is called as the stack and environment of another", with("alpha", "  environments: {b-c: {}}\n"),
			with("alpha-b", "  environments: {c: {}}\n"),
			[]string{"b.yaml:4:1: spec.namespace.name: alpha-b in c creates the namespace alpha-b-c, and so does alpha in b-c (a.yaml:4:1): "},
		},
		{"names that come to the same", with("alpha", inTeam, web), with("alpha-process", inTeam), []string{
			"b.yaml:3:18: metadata.name: alpha-process in prod has the ServiceAccount alpha-process-web in the namespace team and ",
		}},
		{"in namespaces of their own", with("alpha", web), with("alpha-process"), nil},
		{
			"in one namespace of two clusters", with("alpha", inTeam, web, "  cluster: eu\n"), with("alpha-process", inTeam), nil,
		},
		{"one host without an Ingress", with("alpha"), with("beta"), nil},
		{"one Ingress host", with("alpha", ingress), with("beta", ingress), []string{
			"b.yaml:6:45: spec.django.hosts[0]: beta in prod has the Ingress host shop.example.com, and so has alpha in prod (a.yaml:6:45): " +
				"it is by chance which of them a request reaches; choose one for each, or say by cluster that they run in different ones",
		}},
		{
			"environments of one stack that have the defaults' names and one host",
			with("alpha", strings.Replace(ingress, "  environments: {prod: {}}\n", "", 1)), with("beta"), nil,
		},
		{"one Ingress host of two clusters", with("alpha", ingress, "  cluster: eu\n"), with("beta", ingress), nil},
		{"one Ingress host of two classes", with("alpha", ingress), with("beta", strings.Replace(ingress, "traefik", "inside", 1)), nil},
		{
			"an environment says it otherwise", with("alpha", ingress),
			with("beta", strings.Replace(ingress, "prod: {}", "prod: {}, qa: {django: {hosts: [qa.example.com]}}", 1)),
			[]string{"b.yaml:6:45: spec.django.hosts[0]: beta in prod has"},
		},
		{
			"a Secret that both make of a file", with("alpha", inTeam, "  secrets: {name: env, envFile: secrets.env}\n"),
			with("beta", inTeam, "  secrets: {name: env, envFile: secrets.env}\n"),
			[]string{"b.yaml:10:19: spec.secrets.name: beta in prod has the Secret env in the namespace team, and so has alpha in prod (a.yaml:10:19): "},
		},
		{
			"a Secret that neither makes", with("alpha", inTeam, "  secrets: {name: env}\n"), with("beta", inTeam, "  secrets: {name: env}\n"), nil,
		},
		{"a stack that is wrong by itself is mended first", with("alpha", creates), with("beta", creates, "  wbe: {}\n"), []string{"b.yaml:10:3: spec.wbe: "}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got := ""
			if err := failure(t, overlays.Compiler{}, sources(c.a, c.b)); err != nil {
				got = err.Error()
			}
			lines := strings.Split(got, "\n")
			if len(c.want) == 0 && got != "" || len(c.want) > 0 && len(lines) != len(c.want) {
				t.Fatalf("got\n%s", got)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(lines[i], want) {
					t.Errorf("got %q, want %q", lines[i], want)
				}
			}
		})
	}
}

// TestClaimsOfOwnComponents: what a program's own components and Mutate make has names, too.
func TestClaimsOfOwnComponents(t *testing.T) {
	const inTeam = "  namespace: {name: team, create: false}\n  environments: {prod: {}}\n"
	search := func(*stack.Stack) []stack.Object {
		return []stack.Object{&corev1.Service{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Service"}, ObjectMeta: metav1.ObjectMeta{Name: "search"},
		}}
	}
	for _, c := range []struct {
		reason   string
		compiler overlays.Compiler
	}{
		{"a component", overlays.Compiler{Components: append(generate.Components(), stack.Component{
			Name: "search", Objects: func(st *stack.Stack) ([]stack.Object, error) { return search(st), nil },
		})}},
		{"Mutate", overlays.Compiler{Mutate: func(_ *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
			return append(objects, search(nil)...), nil
		}}},
	} {
		const want = "b.yaml:3:18: metadata.name: beta in prod has the Service search in the namespace team, and so has alpha "
		err := failure(t, c.compiler, sources(named("alpha")+inTeam, named("beta")+inTeam))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", c.reason, err, want)
		}
	}
}

// TestExamplesAreAFleet: nothing that people copy is refused.
func TestExamplesAreAFleet(t *testing.T) {
	found, err := Find([]string{"../../examples"}, nil)
	if err != nil || len(found.List) < 4 {
		t.Fatal(len(found.List), err)
	}
	if err := failure(t, overlays.Compiler{}, found); err != nil {
		t.Error(err)
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(
		t, "../../docs/limits.md",
		fmt.Sprintf("| %d | stacks in one command", maxStacks), fmt.Sprintf("| %d | names in one command", maxNames),
		fmt.Sprintf("| %d | workers processes services cron jobs databases and caches in one command", maxExtent.Running),
		fmt.Sprintf("| %d | entries that their pods and objects repeat", maxExtent.Carried),
	)
}

func TestTooMany(t *testing.T) {
	dir := t.TempDir()
	for i := range maxStacks + 1 {
		if err := os.WriteFile(fmt.Sprintf("%s/%d.yaml", dir, i), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Find([]string{dir}, nil); err == nil || !strings.Contains(err.Error(), "10001 stacks are more than the 10000") {
		t.Error(err)
	}

	all := together{names: maxNames - 3} // three namespaces
	stacks := []*Stack{{Source: sources(named("alpha")).List[0]}, {Source: sources(named("beta")).List[0]}}
	for i, kept := range []int{3, 0} {
		stacks[i].load(t.Context(), spec.Loader{})
		if stacks[i].settle(&all); len(stacks[i].settled) != kept {
			t.Errorf("stack %d keeps %d", i, len(stacks[i].settled))
		}
	}
	_ = checkCollisions(t.Context(), stacks, &all)
	if err := Failure(stacks); err == nil || !strings.Contains(err.Error(), "500003 hosts, namespaces and Secrets of all") {
		t.Error(err)
	}
}

// TestTooLargeTogether: stacks that are right by themselves may be too many, of which each
// has a database in three environments.
func TestTooLargeTogether(t *testing.T) {
	defer func(most spec.Extent) { maxExtent = most }(maxExtent)
	for _, c := range []struct {
		most spec.Extent
		want string
	}{
		{spec.Extent{Running: 6, Carried: 1000}, ""},
		{spec.Extent{Running: 5, Carried: 1000}, "6 workers, processes, services, cron jobs, databases and caches of all stacks and " +
			"environments are more than the 5 that may be given at a time; give the stacks in several runs"},
		{spec.Extent{Running: 6, Carried: 10}, "repeated in the pods and objects of all stacks and environments, are more than the 10 "},
	} {
		maxExtent = c.most
		err := failure(t, overlays.Compiler{}, sources(named("alpha"), named("beta")))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
