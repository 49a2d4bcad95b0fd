package generate_test

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/pkg/generate"
	"github.com/djangostack/djangostack/pkg/spec"
)

// TestUserVariablesWin: what a process is told of its own must neither hide a
// variable the user sets nor stand beside it, which the API server warns about.
func TestUserVariablesWin(t *testing.T) {
	port := map[string]func(*spec.Django){
		"plain":  func(d *spec.Django) { d.Env = map[string]string{"PORT": "1"} },
		"secret": func(d *spec.Django) { d.SecretEnv = map[string]spec.SecretKey{"PORT": {}} },
	}
	for name, set := range port {
		t.Run(name, func(t *testing.T) {
			s := &spec.DjangoStack{Metadata: spec.Metadata{Name: "shop"}}
			set(&s.Spec.Django)
			s.SetDefaults("prod")
			literal, count := 0, 0
			for _, o := range generate.Resolve(s, "prod").Objects() {
				d, ok := o.(*appsv1.Deployment)
				if !ok {
					continue
				}
				for _, v := range d.Spec.Template.Spec.Containers[0].Env {
					if v.Name == "PORT" {
						count++
						if v.ValueFrom == nil {
							literal++
						}
					}
				}
			}
			if literal > 0 || count > 1 {
				t.Errorf("PORT stands there %d times, %d of them in plain text", count, literal)
			}
		})
	}
}
