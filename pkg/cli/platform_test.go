package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// platform is the compiler of a program of somebody else: there is a component more, with a custom
// resource in another namespace, each
// Deployment has a label more, and a rule of the house refuses stacks.
func platform() overlays.Compiler {
	return overlays.Compiler{
		Components: append(generate.Components(), stack.Component{
			Name: "search",
			Publish: func(st *stack.Stack) error {
				st.Publish(stack.Workload{Component: "search"})
				return nil
			},
			Objects: func(st *stack.Stack) ([]stack.Object, error) {
				monitor := &unstructured.Unstructured{Object: map[string]any{
					"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor",
					"spec": map[string]any{"endpoints": []any{map[string]any{"port": "http", "interval": "30s"}}},
				}}
				monitor.SetName(st.ObjectName("search"))
				monitor.SetNamespace("monitoring")
				return []stack.Object{monitor, &corev1.Service{
					ObjectMeta: st.Meta("search"),
					Spec:       corev1.ServiceSpec{Selector: st.Selector("search"), Ports: []corev1.ServicePort{{Port: 7700}}},
				}}, nil
			},
		}),
		Mutate: func(st *stack.Stack, objects []stack.Object) ([]stack.Object, error) {
			for _, o := range objects {
				d, ok := o.(*appsv1.Deployment)
				if !ok {
					continue
				}
				metav1.SetMetaDataLabel(&d.ObjectMeta, "example.com/team", "shop")
				if d.Spec.Replicas != nil && *d.Spec.Replicas > 5 {
					return nil, fmt.Errorf("%s has %d replicas; the platform has room for 5", d.Name, *d.Spec.Replicas)
				}
			}
			return objects, nil
		},
	}
}

// TestPlatformHasEverySubcommand: testdata/platform.txtar runs each subcommand in a program of
// somebody else, and what it prints there shows whose compiler it has used.
func TestPlatformHasEverySubcommand(t *testing.T) {
	script, err := os.ReadFile("testdata/platform.txtar")
	if err != nil {
		t.Fatal(err)
	}
	p := Command{Name: "platform"}.program(t.Context())
	n := 0
	eachCommand(newRoot(p), func(cmd *cobra.Command) {
		run := regexp.MustCompile(`(?m)^(exec|exits \d) ` + cmd.CommandPath() + `( -|$)`)
		if n++; !run.Match(script) && cmd.HasParent() {
			t.Errorf("testdata/platform.txtar does not run %s", cmd.CommandPath())
		}
	})
	if n < 10 {
		t.Errorf("only %d commands", n)
	}
}

func eachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		eachCommand(sub, do)
	}
}

// TestHelpHasTheProgramsName: nobody is told to type the name of another program.
func TestHelpHasTheProgramsName(t *testing.T) {
	typed := regexp.MustCompile(`djangostack (generate|check|render|validate|explain|schema|fn|version|completion|help|\[)|\./djangostack`)
	root := newRoot(Command{Name: "kubectl platform"}.program(t.Context()))
	eachCommand(root, func(cmd *cobra.Command) {
		help := cmd.Long + "\n" + cmd.UsageString()
		if found := typed.FindString(help); found != "" || !strings.Contains(help, "kubectl platform") {
			t.Errorf("the help of %s has %q:\n%s", cmd.CommandPath(), found, help)
		}
	})
}

// TestOneCompiler: what makes stacks without the program's compiler is not used where that is
// at hand.
func TestOneCompiler(t *testing.T) {
	passesBy := map[string]bool{
		"overlays.Compile": true, "overlays.Compiler{}": true, "spec.Schema": true, "spec.Explain": true,
		"generate.Resolve": true, "generate.Components": true,
	}
	n := 0
	for _, dir := range []string{".", "../krm", "../../internal/fleet"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			n++
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if used := usedName(node); passesBy[used] {
					t.Errorf("%s: %s", set.Position(node.Pos()), used)
				}
				return true
			})
		}
	}
	if n < 20 {
		t.Errorf("only %d files", n)
	}
}

// usedName is the package and the name of a function called, or of a type made.
func usedName(node ast.Node) string {
	var of ast.Expr
	end := ""
	switch n := node.(type) {
	case *ast.CallExpr:
		of = n.Fun
	case *ast.CompositeLit:
		of, end = n.Type, "{}"
	}
	if s, ok := of.(*ast.SelectorExpr); ok {
		if pkg, ok := s.X.(*ast.Ident); ok {
			return pkg.Name + "." + s.Sel.Name + end
		}
	}
	return ""
}
