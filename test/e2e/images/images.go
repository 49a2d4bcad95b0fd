// Package images builds the images the suite runs, without a container engine:
// layers are tar files, and an archive of them is what every engine loads.
//
// All images share one root filesystem of Debian packages and one layer with
// what the official images promise on top of it: users, entrypoints. They stand
// in for the official images; see the suite's README.
package images

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Config is the part of an OCI image config that tells images apart.
type Config struct {
	Entrypoint []string `json:",omitempty"`
	Cmd        []string `json:",omitempty"`
	Env        []string `json:",omitempty"`
	User       string   `json:",omitempty"`
	WorkingDir string   `json:",omitempty"`
	// StopSignal is part of the contract: Postgres takes SIGTERM as "when the
	// last client has gone", SIGINT as "now"; nginx SIGTERM as "now".
	StopSignal string `json:",omitempty"`
}

// Image is a name, its layers from the lowest up, and how it starts.
type Image struct {
	Ref    string
	Layers []Layer
	Config Config
}

// Set is all images together.
type Set struct {
	list []Image
	// Mark is a name of one of them that says what is in all: a node that has it
	// needs none.
	Mark string
}

// Build makes what is missing in the folder cache. source is the suite's own folder.
func Build(source, cache string) (Set, error) {
	base, err := rootfs(source, cache)
	if err != nil {
		return Set{}, err
	}
	programs, err := buildPrograms(source, cache)
	if err != nil {
		return Set{}, err
	}
	found, err := scan(base)
	if err != nil {
		return Set{}, err
	}
	if err := os.WriteFile(filepath.Join(cache, "packages"), found.packages, 0o644); err != nil {
		return Set{}, err
	}
	list, err := all(source, base, found, programs)
	return Set{list, mark(list)}, err
}

func mark(list []Image) string {
	sum := sha256.New()
	for _, image := range list {
		item, _ := image.describe()
		fmt.Fprintln(sum, image.Ref, item.Config)
	}
	return "registry.example/djangostack/e2e-images:" + hex.EncodeToString(sum.Sum(nil)[:6])
}

// ProbeRef is the suite's client inside the cluster.
const ProbeRef = "registry.example/djangostack/e2e-probe:2"

// rootfs is the layer of Debian packages, made once for each version of its script.
func rootfs(source, cache string) (Layer, error) {
	script := filepath.Join(source, "images", "rootfs")
	text, err := os.ReadFile(script)
	if err != nil {
		return Layer{}, err
	}
	sum := sha256.Sum256(text)
	file := filepath.Join(cache, "rootfs-"+hex.EncodeToString(sum[:6])+".tar")
	if _, err := os.Stat(file); err != nil {
		cmd := exec.Command(script, file+".new.tar")
		if out, err := cmd.CombinedOutput(); err != nil {
			return Layer{}, fmt.Errorf("%s: %w\n%s", script, err, out)
		}
		if err := os.Rename(file+".new.tar", file); err != nil {
			return Layer{}, err
		}
	}
	return fileLayer(file)
}

// buildPrograms compiles what is not in Debian, each in the module that has its
// dependencies: the suite's client, and what it brings where a cluster has none.
func buildPrograms(source, cache string) (map[string]Layer, error) {
	layers := map[string]Layer{}
	for _, p := range []struct{ name, module, path string }{
		{"probe", "probe", "."},
		{"kube-router", "images/kube-router", "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"},
		{"metrics-server", "images/metrics-server", "sigs.k8s.io/metrics-server/cmd/metrics-server"},
		{"statsd-exporter", "images/statsd-exporter", "github.com/prometheus/statsd_exporter"},
	} {
		file := filepath.Join(cache, p.name)
		if err := goBinary(filepath.Join(source, p.module), p.path, file); err != nil {
			return nil, err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		layers[p.name] = tree(entry{"usr/local/bin/" + p.name, 0o755, data})
	}
	return layers, nil
}

// goBinary compiles a program that needs nothing around it.
func goBinary(module, path, out string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, path)
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s in %s: %w\n%s", path, module, err, text)
	}
	return nil
}
