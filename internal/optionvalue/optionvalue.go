// Package optionvalue writes values of the spec as command-line options have them. A value
// that is not set becomes "", which stands for leaving the option out.
package optionvalue

import (
	"math"
	"strconv"

	"github.com/djangostack/djangostack/pkg/spec"
)

// Number returns a number of the spec in which 0 means that it is not set.
func Number(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// Count returns a number of the spec in which 0 is a value like any other.
func Count(n *int32) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(int(*n))
}

// Seconds returns a duration of the spec in seconds.
func Seconds(d *spec.Duration) string {
	if d == nil {
		return ""
	}
	return strconv.FormatInt(d.Seconds(), 10)
}

// Unlimited replaces "0", which means no limit in the spec, with a number that is never
// reached, and returns any other value as it is. Without the option the project's own limit
// would apply, and the programs do not take 0: celery refuses or ignores it, and uvicorn exits
// at once. As the number of prefetched tasks, more than AMQP can count is no limit
// (kombu/common.py, QoS).
func Unlimited(value string) string {
	if value == "0" {
		return strconv.Itoa(int(math.MaxInt32))
	}
	return value
}
