// Command platform is djangostack with the components and the rules of a platform team.
package main

import (
	"os"

	"github.com/djangostack/djangostack/examples/extension/house"
	"github.com/djangostack/djangostack/examples/extension/meilisearch"
	"github.com/djangostack/djangostack/pkg/cli"
	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/overlays"
)

func main() { os.Exit(cli.Main(platform())) }

func platform() overlays.Compiler {
	return overlays.Compiler{
		Components: append(generate.Components(), meilisearch.Component, house.Component),
		Mutate:     house.CheckImages,
	}
}
