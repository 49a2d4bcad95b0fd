package bounds

import "testing"

func TestPortable(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		want         bool
	}{
		{"con", "a device", false},
		{"NUL", "Windows knows no case", false},
		{"aux.txt", "the extension makes no difference", false},
		{"prn.d.conf", "nor do two", false},
		{"com1", "a port", false},
		{"lpt9.yaml", "the last of them", false},
		{"com10", "there is no such port", true},
		{"com", "a device has a number", true},
		{"con-deployment.yaml", "a name that begins in a device's is none", true},
		{"a.con", "nor one that ends in it", true},
		{"secrets.", "the dot is dropped", false},
		{".env", "a dot before it is not", true},
	} {
		if got := Portable(c.name); got != c.want {
			t.Errorf("%s: %v: %s", c.name, got, c.reason)
		}
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b, reason string
		want         bool
	}{
		{"base/A.conf", "base/a.conf", "macOS knows no case", true},
		{"base./a", "base/a.", "Windows drops dots", true},
		{"base/a-b", "base/a_b", "they are two", false},
		{"base/.a", "base/a", "a dot before a name is part of it", false},
	} {
		if got := Alike(c.a) == Alike(c.b); got != c.want {
			t.Errorf("%s, %s: %v: %s", c.a, c.b, got, c.reason)
		}
	}
}
