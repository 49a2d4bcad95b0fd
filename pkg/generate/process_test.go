package generate_test

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/stacktest"
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
			s := shop()
			set(&s.Spec.Django)
			s.SetDefaults("prod")
			literal, count := 0, 0
			for _, o := range stacktest.Objects(stacktest.Resolve(&spec.Effective{DjangoStack: s, Environment: "prod"})) {
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

// TestSecretFilesOfOneSpelling: Secrets whose names differ in a dot have volumes of
// their own, in the same order each time.
func TestSecretFilesOfOneSpelling(t *testing.T) {
	st := resolve(t, `
django:
  files:
    /etc/shop/a.pem: {secretKey: {secret: shop.tls, key: a}}
    /etc/shop/b.pem: {secretKey: {secret: shop-tls, key: b}}
`)
	for _, o := range stacktest.Objects(st) {
		d, ok := o.(*appsv1.Deployment)
		if !ok {
			continue
		}
		from := map[string]string{} // Secret by volume
		for _, v := range d.Spec.Template.Spec.Volumes {
			if v.Secret != nil {
				from[v.Name] = v.Secret.SecretName
			}
		}
		got := map[string]string{}
		for _, m := range d.Spec.Template.Spec.Containers[0].VolumeMounts {
			if m.SubPath != "" {
				got[m.MountPath] = from[m.Name]
			}
		}
		if got["/etc/shop/a.pem"] != "shop.tls" || got["/etc/shop/b.pem"] != "shop-tls" {
			t.Errorf("%s mounts %v", d.Name, got)
		}
	}
}
