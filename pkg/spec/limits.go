package spec

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// What comes out of a stack is a product: everything that runs, times what each of
// its pods carries, times the environments. These limits, which no real stack
// comes near, keep a small file from asking for gigabytes.
const (
	// MaxEnvironments is how many environments a stack may have.
	MaxEnvironments = 100
	// MaxEntries is how many entries a map or list may have, in one environment.
	MaxEntries = 1000
	// MaxRunning is how many workers, processes, cron jobs, databases and caches
	// there may be, those of all environments together.
	MaxRunning = 2000
	// MaxCarried is how many variables, files and paths their pods may carry that
	// the stack says once for all of them, those of all environments together.
	MaxCarried = 200_000
	// MaxHosts is how many hosts there may be, those of all environments together.
	MaxHosts = 10_000
)

// CheckLimits says where a stack is larger than any may be, before the work that
// this would be is begun. [Document.Check] calls it, and so does a compiler. It
// needs no defaults.
func CheckLimits(s *DjangoStack) Errors {
	if n := len(s.Spec.Environments); n > MaxEnvironments {
		return tooLarge("spec.environments", n, MaxEnvironments, "environments")
	}
	if at, n := crowded("spec", specShape(), reflect.ValueOf(&s.Spec)); n > 0 {
		return tooLarge(at, n, MaxEntries, "entries")
	}
	running, carried, hosts := 0, 0, 0
	for _, name := range s.EnvironmentNames() {
		merged, err := s.For(name)
		if err != nil {
			continue // said where environments are merged
		}
		if at, n := crowded("spec", specShape(), reflect.ValueOf(&merged.Spec)); n > 0 {
			return tooLarge(at, n, MaxEntries, "entries in "+name)
		}
		running += runs(&merged.Spec)
		carried += runs(&merged.Spec) * carries(&merged.Spec)
		hosts += len(merged.Spec.Django.Hosts)
	}
	switch {
	case running > MaxRunning:
		return tooLarge("spec", running, MaxRunning,
			"workers, processes, cron jobs, databases and caches in all environments together")
	case carried > MaxCarried:
		return tooLarge("spec.django", carried, MaxCarried,
			"variables from Secrets, files and paths in the pods of all environments together")
	case hosts > MaxHosts:
		return tooLarge("spec.django.hosts", hosts, MaxHosts, "hosts in all environments together")
	}
	return nil
}

func tooLarge(path string, n, most int, what string) Errors {
	return Errors{{Path: path, Message: fmt.Sprintf("%d %s are more than the %d a stack may have; "+
		"make several stacks of it", n, what, most)}}
}

// runs counts what has pods of its own, without the web server, beat and the like,
// of which there is one each.
func runs(s *StackSpec) int {
	n := len(s.Processes) + len(s.Cron) + len(s.Databases) + len(s.Caches)
	if s.Celery != nil {
		n += len(s.Celery.Workers)
	}
	return n
}

// carries counts what is said once and stands in every pod.
func carries(s *StackSpec) int {
	return len(s.Django.SecretEnv) + len(s.Django.WritablePaths) + len(s.Django.Files) + len(s.Databases) + len(s.Caches)
}

// crowded is the first map or list, in the order of the fields, with more than
// MaxEntries, and how many it has; 0 where there is none. Environments are
// patches, looked at once they are merged.
func crowded(path string, s *shape, v reflect.Value) (at string, entries int) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "", 0
		}
		v = v.Elem()
	}
	switch s.kind {
	case kindObject:
		for _, field := range s.fields {
			if field.isEnvironments() {
				continue
			}
			if at, entries = crowded(path+"."+field.name, field.shape, v.FieldByIndex(field.goIndex)); entries > 0 {
				return at, entries
			}
		}
	case kindDict, kindList:
		if v.Len() > MaxEntries {
			return path, v.Len()
		}
		return crowdedBelow(path, s, v)
	default: // a scalar holds nothing
	}
	return "", 0
}

// crowdedBelow looks into the entries of a map or list that hold more.
func crowdedBelow(path string, s *shape, v reflect.Value) (at string, entries int) {
	switch {
	case s.elem.kind != kindObject && s.elem.kind != kindDict && s.elem.kind != kindList:
		return "", 0
	case s.kind == kindList:
		for i := range v.Len() {
			if at, entries = crowded(path+"["+strconv.Itoa(i)+"]", s.elem, v.Index(i)); entries > 0 {
				return at, entries
			}
		}
		return "", 0
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if at, entries = crowded(path+segment(key.String()), s.elem, v.MapIndex(key)); entries > 0 {
			return at, entries
		}
	}
	return "", 0
}
