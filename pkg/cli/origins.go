package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/djangostack/djangostack/internal/printable"
	"github.com/djangostack/djangostack/pkg/spec"
)

// longestValue is how much of a value is printed, so that a table stays one.
const longestValue = 60

// printOrigins prints the values of one environment as a table and, of a single one, its default.
func printOrigins(out io.Writer, environment string, found []spec.Origin) error {
	fmt.Fprintf(out, "ENVIRONMENT: %s\n\n", printable.Name(environment))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FIELD\tVALUE\tFROM")
	for _, o := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\n", printable.Line(o.Path), printable.Line(valueOf(o)), from(o, environment))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(found) == 1 && found[0].Default != "" {
		_, err := fmt.Fprintf(out, "\nDefault: %s.\n", found[0].Default)
		return err
	}
	return nil
}

// valueOf is a value as the table has it.
func valueOf(o spec.Origin) string {
	text := []rune(o.Value)
	switch {
	case o.Value == "" && o.Line > 0:
		return "(removed)"
	case o.Value == "":
		return "(not set)"
	case len(text) > longestValue:
		return string(text[:longestValue]) + "…"
	default:
		return o.Value
	}
}

// from is where a value comes from.
func from(o spec.Origin, environment string) string {
	layer := string(o.Layer)
	switch o.Layer {
	case spec.LayerEnvironment:
		layer = "environment " + printable.Name(environment)
	case spec.LayerExtendedEnvironment:
		layer = "extended file, environment " + printable.Name(environment)
	default:
	}
	if o.Line == 0 {
		return layer
	}
	return fmt.Sprintf("%s:%d:%d (%s)", printable.Name(o.File), o.Line, o.Column, layer)
}
