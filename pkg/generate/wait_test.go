package generate_test

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/spectest"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/internal/worktest"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// call is what a container asks of the release's launcher.
var call = regexp.MustCompile(`(?m)^release\["(\w+)"\]\((.*)\)$`)

// TestWaitsForDatabases: of a database that the spec does not know, Django's name is.
func TestWaitsForDatabases(t *testing.T) {
	for _, c := range []struct{ reason, spec, want string }{
		{"those of the spec", `{databases: {default: {}, auth-db: {}}}`, `["auth-db","default"], 900`},
		{
			"the project has its own",
			`{django: {secretEnv: {DATABASE_URL: {}}}, migrate: {enabled: true, timeout: 1m}}`, `["default"], 60`,
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			for _, o := range stacktest.Objects(resolve(t, c.spec)) {
				job, ok := o.(*batchv1.Job)
				if !ok {
					continue
				}
				command := job.Spec.Template.Spec.InitContainers[0].Command
				if got := call.FindStringSubmatch(command[len(command)-1]); got == nil || got[2] != c.want {
					t.Errorf("waits with %q, want %s", command, c.want)
				}
				return
			}
			t.Error("nothing waits")
		})
	}
}

// TestLaunchesAreReadAlikeByPython: of JSON, null, true and false are names to Python that
// it does not know.
func TestLaunchesAreReadAlikeByPython(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(worktest.Rounds(100)) {
		random := spectest.Anything
		if seed%2 == 0 {
			random = spectest.Random
		}
		s := random(rand.New(rand.NewPCG(seed, 7)))
		s.SetDefaults("prod")
		for _, o := range stacktest.ObjectsIfAny(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
			for _, command := range commandsIn(o) {
				for _, word := range command {
					if got := call.FindStringSubmatch(word); got != nil {
						seen[got[1]]++
						checkLiterals(t, got[0], got[2])
					}
				}
			}
		}
	}
	for _, function := range []string{"run", "wait_for_database", "wait_for_migrations"} {
		if seen[function] == 0 {
			t.Errorf("no stack calls %s", function)
		}
	}
}

func commandsIn(o stack.Object) [][]string {
	var pod corev1.PodSpec
	switch o := o.(type) {
	case *batchv1.Job:
		pod = o.Spec.Template.Spec
	case *appsv1.Deployment:
		pod = o.Spec.Template.Spec
	}
	var all [][]string
	for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
		all = append(all, c.Command)
	}
	return all
}

func checkLiterals(t *testing.T, call, args string) {
	t.Helper()
	var values []any
	if err := json.Unmarshal([]byte("["+args+"]"), &values); err != nil {
		t.Fatalf("%s: %v", call, err)
	}
	for len(values) > 0 {
		first := values[0]
		values = values[1:]
		switch first := first.(type) {
		case string, float64:
		case []any:
			values = append(values, first...)
		default:
			t.Errorf("%s: %v is nothing that Python reads", call, first)
		}
	}
}
