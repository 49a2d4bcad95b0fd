package spec

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/imageref"
)

// Schedules are read by the library of the Kubernetes CronJob controller, and images by the
// grammar of container registries and runtimes.

// Validate returns nil for a lower-case DNS name, an IPv4 address, and a name with a leading "*."
// or ".".
func (h Host) Validate() error {
	name := string(h)
	switch {
	case strings.Contains(name, "://"):
		return fmt.Errorf("%q must be a host without a scheme; write the host alone", name)
	case name == "*" || name == "." || name == "*.":
		return fmt.Errorf("%q must not stand for every host; name them, write .example.com for all below one, or anyHost: "+
			"true beside hosts", name)
	case strings.ToLower(name) != name:
		return fmt.Errorf("%q must not have capital letters; write %q", name, strings.ToLower(name))
	}
	if isIP(strings.Trim(name, "[]")) && strings.Contains(name, ":") {
		return fmt.Errorf("%q must not be an IPv6 address; write a name, such as shop.example.com", name)
	}
	if host, _, found := strings.Cut(name, ":"); found && len(validation.IsDNS1123Subdomain(host)) == 0 {
		return fmt.Errorf("%q must be a host without a port; write the host alone, %s", name, host)
	}
	for _, prefix := range []string{"*.", "."} {
		if bare, found := strings.CutPrefix(name, prefix); found {
			name = bare
			break
		}
	}
	if len(validation.IsDNS1123Subdomain(name)) > 0 {
		return fmt.Errorf("%q must be a host; write letters, digits, dashes and dots, such as shop.example.com", string(h))
	}
	return nil
}

// Validate returns nil for an image's name without tag and digest.
func (r ImageRepository) Validate() error {
	image, err := imageref.Parse(string(r))
	switch {
	case err != nil:
		return badImage(string(r), "registry.example/acme/shop", err)
	case image.Digest != "":
		return fmt.Errorf("%q must not have a digest; move it to digest: %s", r, image.Digest)
	case image.Tag != "":
		return fmt.Errorf("%q must not have a tag; move it to tag: %q", r, image.Tag)
	default:
		return nil
	}
}

// Validate returns nil for an image with a tag other than latest, or with a digest.
func (r ImageRef) Validate() error {
	image, err := imageref.Parse(string(r))
	switch {
	case err != nil:
		return badImage(string(r), "docker.io/library/postgres:17", err)
	case image.Digest != "":
		return nil
	case image.Tag == "":
		return fmt.Errorf("%q must have a tag or a digest; write one, such as %s:17, so that it is known what runs", r, r)
	case image.Tag == "latest":
		return fmt.Errorf("%q must not have the tag latest, which is whatever was pushed last; write a version", r)
	default:
		return nil
	}
}

func badImage(text, example string, err error) error {
	if errors.Is(err, imageref.ErrUpperCase) {
		return fmt.Errorf("%q must not have capital letters; write %s", text, strings.ToLower(text))
	}
	return fmt.Errorf("%q must be an image; write one such as %s", text, example)
}

// Validate returns nil for what a Kubernetes CronJob accepts, but for intervals (@every),
// whose beginning nobody could tell.
func (s CronSchedule) Validate() error {
	text := string(s)
	switch {
	case strings.Contains(text, "TZ"):
		return fmt.Errorf("%q must not name a time zone; write it to timeZone", text)
	case strings.HasPrefix(text, "@every"):
		return fmt.Errorf(`%q must have a time to begin at; write fields, such as "*/5 * * * *"`, text)
	}
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return fmt.Errorf(`%q must be a schedule (%w); write minute, hour, day, month and weekday, such as "0 3 * * *"`,
			text, err)
	}
	if anyDay := time.Unix(0, 0).UTC(); schedule.Next(anyDay).IsZero() { // within five years
		return fmt.Errorf("%q must be a day that a month has; write one that comes", text)
	}
	return nil
}

// Validate returns nil for 1 to 65535.
func (p Port) Validate() error {
	if p < 1 || p > 65535 {
		return fmt.Errorf("%d must be a port; write 1 to 65535", p)
	}
	return nil
}

// Validate returns nil for 0 and 1.
func (n OneOrNone) Validate() error {
	if n != 0 && n != 1 {
		return fmt.Errorf("%d must be 0 or 1, since there is never more than one; write 1, or 0 to stop it", n)
	}
	return nil
}

// Validate returns nil for 1 to 2147483647, the numbers Kubernetes takes but for root's.
func (u UserID) Validate() error {
	switch {
	case u == 0:
		return errors.New(`0 must not be used, since it is root, which Pod Security "restricted" refuses; write ` +
			`another number`)
	case u < 0 || u > math.MaxInt32:
		return fmt.Errorf("%d must be the number of a user; write 1 to %d", u, math.MaxInt32)
	default:
		return nil
	}
}
