package spec

import (
	"math"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
)

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		reason string
		value  Validator
		want   string // part of the complaint; empty: accepted
	}{
		{"name", Host("shop.example.com"), ""},
		{"single label", Host("localhost"), ""},
		{"address", Host("127.0.0.1"), ""},
		{"all below", Host("*.example.com"), ""},
		{"Django's way for all below", Host(".example.com"), ""},
		{"nothing", Host(""), "is not a host"},
		{"everything", Host("*"), "lets every host in"},
		{"star within", Host("a.*.example"), "is not a host"},
		{"two dots", Host("..example"), "is not a host"},
		{"underscore", Host("a_b.example"), "is not a host"},
		{"capital", Host("Shop.example"), `write "shop.example"`},
		{"scheme", Host("https://a.example"), "write the host alone"},
		{"port", Host("a.example:8000"), "write the host alone: a.example"},
		{"IPv6", Host("2001:db8::1"), "is an IPv6 address"},
		{"IPv6 as Django has it", Host("[::1]"), "is an IPv6 address"},
		{"long", Host(strings.Repeat("a.", 127) + "a"), "is not a host"},

		{"own registry", ImageRepository("registry.example:5000/acme/shop"), ""},
		{"Docker Hub", ImageRepository("shop"), ""},
		{"nothing", ImageRepository(""), "is not an image"},
		{"tag", ImageRepository("acme/shop:1.0"), `move it to tag: "1.0"`},
		{"digest", ImageRepository("acme/shop@sha256:" + strings.Repeat("0", 64)), "move it to digest: sha256:0"},
		{"capital", ImageRepository("acme/Shop"), "acme/shop"},
		{"space", ImageRepository("acme/ shop"), "is not an image"},
		{"scheme", ImageRepository("https://registry.example/shop"), "is not an image"},

		{"tag", ImageRef("docker.io/library/postgres:17"), ""},
		{"digest", ImageRef("postgres@sha256:" + strings.Repeat("0", 64)), ""},
		{"no tag", ImageRef("postgres"), "has no tag"},
		{"latest", ImageRef("postgres:latest"), "write the tag of a version"},
		{"bad digest", ImageRef("postgres@sha256:00"), "is not an image"},

		{"fields", CronSchedule("*/5 0-6 1,15 * MON"), ""},
		{"word", CronSchedule("@daily"), ""},
		{"four fields", CronSchedule("0 3 * *"), "expected exactly 5 fields"},
		{"six fields", CronSchedule("0 0 3 * * *"), "expected exactly 5 fields"},
		{"nothing", CronSchedule(""), "is not a schedule"},
		{"time zone", CronSchedule("TZ=Europe/Berlin 0 3 * * *"), "write it to timeZone"},
		{"broken time zone, which the library does not survive", CronSchedule("TZ=0"), "write it to timeZone"},
		{"interval", CronSchedule("@every 5m"), "has no time to begin at"},
		{"leap day", CronSchedule("0 3 29 2 *"), ""},
		{"day no month has", CronSchedule("0 3 31 6,9 *"), "a day that no month has"},
		{"unknown word", CronSchedule("@reboot"), "is not a schedule"},

		{"least", Port(1), ""},
		{"most", Port(65535), ""},
		{"zero", Port(0), "is not a port"},
		{"negative", Port(-1), "is not a port"},
		{"too large", Port(65536), "is not a port"},

		{"customary", UserID(1000), ""},
		{"most", UserID(math.MaxInt32), ""},
		{"root", UserID(0), "write the number of another user"},
		{"negative", UserID(-1), "is not a valid user"},
		{"too large", UserID(math.MaxInt32 + 1), "is not a valid user"},
	} {
		err := tt.value.Validate()
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%T %v (%s): %v", tt.value, tt.value, tt.reason, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%T %q (%s): got %v, want %s", tt.value, tt.value, tt.reason, err, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ reason, text, want string }{
		{"left out", "replcas", "replicas"},
		{"swapped", "repilcas", "replicas"},
		{"doubled", "repplicas", "replicas"},
		{"plural", "worker", "workers"},
		{"case", "WORKERS", "workers"},
		{"short", "prt", "port"},
		{"two edits of a short word are a guess too many", "pt", ""},
		{"another word", "gunicorn", ""},
		{"too long to be one", strings.Repeat("replicas", 9), ""},
	} {
		got, _ := strict.Nearest(tt.text, []string{"port", "replicas", "workers"})
		if got != tt.want {
			t.Errorf("%s: %q is near %q, want %q", tt.reason, tt.text, got, tt.want)
		}
	}
}
