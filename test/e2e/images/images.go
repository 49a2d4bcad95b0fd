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

// Build makes what is missing in the folder cache and returns the archive with
// all images. source is the suite's own folder. The archive is one file, so that
// a loader reads the shared layers once.
func Build(source, cache string) (string, error) {
	base, err := rootfs(source, cache)
	if err != nil {
		return "", err
	}
	probe, err := goBinary(filepath.Join(source, "probe"), cache)
	if err != nil {
		return "", err
	}
	found, err := scan(base)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(cache, "packages"), found.packages, 0o644); err != nil {
		return "", err
	}
	list, err := all(source, base, found, probe)
	if err != nil {
		return "", err
	}
	archive := filepath.Join(cache, "images.tar")
	return archive, write(archive, list)
}

// ProbeRef is the suite's client inside the cluster.
const ProbeRef = "registry.example/djangostack/e2e-probe:1"

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

// goBinary compiles a program that needs nothing around it.
func goBinary(dir, cache string) ([]byte, error) {
	out := filepath.Join(cache, filepath.Base(dir))
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building %s: %w\n%s", dir, err, text)
	}
	return os.ReadFile(out)
}
