package cli

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func newVersion(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of what it is built with",
		Args:  arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			return p.printVersions(info)
		},
	}
}

// module is djangostack's own, which is not the main one of a program of somebody else.
const module = "github.com/djangostack/djangostack"

// printVersions prints the program's version, unless the program is djangostack itself, and
// those of the modules that decide about what it makes.
func (p *program) printVersions(info *debug.BuildInfo) error {
	out := tabwriter.NewWriter(p.out, 0, 0, 1, ' ', 0)
	line := func(name, version string) { fmt.Fprintf(out, "%s\t%s\n", name, version) }
	own := info.Main.Path == module || info.Main.Path == ""
	if p.version != "" || !own {
		line(p.name, cmp.Or(p.version, mainVersion(info)))
	}
	if own {
		line(product, mainVersion(info))
	} else {
		line(product, dependency(info, module))
	}
	line("kustomize", dependency(info, "sigs.k8s.io/kustomize/api"))
	line("kubernetes", dependency(info, "k8s.io/api"))
	line("go", cmp.Or(info.GoVersion, unknown))
	return out.Flush()
}

const unknown = "unknown"

// mainVersion is the main module's version and the commit it was built from.
func mainVersion(info *debug.BuildInfo) string {
	text := cmp.Or(info.Main.Version, unknown)
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	commit := settings["vcs.revision"]
	if commit == "" {
		return text
	}
	if settings["vcs.modified"] == "true" {
		commit += ", modified"
	}
	return fmt.Sprintf("%s (commit %s)", text, commit)
}

func dependency(info *debug.BuildInfo, path string) string {
	for _, m := range info.Deps {
		switch {
		case m.Path != path:
		case m.Replace != nil:
			return cmp.Or(m.Replace.Version, "(devel)") // a folder has none
		default:
			return cmp.Or(m.Version, unknown)
		}
	}
	return unknown
}
