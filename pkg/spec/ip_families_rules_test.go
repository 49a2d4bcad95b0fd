package spec

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// addressFields are fields that hold the address of the other end of a connection, with
// their place in a stack.
var addressFields = map[string]string{
	"Bucket.endpoint":           "spec.media.bucket.endpoint",
	"Egress.cidr":               "spec.network.egress.a.cidr",
	"ExternalDatabase.cidr":     "spec.databases.a.external.cidr",
	"ExternalDatabase.host":     "spec.databases.a.external.host",
	"ExternalService.cidr":      "spec.caches.a.external.cidr",
	"ExternalService.host":      "spec.broker.external.host",
	"Ingress.controllerCIDRs":   "spec.expose.ingress.controllerCIDRs[0]",
	"LoadBalancer.sourceRanges": "spec.expose.loadBalancer.sourceRanges[0]",
	"Mail.cidr":                 "spec.mail.cidr",
	"Mail.host":                 "spec.mail.host",
	"NetworkIngress.cidr":       "spec.network.ingress.a.cidr",
}

// TestAddressesHaveAFamily: each field that has an address by its name is compared with
// the families of the cluster, or this test says that it has to be.
func TestAddressesHaveAFamily(t *testing.T) {
	s := &DjangoStack{Metadata: Metadata{Name: "shop"}}
	const six, range6 = "fd00::1", "fd00::/8"
	s.Spec = StackSpec{
		Network: Network{
			Egress:  map[string]Egress{"a": {CIDR: range6}},
			Ingress: map[string]NetworkIngress{"a": {CIDR: range6}},
		},
		Databases: map[string]Database{"a": {External: &ExternalDatabase{Host: six, CIDR: range6}}},
		Caches:    map[string]Cache{"a": {External: &ExternalService{Host: six, CIDR: range6}}},
		Broker:    &Broker{External: &ExternalService{Host: six, CIDR: range6}},
		Mail:      &Mail{Host: six, CIDR: range6},
		Media:     &Media{Bucket: &Bucket{Endpoint: "http://[fd00::1]:9000"}},
		Expose: &Expose{
			Ingress:      &Ingress{ControllerCIDRs: []string{range6}},
			LoadBalancer: &LoadBalancer{SourceRanges: []string{range6}},
		},
		Django: Django{Env: map[string]string{"EMAIL_HOST": six, "DATABASE_URL": "postgres://[fd00::1]/a"}},
	}
	s.SetDefaults("prod")
	r := &report{}
	validateFamilies(r, s)
	var found []string
	for _, w := range r.warnings.list {
		found = append(found, w.Field)
	}
	want := []string{"spec.django.env.EMAIL_HOST", "spec.django.env.DATABASE_URL", "spec.broker.external.cidr", "spec.caches.a.external.host"}
	for field := range addresses(reflect.TypeFor[StackSpec](), map[reflect.Type]bool{}) {
		if addressFields[field] == "" {
			t.Errorf("%s holds an address; add it to StackSpec.addresses and to this test", field)
		}
		want = append(want, addressFields[field])
	}
	slices.Sort(found)
	if slices.Sort(want); !slices.Equal(found, want) {
		t.Errorf("addresses of a family that is not there:\n%q, want\n%q", found, want)
	}
	s.Spec.Network.IPFamilies = []IPFamily{IPv4, IPv6}
	r = &report{}
	if validateFamilies(r, s); len(r.warnings.list) > 0 {
		t.Errorf("with both families: %v", r.warnings.list)
	}
}

var addressName = regexp.MustCompile(`(?i)cidr|ranges$|^host$|endpoint|address$`)

// addresses are the fields of text below a type that have an address by their names.
func addresses(t reflect.Type, seen map[reflect.Type]bool) map[string]bool {
	found := map[string]bool{}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || t.PkgPath() != reflect.TypeFor[StackSpec]().PkgPath() {
		return found
	}
	seen[t] = true
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		kind := f.Type
		if kind.Kind() == reflect.Slice {
			kind = kind.Elem()
		}
		if kind.Kind() == reflect.String && addressName.MatchString(name) {
			found[t.Name()+"."+name] = true
		}
		for below := range addresses(f.Type, seen) {
			found[below] = true
		}
	}
	return found
}
