package web

import (
	"testing"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestEveryServerSettingIsTried: a setting that is added needs its row in TestServerOptions.
func TestEveryServerSettingIsTried(t *testing.T) {
	want := map[string]int{"gunicorn": 10, "uvicorn": 6, "granian": 5, "uwsgi": 11, "daphne": 2}
	for server, n := range want {
		s := &spec.DjangoStack{}
		s.Spec.Web = spec.Web{Server: spec.WebServer(server), MaxRequests: new(int32(5))}
		s.SetDefaults("prod")
		if got := len(serverOf(&stack.Stack{Spec: s.Spec}).settings); got != n {
			t.Errorf("%s has %d settings, and %d are tried", server, got, n)
		}
	}
}
