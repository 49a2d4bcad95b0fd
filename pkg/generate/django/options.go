package django

import (
	"math"
	"strconv"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Number returns a number of the spec as an option has it, "" where it is unset.
func Number(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// Count returns a number of the spec as an option has it, where 0 means something; "" where
// it is unset.
func Count(n *int32) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(int(*n))
}

// Seconds returns a length of time of the spec in seconds, "" where it is unset.
func Seconds(d *spec.Duration) string {
	if d == nil {
		return ""
	}
	return strconv.FormatInt(d.Seconds(), 10)
}

// OrNever turns the number 0, which stands for no limit, into one that nothing reaches:
// celery refuses 0 or takes it for an option that is not there, uvicorn ends at once, and
// without the option the limit would be whatever the project has set. Of the tasks to
// reserve, more than AMQP can count are no limit (kombu/common.py, QoS).
func OrNever(said string) string {
	if said == "0" {
		return strconv.Itoa(int(math.MaxInt32))
	}
	return said
}
