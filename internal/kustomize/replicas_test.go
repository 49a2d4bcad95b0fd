package kustomize

import (
	"fmt"
	"testing"

	"github.com/djangostack/djangostack/internal/tree"
)

func TestReplicasFor(t *testing.T) {
	scaled := func(kind, name string, count any) *tree.Node {
		return node(t, mapping{"apiVersion": "apps/v1", "kind": kind, "metadata": mapping{"name": name}, "spec": mapping{"replicas": count}})
	}
	tests := []struct {
		reason     string
		base, want []*tree.Node
		entries    string
	}{
		{"equal counts", []*tree.Node{scaled("Deployment", "web", int64(1))}, []*tree.Node{scaled("Deployment", "web", int64(1))}, "[]"},
		{"another count", []*tree.Node{scaled("Deployment", "web", int64(1))}, []*tree.Node{scaled("Deployment", "web", int64(3))}, "[web 3]"},
		{"an autoscaler takes the count away: a patch", []*tree.Node{scaled("Deployment", "web", int64(1))}, []*tree.Node{scaled("Deployment", "web", nil)}, "[]"},
		{
			"kustomize goes by name, so two of one name stay patches",
			[]*tree.Node{scaled("Deployment", "web", int64(1)), scaled("StatefulSet", "web", int64(1))},
			[]*tree.Node{scaled("Deployment", "web", int64(2)), scaled("StatefulSet", "web", int64(1))},
			"[]",
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			got := []string{}
			for _, entry := range ReplicasFor(test.base, test.want, test.want) {
				got = append(got, entry.name+" "+entry.count.Value())
			}
			if fmt.Sprint(got) != test.entries {
				t.Errorf("entries %s, want %s", got, test.entries)
			}
		})
	}
}
