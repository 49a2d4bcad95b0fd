package spec

import (
	"net/netip"
	"strconv"
	"strings"
)

func (r *report) cidrs(path string, list []string) {
	for i, cidr := range list {
		r.cidr(path+"["+strconv.Itoa(i)+"]", cidr)
	}
}

// cidr checks a range of addresses.
func (r *report) cidr(path, cidr string) {
	prefix, err := netip.ParsePrefix(cidr)
	addr, _ := netip.ParseAddr(cidr)
	switch {
	case err != nil && addr.IsValid():
		r.invalid(path, "%q must be a range of addresses; write %s/%d", cidr, cidr, addr.BitLen())
	case err != nil:
		r.invalid(path, "%q must be a range of addresses; write one such as 10.0.0.0/8", cidr)
	case prefix.Masked() != prefix:
		r.invalid(path, "%q must not have bits beyond its length; write %s", cidr, prefix.Masked())
	}
}

func isIP(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// isAddress reports whether text is a whole http or https address.
func isAddress(text string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(text, scheme); ok {
			host, _, _ := strings.Cut(rest, "/")
			return host != "" && !strings.ContainsAny(text, notInPath)
		}
	}
	return false
}

// notInPath are characters that end a path in an address, or in nginx' configuration.
const notInPath = " \t\r\n?#\"'`{};\\"

// path checks the path part of a site's address.
func (r *report) path(at, path, example string) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, notInPath) {
		r.invalid(at, "%q must be a path of the site; write one such as %s", path, example)
	}
	if path == "/" {
		r.invalid(at, "must not be the whole site; write a path of its own, such as %s", example)
	}
}

// pathOf is the path of an address of the site, whole or not.
func pathOf(url string) string {
	if _, rest, whole := strings.Cut(url, "://"); whole {
		_, path, _ := strings.Cut(rest, "/")
		return "/" + path
	}
	return url
}
