package spec

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryControllerCanSpeakHTTPS: the remedy for a web server that ends TLS itself
// names an annotation of the controller, or says that it knows none, and silences the
// warning.
func TestEveryControllerCanSpeakHTTPS(t *testing.T) {
	unknown := map[IngressController]bool{ControllerCilium: true, ControllerOther: true}
	for _, name := range ControllerOther.Enum() {
		controller := IngressController(name)
		e := controllers[controller].encrypted
		if (e.name == "") != unknown[controller] {
			t.Errorf("%s: the annotation is %q", name, e.name)
		}
		in := &Ingress{Controller: controller, Class: "gce", Annotations: map[string]string{}, ServiceAnnotations: map[string]string{}}
		if said := saidOfHTTPS(in); !strings.Contains(said, e.name) || said == "" {
			t.Errorf("%s: %q does not name %s", name, said, e.name)
		}
		told := in.Annotations
		if e.onService {
			told = in.ServiceAnnotations
		}
		told[or(e.name, "example.com/https")] = "true"
		if said := saidOfHTTPS(in); said != "" {
			t.Errorf("%s: has the annotation, and still %q", name, said)
		}
	}
}

// saidOfHTTPS is the warning about a readiness probe over HTTPS behind an Ingress.
func saidOfHTTPS(in *Ingress) string {
	s := &DjangoStack{APIVersion: APIVersion, Kind: Kind, Metadata: Metadata{Name: "shop"}}
	s.Spec.Web.Probes.Readiness = &Probe{Path: "/ok", Scheme: "HTTPS"}
	s.Spec.Expose = &Expose{Ingress: in}
	s.SetDefaults("prod")
	_, warnings := Validate(&Effective{DjangoStack: s, Environment: "prod"})
	for _, w := range warnings {
		if w.Field == "spec.web.probes.readiness.scheme" {
			return w.Detail
		}
	}
	return ""
}

// TestControllerOfClass: the namespace of a controller's own manifests is taken for that
// of its pods only where the class is the one of these manifests.
func TestControllerOfClass(t *testing.T) {
	for class, want := range map[string]struct {
		controller IngressController
		namespace  string
	}{
		"nginx":                              {ControllerIngressNginx, "ingress-nginx"},
		"nginx-internal":                     {ControllerIngressNginx, ""},
		"internal-nginx":                     {ControllerIngressNginx, ""},
		"nginx-public":                       {ControllerIngressNginx, ""},
		"ingress-nginx":                      {ControllerIngressNginx, ""},
		"public-iks-k8s-nginx":               {ControllerIngressNginx, ""},
		"private-iks-k8s-nginx":              {ControllerIngressNginx, ""},
		"webapprouting.kubernetes.azure.com": {ControllerIngressNginx, ""},
		"traefik-internal":                   {ControllerTraefik, ""},
		"haproxy-internal":                   {ControllerHAProxy, ""},
		"alb-internal":                       {ControllerALB, ""},
		"openshift-default":                  {ControllerOpenShift, ""},
		"openshift-internal":                 {ControllerOpenShift, ""},
		"gce-internal":                       {ControllerGCE, ""},
		"gce-other":                          {"", ""}, // GKE's controller reads no such class
		"nginx-f5":                           {ControllerNginxF5, ""},
		"nginx-f5-internal":                  {ControllerNginxF5, ""},
		"internal-nginx-f5":                  {ControllerNginxF5, ""},
		"azure-application-gateway-internal": {ControllerAzure, ""},
		"nginx-traefik":                      {"", ""},
		"traefik-nginx-f5":                   {"", ""},
		"azure-alb-external":                 {"", ""}, // Application Gateway for Containers
		"public":                             {"", ""},
		"":                                   {"", ""},
	} {
		in := Ingress{Class: class}
		in.reach()
		if in.Controller != want.controller || in.ControllerNamespace != want.namespace {
			t.Errorf("class %q: the controller is %q in %q, want %v", class, in.Controller, in.ControllerNamespace, want)
		}
		old := Ingress{Annotations: map[string]string{IngressClassAnnotation: class}}
		if old.reach(); old.Controller != in.Controller || !slices.Equal(old.ControllerCIDRs, in.ControllerCIDRs) {
			t.Errorf("class %q by its annotation: the controller is %q at %v", class, old.Controller, old.ControllerCIDRs)
		}
	}
	for name := range controllers {
		if got, _ := controllerOf(string(name)); got != name {
			t.Errorf("class %s, the name of a controller, is taken for that of %q", name, got)
		}
	}
	outside := Ingress{Class: "alb-internal"}
	if outside.reach(); !slices.Contains(outside.ControllerCIDRs, Anywhere) {
		t.Error("no way in for a load balancer outside the cluster")
	}
}

// TestRemedyOfManagedControllers: who has a controller from a cloud cannot choose its
// make, and gets what that cloud has in its place.
func TestRemedyOfManagedControllers(t *testing.T) {
	for class := range nginxOf {
		if controller, ours := controllerOf(class); controller != ControllerIngressNginx || ours {
			t.Errorf("%s is of %q", class, controller)
		}
	}
	for _, class := range controllers[ControllerIngressNginx].others {
		s := &DjangoStack{Spec: StackSpec{Expose: &Expose{Ingress: &Ingress{Class: class}}}}
		r := &report{}
		retired(r, s)
		for _, w := range r.warnings.list {
			if strings.Contains(w.Detail, string(ControllerNginxF5)) || w.Field != "spec.expose.ingress.class" {
				t.Errorf("%s: %s: %s", class, w.Field, w.Detail)
			}
		}
		if len(r.warnings.list) != 1 {
			t.Errorf("%s: %d warnings", class, len(r.warnings.list))
		}
	}
}
