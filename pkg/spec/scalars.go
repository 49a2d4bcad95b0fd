package spec

import (
	"encoding/json"
	"fmt"
	"time"
)

// Validator is a scalar that tells whether its own text is well formed. Load asks
// every one a file holds, Validate every one of a stack, wherever it stands.
type Validator interface {
	// Validate says what is wrong and what was expected, or nil. The zero value is
	// wrong: it means unset, and whether that is allowed its field knows.
	Validate() error
}

// Enum is a string type with a fixed set of values.
type Enum interface {
	// Enum lists the values, the most common first.
	Enum() []string
}

// ShortForm is a struct that a file may also write as the value of one of its fields, as
// /app/cache for {path: /app/cache}. So may an environment: the other fields are
// unset then.
type ShortForm interface {
	// ShortForm returns that field's name in the file.
	ShortForm() string
}

// Host is a DNS name, or with a leading "*." or "." all names below one.
type Host string

// ImageRepository is the name of a container image without tag or digest.
type ImageRepository string

// ImageRef is a whole image reference, docker.io/library/postgres:17.
type ImageRef string

// CronSchedule is a schedule in cron's five fields or a word like @daily.
type CronSchedule string

// Port is a TCP port, 1 to 65535.
type Port int32

// OneOrNone is the number of pods of what there is once, or not at all for a while.
type OneOrNone int32

// UserID is the number of a user and of the group of the same number, 1 to
// 2147483647: never root, whom Pod Security "restricted" refuses.
type UserID int64

// +kubebuilder:validation:Type=string

// Duration is a length of time in Go's notation, ten years at most: 30s, 5m, 1h30m.
type Duration struct{ time.Duration }

// longestDuration is far beyond every use, and far from where sums of seconds end.
const longestDuration = 10 * 365 * 24 * time.Hour

// NewDuration returns a pointer to d, as the optional fields want it.
func NewDuration(d time.Duration) *Duration { return &Duration{d} }

// Seconds returns the duration in whole seconds, rounded up.
func (d Duration) Seconds() int64 {
	return int64((d.Duration + time.Second - 1) / time.Second)
}

// MarshalJSON writes the duration in Go's notation.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads Go's notation.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("expected a duration such as 30s, 5m or 1h30m")
	}
	parsed, err := time.ParseDuration(text)
	switch {
	case err != nil || parsed < 0:
		return fmt.Errorf("%q must be a duration; write one such as 30s, 5m or 1h30m", text)
	case parsed > longestDuration:
		return fmt.Errorf("%q must be at most ten years; write %s or less", text, short(Duration{longestDuration}))
	}
	d.Duration = parsed
	return nil
}
