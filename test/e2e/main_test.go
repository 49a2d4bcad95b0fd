package e2e

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/test/e2e/images"
)

// TestMain puts the images on the cluster, runs the scenarios and prints the
// table, whatever became of them.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	defer func() { proxy.stop() }()
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer takeAway()
	code := m.Run()
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

// prepare checks what the suite is given, loads the images and brings what the
// cluster lacks.
func prepare() error {
	begun := time.Now()
	if os.Getenv("KUBECONFIG") == "" {
		return fmt.Errorf("KUBECONFIG must name the cluster to test on: the suite creates and deletes namespaces there")
	}
	// How many tests run is decided by the room for their stacks.
	if err := flag.Set("test.parallel", "100"); err != nil {
		return err
	}
	if err := startProxy(); err != nil {
		return err
	}
	if err := together(addZone, addClass, loadImages); err != nil {
		return err
	}
	fmt.Printf("images loaded in %s\n", seconds(time.Since(begun)))
	if err := errors.Join(findEnforcer(), nodes.measure()); err != nil {
		return err
	}
	fmt.Printf("prepared in %s\n", seconds(time.Since(begun)))
	return nil
}

// loadImages builds them and hands them to the cluster's nodes.
func loadImages() error {
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
	set, err := images.Build(source, cache)
	if err != nil {
		return err
	}
	if there, err := onNodes(set.Mark); there || err != nil {
		return err
	}
	archive := filepath.Join(cache, "images.tar")
	if err := set.Write(archive); err != nil {
		return err
	}
	out, err := exec.Command("sh", "-c", loader+` "$1"`, "load", archive).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", loader, archive, err, out)
	}
	return nil
}

// onNodes reports whether all nodes have an image of that name.
func onNodes(image string) (bool, error) {
	nodes, err := tryGet[corev1.NodeList]("nodes")
	return !slices.ContainsFunc(nodes.Items, func(n corev1.Node) bool {
		return !slices.ContainsFunc(n.Status.Images, func(i corev1.ContainerImage) bool { return slices.Contains(i.Names, image) })
	}), err
}
