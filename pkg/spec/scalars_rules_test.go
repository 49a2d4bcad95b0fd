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
		{"nothing", Host(""), "must be a host; "},
		{"everything", Host("*"), "must not stand for every host"},
		{"star within", Host("a.*.example"), "must be a host; "},
		{"two dots", Host("..example"), "must be a host; "},
		{"underscore", Host("a_b.example"), "must be a host; "},
		{"capital", Host("Shop.example"), `write "shop.example"`},
		{"scheme", Host("https://a.example"), "write the host alone"},
		{"port", Host("a.example:8000"), "write the host alone, a.example"},
		{"IPv6", Host("2001:db8::1"), "must not be an IPv6 address"},
		{"IPv6 as Django has it", Host("[::1]"), "must not be an IPv6 address"},
		{"long", Host(strings.Repeat("a.", 127) + "a"), "must be a host; "},

		{"own registry", ImageRepository("registry.example:5000/acme/shop"), ""},
		{"Docker Hub", ImageRepository("shop"), ""},
		{"nothing", ImageRepository(""), "must be an image"},
		{"tag", ImageRepository("acme/shop:1.0"), `move it to tag: "1.0"`},
		{"digest", ImageRepository("acme/shop@sha256:" + strings.Repeat("0", 64)), "move it to digest: sha256:0"},
		{"capital", ImageRepository("acme/Shop"), "acme/shop"},
		{"space", ImageRepository("acme/ shop"), "must be an image"},
		{"scheme", ImageRepository("https://registry.example/shop"), "must be an image"},

		{"tag", ImageRef("docker.io/library/postgres:17"), ""},
		{"digest", ImageRef("postgres@sha256:" + strings.Repeat("0", 64)), ""},
		{"no tag", ImageRef("postgres"), "must have a tag or a digest"},
		{"latest", ImageRef("postgres:latest"), "must not have the tag latest"},
		{"bad digest", ImageRef("postgres@sha256:00"), "must be an image"},

		{"fields", CronSchedule("*/5 0-6 1,15 * MON"), ""},
		{"word", CronSchedule("@daily"), ""},
		{"four fields", CronSchedule("0 3 * *"), "expected exactly 5 fields"},
		{"six fields", CronSchedule("0 0 3 * * *"), "expected exactly 5 fields"},
		{"nothing", CronSchedule(""), "must be a schedule"},
		{"time zone", CronSchedule("TZ=Europe/Berlin 0 3 * * *"), "write it to timeZone"},
		{"broken time zone, which the library does not survive", CronSchedule("TZ=0"), "write it to timeZone"},
		{"interval", CronSchedule("@every 5m"), "must have a time to begin at"},
		{"leap day", CronSchedule("0 3 29 2 *"), ""},
		{"day no month has", CronSchedule("0 3 31 6,9 *"), "must be a day that a month has"},
		{"unknown word", CronSchedule("@reboot"), "must be a schedule"},

		{"least", Port(1), ""},
		{"most", Port(65535), ""},
		{"zero", Port(0), "must be a port"},
		{"negative", Port(-1), "must be a port"},
		{"too large", Port(65536), "must be a port"},

		{"customary", UserID(1000), ""},
		{"most", UserID(math.MaxInt32), ""},
		{"root", UserID(0), "write another number"},
		{"negative", UserID(-1), "must be the number of a user"},
		{"too large", UserID(math.MaxInt32 + 1), "must be the number of a user"},
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
