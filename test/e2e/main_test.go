package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// TestMain puts the images on the cluster, runs the scenarios and prints the
// table, whatever became of them.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer takeAway()
	if err := findEnforcer(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	code := m.Run()
	removeProbes()
	removeOutside()
	table := report()
	fmt.Print("\n", table)
	if file := os.Getenv("E2E_REPORT"); file != "" {
		if err := os.WriteFile(file, []byte(document(table)), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "e2e:", err)
			return 1
		}
	}
	return code
}

// prepare checks what the suite is given and loads the images.
func prepare() error {
	if os.Getenv("KUBECONFIG") == "" {
		return fmt.Errorf("KUBECONFIG must name the cluster to test on: the suite creates and deletes namespaces there")
	}
	loader := os.Getenv("E2E_LOAD")
	if loader == "" {
		return fmt.Errorf("E2E_LOAD must be a command that loads an image archive into the cluster," +
			` such as "kind load image-archive"`)
	}
	source, err := os.Getwd()
	if err != nil {
		return err
	}
	cache := filepath.Join(source, ".cache")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	archive, err := images.Build(source, cache)
	if err != nil {
		return err
	}
	out, err := exec.Command("sh", "-c", loader+` "$1"`, "load", archive).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", loader, archive, err, out)
	}
	return nil
}
