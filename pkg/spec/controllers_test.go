package spec

import (
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
	_, warnings := Validate(s)
	for _, w := range warnings {
		if w.Field == "spec.web.probes.readiness.scheme" {
			return w.Detail
		}
	}
	return ""
}
