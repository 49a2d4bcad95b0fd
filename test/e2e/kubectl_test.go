package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// kubectl runs kubectl and fails the test when it fails.
func kubectl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := tryKubectl("", args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tryKubectl runs kubectl with this standard input. The error has what it said.
func tryKubectl(stdin string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "kubectl", args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

// documents are a manifest of these objects.
func documents[T any](t *testing.T, objects []T) string {
	t.Helper()
	var out strings.Builder
	for _, o := range objects {
		data, err := yaml.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "---\n%s", data)
	}
	return out.String()
}

// manage does something with the objects of a manifest.
func manage(t *testing.T, manifest string, args ...string) {
	t.Helper()
	if _, err := tryKubectl(manifest, append(args, "-f", "-")...); err != nil {
		t.Fatal(err)
	}
}

// eventually asks again until there is no error or the time is up.
func eventually(t *testing.T, limit time.Duration, what string, ask func() error) time.Duration {
	t.Helper()
	begun := time.Now()
	if err := within(limit, ask); err != nil {
		t.Fatalf("%s: not within %v: %v", what, limit, err)
	}
	return time.Since(begun)
}

// within asks again until there is no error or the time is up.
func within(limit time.Duration, ask func() error) error {
	begun := time.Now()
	for {
		err := ask()
		if err == nil || time.Since(begun) > limit {
			return err
		}
		time.Sleep(time.Second)
	}
}

// failed is an error unless all is well; for what eventually asks.
func failed(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}
