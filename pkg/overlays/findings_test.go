package overlays_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

const wrongInTwoEnvironments = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: shop}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [shop.example.com]}
  databases: {default: {}}
  expose: {ingress: {class: unheard-of}}
  environments:
    dev: {web: {replicas: -1}, cluster: dev}
    prod: {web: {workers: -2}, cluster: prod}
    qa: {web: {replicas: 2}, cluster: qa}
`

// finding is what a program reads of a [spec.Error].
type finding struct {
	At           string
	Code         spec.Code
	Severity     spec.Severity
	Environments []string
}

func findingsOf(t *testing.T, err error) []finding {
	t.Helper()
	var all []finding
	for _, e := range spec.AsErrors(err) {
		if one, ok := errors.AsType[*spec.Error](error(e)); !ok || one != e {
			t.Errorf("%v is not found as a *spec.Error", e)
		}
		at := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Path)
		all = append(all, finding{at, e.Code, e.Severity, e.Environments})
	}
	return all
}

// TestFindingsOfAllEnvironments: what is wrong in one environment does not hide what is wrong in
// another, or what is only doubtful.
func TestFindingsOfAllEnvironments(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(wrongInTwoEnvironments), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	wrong := []finding{
		{"stack.yaml:10:27: spec.environments.dev.web.replicas", spec.CodeInvalid, spec.SeverityError, []string{"dev"}},
		{"stack.yaml:11:27: spec.environments.prod.web.workers", spec.CodeInvalid, spec.SeverityError, []string{"prod"}},
	}
	_, warnings, err := overlays.Compiler{}.Resolve(t.Context(), doc)
	if diff := cmp.Diff(wrong, findingsOf(t, err)); diff != "" {
		t.Errorf("errors of Resolve (-want +got):\n%s", diff)
	}
	doubtful := []finding{
		{"stack.yaml:8:11: spec.expose", spec.CodeUnusual, spec.SeverityWarning, []string{"prod", "qa"}},
		{"stack.yaml:8:29: spec.expose.ingress.class", spec.CodeUnusual, spec.SeverityWarning, nil},
	}
	if diff := cmp.Diff(doubtful, findingsOf(t, warnings)); diff != "" {
		t.Errorf("warnings of Resolve (-want +got):\n%s", diff)
	}
	_, err = overlays.Compile(t.Context(), doc.Stack)
	if got := findingsOf(t, err); len(got) != len(wrong) {
		t.Errorf("Compile finds %v, and Resolve %v", got, wrong)
	}
}

// TestEveryComponentErrorIsTyped: an error of a component keeps its type and its cause through each
// way to compile.
func TestEveryComponentErrorIsTyped(t *testing.T) {
	doc, err := spec.Load(strings.NewReader(strings.ReplaceAll(wrongInTwoEnvironments, "-1", "1")), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc.Stack.Spec.Environments["prod"] = spec.Environment{"cluster": "prod"}
	cause := errors.New("no license")
	compiler := overlays.Compiler{Components: append(generate.Components(), stack.Component{
		Name: "search", Objects: func(*stack.Stack) ([]stack.Object, error) { return nil, cause },
	})}
	resolved, _, err := compiler.Resolve(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	for door, open := range map[string]func() error{
		"Compile":          func() error { _, err := compiler.Compile(t.Context(), doc.Stack); return err },
		"Resolved.Files":   func() error { _, err := resolved.Files(t.Context()); return err },
		"Resolved.Objects": func() error { _, err := resolved.Objects("dev"); return err },
	} {
		err := open()
		if of, ok := errors.AsType[*stack.ComponentError](err); !ok || of.Component != "search" || !errors.Is(err, cause) {
			t.Errorf("%s: %v is not the ComponentError of search with its cause", door, err)
		}
	}
}
