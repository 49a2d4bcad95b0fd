package collisions

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

func TestEnter(t *testing.T) {
	const (
		host       = spec.IngressHost
		namespaces = "Namespace"
	)
	of := func(stack, path string, names ...spec.ClusterName) []Entry {
		var all []Entry
		for _, n := range names {
			all = append(all, Entry{spec.UniqueName{Path: path, ClusterName: n}, Holder{
				Stack: stack, Environment: "prod", File: stack + ".yaml", Line: 3, Column: 7,
			}})
		}
		return all
	}
	object := func(kind, name string) spec.ClusterName {
		return spec.ClusterName{Kind: kind, Namespace: "team", Name: name}
	}
	for _, c := range []struct {
		reason        string
		first, second []Entry
		want          []string
	}{
		{
			"objects are counted, the first is named",
			of("a", ObjectPath, object("Service", "x"), object("Job", "x")),
			of("b", ObjectPath, object("Service", "x"), object("Service", "y"), object("Job", "x")),
			[]string{"b in prod has the Service x in the namespace team and 1 more, and so has a in prod (a.yaml:3:7): the objects of " +
				"one would take the place of the other's; rename one of the stacks or give each a namespace of its own"},
		},
		{
			"what is of another kind, namespace or cluster is another",
			of("a", ObjectPath, object("Service", "x")),
			of("b", ObjectPath, object("Job", "x"), spec.ClusterName{Kind: "Service", Namespace: "other", Name: "x"},
				spec.ClusterName{Cluster: "eu", Kind: "Service", Namespace: "team", Name: "x"}),
			nil,
		},
		{
			"two create a namespace",
			of("a", "p", spec.ClusterName{Kind: namespaces, Name: "team"}), of("b", "p", spec.ClusterName{Kind: namespaces, Name: "team"}),
			[]string{"b in prod creates the namespace team, and so does a in prod (a.yaml:3:7): the labels of one would take the place of the " +
				"other's; give each one of its own, or set namespace.create to false in all but one"},
		},
		{
			"a host of one class",
			of("a", "p", spec.ClusterName{Kind: host, Class: "traefik", Name: "x.org"}),
			of("b", "p", spec.ClusterName{Kind: host, Class: "traefik", Name: "x.org"}),
			[]string{"b in prod has the Ingress host x.org, and so has a in prod (a.yaml:3:7): it is by chance which of them a request " +
				"reaches; choose one for each"},
		},
		{
			"another class is another controller",
			of("a", "p", spec.ClusterName{Kind: host, Class: "traefik", Name: "x.org"}),
			of("b", "p", spec.ClusterName{Kind: host, Class: "inside", Name: "x.org"}),
			nil,
		},
		{
			"any host is one",
			of("a", "p", spec.ClusterName{Kind: host}), of("b", "p", spec.ClusterName{Kind: host}),
			[]string{"b in prod has an Ingress for any host, and so has a in prod (a.yaml:3:7): it is by chance which of them a request " +
				"reaches; choose one for each"},
		},
		{
			"a Secret that both make",
			of("a", "p", object("Secret", "tls")), of("b", "p", object("Secret", "tls")),
			[]string{"b in prod has the Secret tls in the namespace team, and so has a in prod (a.yaml:3:7): the objects of one would take " +
				"the place of the other's; name one for each"},
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			l := Ledger{}
			if found := l.Enter(c.first); found != nil {
				t.Fatal(found)
			}
			var got []string
			for _, conflict := range l.Enter(c.second) {
				got = append(got, conflict.Message())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
