package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/krm"
	"github.com/djangostack/djangostack/pkg/overlays"
	"github.com/djangostack/djangostack/pkg/spec"
)

// panics is the message of a panic of somebody else's code, in any of its steps.
const panics = "index out of cheese"

type panickingDefaults struct{}

func (*panickingDefaults) SetDefaults(*spec.Effective) { panic(panics) }

type panickingRules struct{}

func (*panickingRules) Validate(*field.Path, *spec.Effective) (errs, warnings field.ErrorList) {
	panic(panics)
}

// panickingResource is a custom resource that cannot be written.
type panickingResource struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (*panickingResource) MarshalJSON() ([]byte, error)     { panic(panics) }
func (r *panickingResource) DeepCopyObject() runtime.Object { return r }

// panickingReader is a custom resource that does not know what it reads.
type panickingReader struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
}

func (*panickingReader) SecretKeys() []spec.SecretKey     { panic(panics) }
func (r *panickingReader) DeepCopyObject() runtime.Object { return r }

func panickingSection[T any]() *spec.ExtensionType {
	section := spec.NewExtensionType[T]("odd", nil)
	return &section
}

// panickingPrograms are compilers of a component or a Mutate that panics, by the step in which
// it does, and who is named.
func panickingPrograms() map[string]struct {
	compiler overlays.Compiler
	named    string
} {
	type program = struct {
		compiler overlays.Compiler
		named    string
	}
	with := func(c stack.Component) program {
		c.Name = "odd"
		return program{overlays.Compiler{Components: append(generate.Components(), c)}, "component odd: panic: "}
	}
	inSection := func(extension *spec.ExtensionType, named string) program {
		p := with(stack.Component{Extension: extension})
		p.named = named
		return p
	}
	return map[string]program{
		"Publish":   with(stack.Component{Publish: func(*stack.Stack) error { panic(panics) }}),
		"Resolve":   with(stack.Component{Resolve: func(*stack.Stack) error { panic(panics) }}),
		"Validate":  with(stack.Component{Validate: func(*stack.Stack) (errs, warnings field.ErrorList) { panic(panics) }}),
		"ExtendPod": with(stack.Component{ExtendPod: func(*stack.Stack, *stack.Pod) { panic(panics) }}),
		"Objects":   with(stack.Component{Objects: func(*stack.Stack) ([]stack.Object, error) { panic(panics) }}),
		"an object's MarshalJSON": with(stack.Component{Objects: func(st *stack.Stack) ([]stack.Object, error) {
			return []stack.Object{&panickingResource{
				TypeMeta: metav1.TypeMeta{APIVersion: "example.com/v1", Kind: "Odd"}, ObjectMeta: st.Meta("odd"),
			}}, nil
		}}),
		"an object's SecretKeys": with(stack.Component{Objects: func(st *stack.Stack) ([]stack.Object, error) {
			return []stack.Object{&panickingReader{
				TypeMeta: metav1.TypeMeta{APIVersion: "example.com/v1", Kind: "Odd"}, ObjectMeta: st.Meta("odd"),
			}}, nil
		}}),
		"an error of a panic": with(stack.Component{Objects: func(*stack.Stack) ([]stack.Object, error) {
			panic(errors.New(panics))
		}}),
		"Mutate": {overlays.Compiler{Mutate: func(*stack.Stack, []stack.Object) ([]stack.Object, error) {
			panic(panics)
		}}, "Mutate: panic: "},
		"the section's SetDefaults": inSection(panickingSection[panickingDefaults](), "spec.extensions.odd: SetDefaults panics: "),
		"the section's Validate":    inSection(panickingSection[panickingRules](), "spec.extensions.odd: Validate panics: "),
	}
}

const oddStack = `apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: NAME}
spec:
  image: {repository: registry.example/acme/shop, tag: "1.4.2"}
  django: {settings: shop.settings, hosts: [NAME.example.com]}
  databases: {default: {}}
  environments: {dev: {}, prod: {}}
`

// panicEntries are all ways into the compiler. Each returns what its user gets to read.
func panicEntries(t *testing.T, text string) map[string]func(overlays.Compiler) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string) string {
		path := filepath.Join(dir, name, "stack.yaml")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "NAME", name)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := write("shop")
	write("store")
	list := "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n  " +
		strings.ReplaceAll(strings.ReplaceAll(text, "{name: NAME}",
			"{name: NAME, annotations: {djangostack.dev/environment: prod}}"), "\n", "\n  ")
	list = strings.ReplaceAll(list, "NAME", "shop")
	command := func(args ...string) func(overlays.Compiler) string {
		return func(c overlays.Compiler) string {
			var out bytes.Buffer
			command := Command{Compiler: c, In: strings.NewReader(list), Out: &out, Err: &out}
			if code := command.Run(t.Context(), args...); code == 0 {
				return "exit 0"
			}
			return out.String()
		}
	}
	document := func(c overlays.Compiler) *spec.Document {
		loader, err := c.Loader()
		if err != nil {
			t.Fatal(err)
		}
		d, err := loader.Load(strings.NewReader(strings.ReplaceAll(text, "NAME", "shop")), "stack.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	output := filepath.Join(dir, "deploy")
	return map[string]func(overlays.Compiler) string{
		"Compile": func(c overlays.Compiler) string {
			_, err := c.Compile(t.Context(), document(c).Stack)
			return errorText(err)
		},
		"Files": func(c overlays.Compiler) string {
			r, _, err := c.Resolve(t.Context(), document(c))
			if err == nil {
				_, err = r.Files(t.Context())
			}
			return errorText(err)
		},
		"Objects": func(c overlays.Compiler) string {
			r, _, err := c.Resolve(t.Context(), document(c))
			if err == nil {
				_, err = r.Objects("prod")
			}
			return errorText(err)
		},
		"krm.Run": func(c overlays.Compiler) string {
			var log bytes.Buffer
			if err := krm.Run(t.Context(), c, strings.NewReader(list), &log, &log); err == nil {
				return "no error"
			}
			return log.String()
		},
		"generate": command("generate", "-f", one, "-o", output),
		"a fleet":  command("generate", "-f", dir, "-o", output),
		"check":    command("check", "-f", one, "-o", output),
		"render":   command("render", "-f", one, "--env", "prod"),
		"validate": command("validate", "-f", one),
		"fn":       command("fn"),
	}
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	_, ofComponent := errors.AsType[*stack.ComponentError](err)
	_, ofSpec := errors.AsType[*spec.Error](err)
	if !ofComponent && !ofSpec {
		return "of no type of ours: " + err.Error()
	}
	return err.Error()
}

// TestPanicsAreErrors: a panic of somebody else's code, in any step and whichever way it is
// met, is an error that names the component and shows no stack trace.
func TestPanicsAreErrors(t *testing.T) {
	for step, program := range panickingPrograms() {
		text := oddStack
		if strings.HasPrefix(step, "the section's") {
			text = strings.Replace(text, "  environments:", "  extensions: {odd: {}}\n  environments:", 1)
		}
		for entry, use := range panicEntries(t, text) {
			t.Run(step+"/"+entry, func(t *testing.T) {
				got := use(program.compiler)
				if !strings.Contains(got, program.named+panics) {
					t.Errorf("got %q, want %s%s", got, program.named, panics)
				}
				if strings.HasPrefix(got, "of no type") || program.compiler.Mutate == nil && !strings.Contains(got, "odd") {
					t.Errorf("is of no type of ours, or names nobody: %s", got)
				}
				if !strings.HasPrefix(step, "the section's") && !strings.Contains(got, "environment ") {
					t.Errorf("names no environment: %s", got)
				}
				if strings.Contains(got, "goroutine") || strings.Contains(got, "\t") {
					t.Errorf("shows a stack trace: %s", got)
				}
				if !strings.HasPrefix(step, "the section's") && !strings.Contains(got, panics+" (panics_test.go:") {
					t.Errorf("names no line: %s", got)
				}
			})
		}
	}
}
