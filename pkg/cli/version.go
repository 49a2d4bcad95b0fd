package cli

import (
	"cmp"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion(std streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of djangostack and of what it is built with",
		Args:  arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			_, err := fmt.Fprintf(std.out, "djangostack %s\nkustomize   %s\nkubernetes  %s\ngo          %s\n",
				ownVersion(info),
				dependency(info, "sigs.k8s.io/kustomize/api"),
				dependency(info, "k8s.io/api"),
				cmp.Or(info.GoVersion, unknown))
			return err
		},
	}
}

const unknown = "unknown"

// ownVersion is the module's version and the commit it was built from.
func ownVersion(info *debug.BuildInfo) string {
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
	for _, module := range info.Deps {
		if module.Path == path {
			if module.Replace != nil {
				module = module.Replace
			}
			return cmp.Or(module.Version, unknown)
		}
	}
	return unknown
}
