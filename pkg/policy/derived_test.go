package policy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/imageref"
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// rules are those of lists.
var rules = []*rule{
	inNamespace, ofKind, ofHost, ofImage, toSecret, toClaim, asServiceAccount, ofPriority, toTaint, withAnnotation,
	ofServiceType, fromCIDR, toCIDR, fromNamespace, toNamespace, lowered,
}

// TestDerived: what random stacks use is allowed by a policy that lists just that, and refused
// once any entry is missing.
func TestDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	seen := map[*rule]bool{}
	unseen := func(r *rule) bool { return !seen[r] && r != lowered && r != toClaim }
	for i := 0; i < worktest.Rounds(12) || i < 100 && slices.ContainsFunc(rules, unseen); i++ {
		s := spectest.Random(r)
		for _, name := range s.EnvironmentNames() {
			derived(t, s, name, seen)
		}
	}
	for _, r := range rules {
		if unseen(r) {
			t.Errorf("no stack uses what %s is about", r.field)
		}
	}
}

func derived(t *testing.T, s *spec.DjangoStack, environment string, seen map[*rule]bool) {
	t.Helper()
	e, err := s.Effective(environment)
	if err != nil {
		t.Fatal(err)
	}
	st := stacktest.Resolve(e)
	objects := stacktest.Objects(st)
	uses, err := usesOf(objects)
	if err != nil {
		t.Fatal(err)
	}
	lists := listsOf(uses)
	complete(t, objects, lists)
	found, err := policyOf(t, lists).Judge(st, objects)
	if err != nil || len(found) > 0 {
		t.Fatalf("%v %v\n%s", found, err, spectest.YAML(s))
	}
	for _, r := range rules {
		all := lists[r]
		for i, value := range all {
			seen[r] = true
			lists[r] = slices.Delete(slices.Clone(all), i, i+1)
			p := policyOf(t, lists)
			if value == "*" {
				value = every
			}
			if allowed, _ := r.allows(&p.Spec, use{rule: r, value: value}); allowed {
				continue // by another entry
			}
			found := p.judge(st, uses)
			if len(found) == 0 {
				t.Fatalf("%s without %q has no finding\n%s", r.field, value, spectest.YAML(s))
			}
			for _, f := range found {
				if !strings.HasPrefix(f.Field, "spec") && !strings.HasPrefix(f.Field, "metadata.") {
					t.Errorf("%v has no path of a stack", f)
				}
			}
		}
		lists[r] = all
	}
}

// TestSections: every object of a stack is of a section, at which a finding can stand.
func TestSections(t *testing.T) {
	s := spectest.Everything()
	for _, environment := range s.EnvironmentNames() {
		e, err := s.Effective(environment)
		if err != nil {
			t.Fatal(err)
		}
		st := stacktest.Resolve(e)
		objects, err := read(stacktest.Objects(st))
		if err != nil {
			t.Fatal(err)
		}
		p := placesOf(st)
		for _, o := range objects {
			section := p.sectionOf(o)
			if _, err := spec.Explain(section); err != nil || section == "spec" {
				t.Errorf("%s of the component %q is of no section: %s, %v", o, o.component, section, err)
			}
		}
		for component, want := range map[string]string{
			"database-analytics": "spec.databases.analytics", "worker": "spec.celery.workers.default",
			"process-listener": "spec.processes.listener", "release": "spec.migrate",
		} {
			if got := p.sectionOf(&object{component: component}); got != want && environment != "dev" {
				t.Errorf("%s: %s, and not %s", component, got, want)
			}
		}
	}
}

// TestDocs: the page lists the fields, and the kinds that stacks have without manifests.
func TestDocs(t *testing.T) {
	data, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, r := range append(rules, withoutPolicy) {
		field := strings.TrimSuffix(strings.TrimSuffix(r.field, ".cidrs"), ".namespaces")
		if !strings.Contains(page, "`"+field+"`") {
			t.Errorf("docs/policy.md has no %s", field)
		}
	}
	worktest.Documented(
		t, "../../docs/limits.md",
		fmt.Sprintf("| %d MiB | the file of a [policy]", maxSize>>20),
		fmt.Sprintf("| %d | entries of one of its lists", maxEntries),
		fmt.Sprintf("| %d | bytes of a pattern", longestPattern),
	)
	for _, text := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1) {
		if _, err := Load(strings.NewReader(text[1]), "policy.md"); err != nil {
			t.Error(err)
		}
	}
	_, list, _ := strings.Cut(page, "The kinds that djangostack makes")
	list, _, _ = strings.Cut(list, "\n\n")
	r := rand.New(rand.NewPCG(3, 4))
	for range worktest.Rounds(10) {
		s := spectest.Random(r)
		s.Spec.Manifests = nil
		e, err := s.Effective("")
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range stacktest.ObjectsIfAny(stacktest.Resolve(e)) {
			if kind := o.GetObjectKind().GroupVersionKind().GroupKind().String(); !strings.Contains(list, "`"+kind+"`") {
				t.Errorf("docs/policy.md does not say that stacks have %s", kind)
			}
		}
	}
}

// listsOf are the values of uses, by rule.
func listsOf(all []use) map[*rule][]string {
	lists := map[*rule][]string{}
	for _, u := range all {
		value := u.value
		if value == every {
			value = "*"
		}
		if !slices.Contains(lists[u.rule], value) {
			lists[u.rule] = append(lists[u.rule], value)
		}
	}
	return lists
}

// complete looks into the objects in another way, and fails where the lists miss what is there.
func complete(t *testing.T, objects []stack.Object, lists map[*rule][]string) {
	t.Helper()
	own := map[string]bool{}
	for _, o := range objects {
		own[o.GetObjectKind().GroupVersionKind().Kind+"/"+o.GetName()] = true
	}
	check := func(r *rule, kind, value string) {
		if !own[kind+"/"+value] && !slices.Contains(lists[r], value) {
			t.Errorf("%s misses %q", r.field, value)
		}
	}
	var walk func(tree any, key string)
	walk = func(tree any, key string) {
		switch tree := tree.(type) {
		case map[string]any:
			if key == "secretKeyRef" || key == "secretRef" {
				check(toSecret, "Secret", tree["name"].(string))
			}
			for _, name := range sorted.Keys(tree) {
				walk(tree[name], name)
			}
		case []any:
			for _, item := range tree {
				walk(item, key)
			}
		case string:
			switch key {
			case "image":
				check(ofImage, "", imageref.Full(tree))
			case "secretName":
				check(toSecret, "Secret", tree)
			case "claimName":
				check(toClaim, "PersistentVolumeClaim", tree)
			case "priorityClassName":
				check(ofPriority, "", tree)
			case "serviceAccountName":
				check(asServiceAccount, "ServiceAccount", tree)
			case "cidr":
				if !slices.Contains(lists[fromCIDR], tree) {
					check(toCIDR, "", tree)
				}
			}
		}
	}
	for _, o := range objects {
		var tree any
		decode(o, &tree)
		walk(tree, "")
	}
}

// policyOf is a policy with lists for all rules.
func policyOf(t *testing.T, lists map[*rule][]string) *Policy {
	t.Helper()
	tree := map[string]any{}
	put := func(field string, value any) {
		at := tree
		names := strings.Split(field, ".")
		for _, name := range names[:len(names)-1] {
			if at[name] == nil {
				at[name] = map[string]any{}
			}
			at = at[name].(map[string]any)
		}
		at[names[len(names)-1]] = value
	}
	for _, r := range rules {
		put(r.field, append([]string{}, lists[r]...))
	}
	put("network.required", len(lists[withoutPolicy]) == 0)
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	p := &Policy{}
	if err := json.Unmarshal(data, &p.Spec); err != nil {
		t.Fatal(err)
	}
	return p
}
