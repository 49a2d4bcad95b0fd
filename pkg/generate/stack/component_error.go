package stack

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

// ComponentError is an error of a component, or what it panicked with.
type ComponentError struct {
	// Component is its name, empty for a function that changes the objects of all, such as
	// the compiler's Mutate.
	Component string
	// Err is what it returned or panicked with.
	Err error
	// Trace is the stack trace of a panic; nil for an error.
	Trace []byte

	place string
}

// Error names the component, and for a panic the line of code.
func (e *ComponentError) Error() string {
	if e.Trace == nil {
		return fmt.Sprintf("%s: %v", title(e.Component), e.Err)
	}
	return fmt.Sprintf("%s: panic: %v%s", title(e.Component), e.Err, e.place)
}

// title is what a component is called in messages.
func title(component string) string {
	switch component {
	case "":
		return "Mutate"
	case own:
		return own
	default:
		return "component " + component
	}
}

// Unwrap returns what the component returned or panicked with.
func (e *ComponentError) Unwrap() error { return e.Err }

// guard runs a step of a component. What the step returns or panics with is a
// [ComponentError]; one that it was itself is not wrapped again.
func guard(component string, step func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = componentError(&ComponentError{
				Component: component, Err: panicked(value), Trace: debug.Stack(), place: panicPlace(),
			})
		}
	}()
	if err := step(); err != nil {
		return componentError(&ComponentError{Component: component, Err: err})
	}
	return nil
}

func componentError(e *ComponentError) error {
	if inner, ok := errors.AsType[*ComponentError](e.Err); ok {
		return inner
	}
	return e
}

// panicPlace returns, within the deferred function that recovers, which line panicked first:
// encoding/json for one recovers, and panics again.
func panicPlace() (place string) {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for panicking, more := false, true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		inRuntime := strings.HasPrefix(frame.Function, "runtime.") || strings.HasPrefix(frame.Function, "internal/runtime/")
		if panicking && !inRuntime {
			place = fmt.Sprintf(" (%s:%d)", filepath.Base(frame.File), frame.Line)
		}
		panicking = frame.Function == "runtime.gopanic" || panicking && inRuntime
	}
	return place
}

func panicked(value any) error {
	if err, ok := value.(error); ok {
		return err
	}
	return fmt.Errorf("%v", value)
}
