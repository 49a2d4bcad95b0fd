package cli

import (
	"bytes"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVersion(t *testing.T) {
	deps := []*debug.Module{
		{Path: "k8s.io/api", Version: "v0.35.0"},
		{Path: "sigs.k8s.io/kustomize/api", Version: "v0.21.0", Replace: &debug.Module{Path: "x", Version: "v0.22.0"}},
	}
	with := func(m *debug.Module) []*debug.Module { return append([]*debug.Module{m}, deps...) }
	commit := []debug.BuildSetting{{Key: "vcs.revision", Value: "c0ffee"}, {Key: "vcs.modified", Value: "true"}}
	const rest = "kustomize   v0.22.0\nkubernetes  v0.35.0\ngo          go1.26\n"
	for _, c := range []struct {
		reason  string
		command Command
		info    debug.BuildInfo
		want    string
	}{
		{
			"djangostack itself",
			Command{},
			debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Path: module, Version: "v0.1.0"}, Deps: deps},
			"djangostack v0.1.0\n" + rest,
		},
		{
			"under another name",
			Command{Name: "ds"},
			debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Path: module, Version: "(devel)"}, Settings: commit, Deps: deps},
			"djangostack (devel) (commit c0ffee, modified)\n" + rest,
		},
		{
			"a program of somebody else",
			Command{Name: "platform"},
			debug.BuildInfo{
				GoVersion: "go1.26", Main: debug.Module{Path: "example.com/platform", Version: "v1.2.3"}, Settings: commit,
				Deps: with(&debug.Module{Path: module, Version: "v0.1.0"}),
			},
			"platform    v1.2.3 (commit c0ffee, modified)\ndjangostack v0.1.0\n" + rest,
		},
		{
			"which says its version itself",
			Command{Name: "kubectl platform", Version: "2026-12"},
			debug.BuildInfo{
				GoVersion: "go1.26", Main: debug.Module{Path: "example.com/platform", Version: "(devel)"},
				Deps: with(&debug.Module{Path: module, Version: "v0.1.0", Replace: &debug.Module{Path: "../djangostack"}}),
			},
			"kubectl platform 2026-12\ndjangostack      (devel)\nkustomize        v0.22.0\nkubernetes       v0.35.0\ngo               go1.26\n",
		},
		{
			"nothing is known",
			Command{},
			debug.BuildInfo{},
			"djangostack unknown\nkustomize   unknown\nkubernetes  unknown\ngo          unknown\n",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var out bytes.Buffer
			c.command.Out = &out
			if err := c.command.program(t.Context()).printVersions(&c.info); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
