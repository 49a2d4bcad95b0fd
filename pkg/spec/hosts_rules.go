package spec

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/bounds"
)

func validateHosts(r *report, s *DjangoStack) {
	hosts := s.Spec.Django.Hosts
	if len(hosts) == 0 {
		r.missing("spec.django.hosts", "list the site's public names, such as [shop.example.com]")
	}
	for i, host := range s.Spec.Django.InternalHosts {
		if err := Host(host).Validate(); err != nil && host != PodAddress {
			r.invalid("spec.django.internalHosts["+strconv.Itoa(i)+"]", "%s", err)
		}
	}
	if s.Spec.Django.AnyHost && s.Spec.Profile == ProfileProd {
		r.warn("spec.django.anyHost", "the site accepts every Host header, and links in mails may be built from it; "+
			"check it against your tenants' domains (django.http.request.validate_host)")
	}
	first := make(map[string]int, len(hosts))
	for i, host := range hosts {
		at := "spec.django.hosts[" + strconv.Itoa(i) + "]"
		if j, again := first[widened(host)]; again {
			r.invalid(at, "%s must not allow the same names as item %d; remove one", host, j)
		} else {
			first[widened(host)] = i
		}
		if _, err := netip.ParseAddr(string(host)); err == nil && s.Spec.Expose != nil && s.Spec.Expose.Ingress != nil {
			r.invalid(at, "%s is an address, and an Ingress routes names; write a name, or expose a loadBalancer", host)
		}
	}
}

// widened is a host as Django lets it in: *.example.com as .example.com.
func widened(h Host) string { return strings.TrimPrefix(string(h), "*") }

// hostsFit checks that all hosts have room in one variable: as origins, which are the
// longer of the two forms in which Django gets them.
func (r *report) hostsFit(hosts []Host) {
	size := len("CSRF_TRUSTED_ORIGINS=")
	for _, host := range hosts {
		size += len("https://*,") + len(host)
	}
	if size > bounds.Word {
		r.invalid("spec.django.hosts", "must have less than %[2]d KiB as origins and has %[1]d, since Linux passes no more "+
			"to a program in one variable; write one host for all below it, such as .example.com",
			kibibytes(size), bounds.Word>>10)
	}
}
