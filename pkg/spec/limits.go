package spec

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// What comes out of a stack is a product: everything that runs, times what each of
// its pods carries, times the environments. These limits, which no real stack
// comes near, keep a small file from asking for gigabytes.
const (
	// MaxEnvironments is how many environments a stack may have.
	MaxEnvironments = 100
	// MaxEntries is how many entries a map or list may have, in one environment.
	MaxEntries = 1000
	// MaxRunning is how many workers, processes, services, cron jobs, databases and caches
	// there may be, those of all environments together.
	MaxRunning = 2000
	// MaxCarried is how many entries of maps and lists their pods and other objects may
	// repeat that the stack says once for all of them, those of all environments together.
	MaxCarried = 200_000
	// MaxHosts is how many hosts there may be, those of all environments together. Each route
	// counts with its hosts, or with those of django.
	MaxHosts = 10_000
)

// CheckLimits returns where a stack is larger than any may be. [Document.Resolve] checks
// this before it does anything else.
func CheckLimits(s *DjangoStack) Errors {
	if s == nil {
		return Errors{{Code: CodeNoStack, Message: noStack}}
	}
	d := &Document{Stack: s}
	_, large := d.merge(s, d.newFindings(SeverityError))
	return large
}

// budget is what the environments of a stack have of what is limited, so far.
type budget struct {
	extent Extent
	hosts  int
}

// whole says where a stack is larger than any may be, before its environments are made.
func (*budget) whole(s *DjangoStack) Errors {
	if n := len(s.Spec.Environments); n > MaxEnvironments {
		return tooLarge("spec.environments", "must have at most %[2]d environments and has %[1]d; "+divideStack,
			n, MaxEnvironments)
	}
	if at, n := crowded(specType(), reflect.ValueOf(&s.Spec)); n > 0 {
		return tooLarge("spec"+at, tooManyEntries, n, MaxEntries)
	}
	return nil
}

// add counts one more environment, which needs no defaults, and says where it is larger
// than any may be.
func (b *budget) add(e *Effective) Errors {
	if at, n := crowded(specType(), reflect.ValueOf(&e.Spec)); n > 0 {
		errs := tooLarge("spec"+at, tooManyEntries, n, MaxEntries)
		errs[0].Message += " (in " + e.Environment + ")"
		return errs
	}
	b.extent.Add(e.Extent)
	b.hosts += e.Spec.rules()
	return nil
}

// beyond says what all environments together have more of than any stack may.
func (b *budget) beyond() Errors {
	if beyond := b.extent.Beyond(Extent{MaxRunning, MaxCarried}, "all environments together"); beyond != "" {
		return Errors{{Path: "spec", Code: CodeTooLarge, Message: beyond + " a stack may have; " + divideStack}}
	}
	if b.hosts > MaxHosts {
		return tooLarge("spec.django.hosts", "must have at most %[2]d hosts in all environments together and has "+
			"%[1]d, those of routes included; "+
			divideStack, b.hosts, MaxHosts)
	}
	return nil
}

const (
	divideStack    = "divide it into several stacks"
	tooManyEntries = "must have at most %[2]d entries and has %[1]d; remove some"
)

func tooLarge(path, message string, n, most int) Errors {
	return Errors{{Path: path, Code: CodeTooLarge, Message: fmt.Sprintf(message, n, most)}}
}

// crowded is the first map or list, in the order of the fields, with more than
// MaxEntries, and how many it has; 0 where there is none. The path of it leads from the value
// looked at. Environments are patches, looked at once they are merged.
func crowded(t *strict.Type, v reflect.Value) (at string, entries int) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "", 0
		}
		v = v.Elem()
	}
	switch t.Kind {
	case strict.Struct:
		for _, field := range t.Fields {
			if field.HasPatches() {
				continue
			}
			if at, entries = crowded(field.Type, field.In(v)); entries > 0 {
				return "." + field.Name + at, entries
			}
		}
	case strict.Sections:
		sections := v.Interface().(map[string]Extension)
		for _, name := range sorted.Keys(sections) {
			if at, entries = crowdedData(sections[name].Data); entries > 0 {
				return segment(name) + at, entries
			}
		}
	case strict.Map, strict.List:
		if v.Len() > MaxEntries {
			return "", v.Len()
		}
		return crowdedBelow(t, v)
	case strict.Any, strict.Whole:
		return crowdedData(v.Interface())
	default: // a scalar holds nothing
	}
	return "", 0
}

// crowdedData is crowded for a section whose type is not known yet.
func crowdedData(data any) (at string, entries int) {
	switch d := data.(type) {
	case map[string]any:
		if len(d) > MaxEntries {
			return "", len(d)
		}
		for _, name := range sorted.Keys(d) {
			if at, entries = crowdedData(d[name]); entries > 0 {
				return segment(name) + at, entries
			}
		}
	case []any:
		if len(d) > MaxEntries {
			return "", len(d)
		}
		for i, item := range d {
			if at, entries = crowdedData(item); entries > 0 {
				return "[" + strconv.Itoa(i) + "]" + at, entries
			}
		}
	}
	return "", 0
}

// crowdedBelow looks into the entries of a map or list that hold more.
func crowdedBelow(t *strict.Type, v reflect.Value) (at string, entries int) {
	switch {
	case !t.Elem.IsCollection():
		return "", 0
	case t.Kind == strict.List:
		for i := range v.Len() {
			if at, entries = crowded(t.Elem, v.Index(i)); entries > 0 {
				return "[" + strconv.Itoa(i) + "]" + at, entries
			}
		}
		return "", 0
	}
	for _, key := range sortedKeys(v) {
		if at, entries = crowded(t.Elem, v.MapIndex(key)); entries > 0 {
			return segment(key.String()) + at, entries
		}
	}
	return "", 0
}
