package kustomizeverify

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

var tree = []overlays.File{
	{Path: "overlays/prod/account.yaml", Data: []byte("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n")},
	{Path: "overlays/prod/kustomization.yaml", Data: []byte("namespace: prod\nresources:\n- account.yaml\nsecretGenerator:\n- name: shop\n  envs:\n  - secrets.env\n")},
	{Path: "overlays/prod/secrets.env.example", Data: []byte("# fill in\nKEY=\n")},
}

func account(name, namespace string) stack.Object {
	return &corev1.ServiceAccount{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ServiceAccount"}, ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}}
}

func TestVerify(t *testing.T) {
	tests := []struct {
		reason string
		env    string
		want   []stack.Object
		err    string
	}{
		{"the Secret of the example file is not compared", "prod", []stack.Object{account("shop", "prod")}, ""},
		{"a difference shows as a diff", "prod", []stack.Object{account("shop", "dev")}, "-  namespace: prod\n+  namespace: dev"},
		{"a missing object is named", "prod", []stack.Object{account("shop", "prod"), account("web", "prod")}, "kustomize lacks\napiVersion: v1"},
		{"an object too many is named", "prod", nil, "only kustomize has\napiVersion: v1"},
		{"kustomize's own error comes through", "dev", nil, "overlays/dev: kustomize build"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			err := Verify(tree, test.env, test.want)
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

// TestVerifyEnds: what kustomize would build for hours is refused before it begins.
func TestVerifyEnds(t *testing.T) {
	many := make([]stack.Object, MaxObjects+1)
	large := overlays.File{Path: "base/large.yaml", Data: make([]byte, MaxBytes)}
	elsewhere := overlays.File{Path: "overlays/dev/large.yaml", Data: make([]byte, MaxBytes)}
	for _, test := range []struct {
		reason string
		files  []overlays.File
		want   []stack.Object
		err    string
	}{
		{"objects", tree, many, "overlays/prod: too large for kustomize: 1001 objects are more than the 1000"},
		{"bytes", append([]overlays.File{large}, tree...), nil, "overlays/prod: too large for kustomize: 4 MiB of files are more than the 4"},
		{
			"what other environments have is not built", append([]overlays.File{elsewhere}, tree...),
			[]stack.Object{account("shop", "prod")},
			"",
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			err := Verify(test.files, "prod", test.want)
			if errors.Is(err, ErrTooLarge) != (test.err != "") || err != nil && !strings.HasPrefix(err.Error(), test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(t, "../../../docs/limits.md",
		fmt.Sprintf("| %d | objects of one environment", MaxObjects),
		fmt.Sprintf("| %d MiB | base and one overlay", MaxBytes>>20),
	)
}

// TestVerifyInParallel is for the race detector: kustomize's schema is shared.
func TestVerifyInParallel(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if err := Verify(tree, "prod", []stack.Object{account("shop", "prod")}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
