package policy

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

const (
	exception = "!"
	// longestPattern is longer than every name that Kubernetes takes.
	longestPattern = 512
)

// Validate says what is wrong with a pattern.
func (p Pattern) Validate() error {
	name := strings.TrimPrefix(string(p), exception)
	switch {
	case name == "":
		return errors.New("must name something; write a name or a pattern such as shop-*")
	case len(p) > longestPattern:
		return fmt.Errorf("must be at most %d bytes", longestPattern)
	case strings.ContainsFunc(name, unicode.IsSpace):
		return errors.New("must not contain spaces; write one pattern for each item")
	case strings.HasPrefix(name, exception):
		return errors.New("must begin with at most one !; remove the others")
	}
	return nil
}

// matches reports whether a name fits the pattern, without the sign of an exception.
func (p Pattern) matches(name string) bool {
	first, rest, wild := strings.Cut(strings.TrimPrefix(string(p), exception), "*")
	if !wild {
		return name == first
	}
	if !strings.HasPrefix(name, first) {
		return false
	}
	name = name[len(first):]
	for {
		part, next, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(name, part)
		}
		at := strings.Index(name, part)
		if at < 0 {
			return false
		}
		name, rest = name[at+len(part):], next
	}
}

func (p Pattern) isException() bool { return strings.HasPrefix(string(p), exception) }

// every is the value of what is not limited to a name: a host, a taint or a namespace of any name.
const every = ""

// allow reports whether a list of patterns allows a value, by a function that compares it with
// one of them.
func allow(list []Pattern, value string, matches func(Pattern) bool) bool {
	if value == every {
		return slices.Contains(list, "*") && !slices.ContainsFunc(list, Pattern.isException)
	}
	found, onlyExceptions := false, len(list) > 0
	for _, p := range list {
		switch {
		case !p.isException():
			onlyExceptions = false
			found = found || matches(p)
		case matches(p):
			return false
		}
	}
	return found || onlyExceptions
}

// Validate says what is wrong with a block of addresses.
func (c CIDR) Validate() error {
	block, err := netip.ParsePrefix(string(c))
	switch {
	case err != nil:
		return fmt.Errorf("%q must be a block of addresses; write one such as 10.0.0.0/8", string(c))
	case block != block.Masked():
		return fmt.Errorf("%q must begin at its first address; write %s", string(c), block.Masked())
	}
	return nil
}

// contains reports whether a block lies within this one.
func (c CIDR) contains(block string) bool {
	outer, err := netip.ParsePrefix(string(c))
	if err != nil {
		return false
	}
	inner, err := netip.ParsePrefix(block)
	return err == nil && outer.Bits() <= inner.Bits() && outer.Masked().Contains(inner.Addr())
}

// Enum lists all ways of being less secure.
func (Security) Enum() []string {
	all := []Security{
		ReadOnlyRootFilesystem, RunAsNonRoot, RunAsUser, AllowPrivilegeEscalation, Capabilities, SeccompProfile,
		AutomountServiceAccountToken, Privileged, HostPath, HostNamespaces, HostPort, VolumeTypes, Sysctls, ProcMount,
		SELinuxOptions, AppArmorProfile, ProbeHost, HostProcess, Enforce,
	}
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = string(s)
	}
	return names
}
