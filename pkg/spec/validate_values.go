package spec

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/djangostack/djangostack/internal/bounds"
)

// validateValues checks every value by its type alone, wherever it stands: what
// Load has said about a file is said here about a stack built in Go, and a
// field added later is checked without a rule of its own.
func validateValues(r *report, s *DjangoStack) {
	v := &valueChecker{report: r, stack: s}
	v.value(reflect.ValueOf(s).Elem(), stackShape())
}

type valueChecker struct {
	*report
	stack *DjangoStack
	// path is made of these; most values are right, and nobody asks for theirs.
	path []string
	// lines says that the value under way may have several.
	lines bool
}

// at is the path of the value under way.
func (c *valueChecker) at() string { return strings.TrimPrefix(strings.Join(c.path, ""), ".") }

// below checks a value inside the one under way.
func (c *valueChecker) below(v reflect.Value, s *shape, way ...string) {
	depth := len(c.path)
	c.path = append(c.path, way...)
	c.value(v, s)
	c.path = c.path[:depth]
}

func (c *valueChecker) value(v reflect.Value, s *shape) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	switch s.kind {
	case kindObject:
		c.fields(v, s)
	case kindDict:
		c.entries(v, s)
	case kindList:
		for i := range v.Len() {
			c.below(v.Index(i), s.elem, "[", strconv.Itoa(i), "]")
		}
	case kindNumber:
		c.number(v, s)
	case kindText:
		c.text(v, s)
	case kindParsed:
		if d, ok := reflect.TypeAssert[Duration](v); ok && (d.Duration < 0 || d.Duration > longestDuration) {
			c.invalid(c.at(), "%s is no length of time here; write one such as 30s, ten years at most", d)
		}
	case kindBool, kindPatch: // any will do; patches are checked as they are merged
	}
}

func (c *valueChecker) fields(v reflect.Value, s *shape) {
	c.object(v)
	for i := range s.fields {
		f := &s.fields[i]
		if child := v.FieldByIndex(f.goIndex); !child.IsZero() {
			if all, ok := reflect.TypeAssert[map[string]string](child); ok {
				c.keyed(f.name, all)
			}
			outer := c.lines
			c.lines = f.hasLines()
			c.below(child, f.shape, ".", f.name)
			c.lines = outer
		}
	}
}

// hasLines reports whether texts in a field may have several lines: files, variables,
// annotations, scripts among the arguments of a command, and what stands between words.
// All else ends up in a name, an address, a header or a line of a configuration.
func (m *member) hasLines() bool {
	switch m.id() {
	case "Django.env", "ConfigFile.content", "DjangoEnvNames.separator":
		return true
	default:
		return isAnnotations(m.name) || isCommand(m.name) && m.shape.kind == kindList
	}
}

// isCommand reports whether a list of that name is a command, or the beginning of one.
func isCommand(name string) bool {
	return slices.Contains([]string{"command", "entrypoint", "manage", "upload"}, name)
}

// keyed checks maps that mean the same wherever they stand, by the name of their field.
func (c *valueChecker) keyed(name string, all map[string]string) {
	at := strings.TrimPrefix(c.at()+"."+name, ".")
	switch {
	case isLabels(name):
		c.ownLabels(at, all)
	case isAnnotations(name):
		c.annotations(at, all)
		c.annotationsFit(at, all)
	}
}

func (c *valueChecker) entries(v reflect.Value, s *shape) {
	for _, key := range sortedKeys(v) {
		if r, found := controlIn(key.String()); found {
			c.invalid(c.at()+segment(key.String()), "the key holds the control character %U; remove it", r)
		} else if strings.ContainsAny(key.String(), "\r\n") {
			c.invalid(c.at()+segment(key.String()), "the key has a line break; write one line")
		}
		c.below(v.MapIndex(key), s.elem, segment(key.String()))
	}
}

// sortedKeys are the keys of a map of any type, in order.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return keys
}

func (c *valueChecker) number(v reflect.Value, s *shape) {
	if s.checked {
		c.checked(v)
	} else if v.Int() < 0 {
		c.invalid(c.at(), "must not be negative; write %d or more", s.least)
	}
}

func (c *valueChecker) text(v reflect.Value, s *shape) {
	control, found := controlIn(v.String())
	switch {
	case found:
		c.invalid(c.at(), "holds the control character %U; remove it", control)
	case !utf8.ValidString(v.String()):
		c.invalid(c.at(), "is not UTF-8; write it as text, or mount it from a Secret")
	case len(v.String()) >= bounds.Word && !c.inFile():
		c.tooLong(c.at(), len(v.String()))
	case !c.lines && strings.ContainsAny(v.String(), "\r\n"):
		c.invalid(c.at(), "has a line break; write one line")
	case s.enum != nil && !slices.Contains(s.enum, v.String()):
		c.invalid(c.at(), "%s", notOneOf(v.String(), s.enum))
	case s.checked:
		c.checked(v)
	}
}

// inFile reports whether the text under way is the content of a file, or an annotation:
// these are passed to no program.
func (c *valueChecker) inFile() bool {
	return c.path[len(c.path)-1] == "content" || slices.ContainsFunc(c.path, isAnnotations)
}

func (c *valueChecker) checked(v reflect.Value) {
	if err := v.Interface().(Checked).Check(); err != nil {
		c.invalid(c.at(), "%s", err)
	}
}

// object checks the types that mean the same wherever they stand.
func (c *valueChecker) object(v reflect.Value) {
	if ref, ok := reflect.TypeAssert[SecretKey](v); ok {
		c.secretKey(c.at(), ref)
	} else if res, ok := reflect.TypeAssert[Resources](v); ok {
		c.resources(c.at(), res)
	} else if storage, ok := reflect.TypeAssert[Storage](v); ok {
		c.storage(c.at(), storage)
	} else if volume, ok := reflect.TypeAssert[MediaVolume](v); ok {
		c.storage(c.at(), volume.Storage)
	} else if scheduling, ok := reflect.TypeAssert[Scheduling](v); ok {
		c.scheduling(c.at(), scheduling)
	}
}

func (c *valueChecker) secretKey(path string, ref SecretKey) {
	secrets := c.stack.Spec.Secrets
	if ref.Secret != secrets.Name { // whose name is complained about once
		c.objectName(path+".secret", ref.Secret)
	}
	switch {
	case ref.Key == "":
		return
	case len(validation.IsConfigMapKey(ref.Key)) > 0: // nor a Secret's
		c.invalid(path+".key", "%q is no key of a Secret; write letters, digits, dots, dashes and underscores, and no "+
			"two dots first", ref.Key)
	case secrets.EnvFile == "" || ref.Secret != secrets.Name:
	case !isVariable(ref.Key):
		c.invalid(path+".key", "%q cannot stand in %s, whose keys are variables; write letters, digits and underscores, "+
			"no digit first", ref.Key, secrets.EnvFile)
	default:
		c.textKey(path+".key", ref.Key)
	}
}

func (c *valueChecker) resources(path string, res Resources) {
	for _, one := range []struct {
		name           string
		request, limit *resource.Quantity
		defaulted      bool // so that only null removes it
	}{
		{"cpu", res.Requests.CPU, res.Limits.CPU, true},
		{"memory", res.Requests.Memory, res.Limits.Memory, true},
		{"ephemeral-storage", res.Requests.EphemeralStorage, res.Limits.EphemeralStorage, false},
	} {
		request, limit := path+".requests."+one.name, path+".limits."+one.name
		if one.request == nil && one.limit != nil && one.defaulted {
			c.warn(request, "without a request Kubernetes requests as much as the limit, %s; write a request, or "+
				"%s: null under limits too", one.limit, one.name)
		}
		if one.request == one.limit {
			one.request = nil // made of the limit
		}
		if one.name == "cpu" {
			c.cores(request, one.request)
			c.cores(limit, one.limit)
		} else {
			c.bytes(request, one.request)
			c.bytes(limit, one.limit)
		}
		if one.request != nil && one.limit != nil && one.request.Cmp(*one.limit) > 0 {
			c.invalid(request, "%s is more than the limit, %s; lower it or raise limits.%s", one.request, one.limit, one.name)
		}
	}
}

// manyCores is where an amount of CPU lacks its m for sure, or nearly so: the
// customary requests in thousandths are 100 and more.
const manyCores = 100

func (r *report) cores(path string, q *resource.Quantity) {
	switch {
	case q == nil:
	case q.Sign() <= 0:
		r.invalid(path, "%s is not enough to run anything; write an amount such as 500m or 2", q)
	case q.CmpInt64(mostCores) > 0:
		r.invalid(path, "%s whole cores are more than any node has; write an amount such as 500m or 2", q)
	case q.CmpInt64(manyCores) >= 0:
		r.warn(path, "%s are whole cores, more than most nodes have; write 500m for half of one", q)
	}
}

// bytes checks an amount of memory or storage. Nothing here makes do with less
// than a MiB: the unit is missing, or m was meant to be Mi.
func (r *report) bytes(path string, q *resource.Quantity) {
	if q == nil {
		return
	}
	if q.CmpInt64(mebibyte) < 0 {
		r.invalid(path, "%s is less than a MiB; write a unit, as in 512Mi or 2Gi", q)
	}
	r.room(path, q)
}

// room checks that an amount of bytes is one that something has room for; far beyond
// it not even its Value is right.
func (r *report) room(path string, q *resource.Quantity) {
	if q.CmpInt64(pebibyte) > 0 {
		r.invalid(path, "%s is more than a PiB; write another unit, as in 512Mi or 2Gi", q)
	}
}

func (c *valueChecker) storage(path string, s Storage) {
	c.bytes(path+".size", s.Size)
	c.objectName(path+".class", s.Class)
}

func (c *valueChecker) scheduling(path string, s Scheduling) {
	c.labels(path+".nodeSelector", s.NodeSelector)
	c.objectName(path+".priorityClass", s.PriorityClass)
	c.topologySpread(path+".topologySpread", s.TopologySpread)
	for i, t := range s.Tolerations {
		at := path + ".tolerations[" + strconv.Itoa(i) + "]"
		c.qualifiedName(at+".key", t.Key)
		switch {
		case t.Operator == "Exists" && t.Value != "":
			c.forbidden(at+".value", "the operator Exists asks for no value; remove it")
		case len(validation.IsValidLabelValue(t.Value)) > 0:
			c.invalid(at+".value", "%q is not the value of a taint; write at most 63 letters, digits, dashes, "+
				"dots and underscores",
				t.Value)
		case t.Key == "" && t.Operator != "Exists":
			c.missing(at+".key", "name the taint, or write operator: Exists for all")
		case t.Seconds != nil && t.Effect != "NoExecute":
			c.forbidden(at+".seconds", "only the effect NoExecute counts seconds; write effect: NoExecute")
		}
	}
}

func (c *valueChecker) topologySpread(path string, spread []TopologySpread) {
	type place struct {
		key  string
		wait bool
	}
	seen := map[place]bool{}
	for i, over := range spread {
		at := path + "[" + strconv.Itoa(i) + "].topologyKey"
		here := place{over.TopologyKey, over.WhenUnsatisfiable == "DoNotSchedule"}
		switch {
		case over.TopologyKey == "":
			c.missing(at, "write the label of nodes that tells places apart, such as topology.kubernetes.io/zone")
		case seen[here]:
			c.invalid(at, "%s is in the list twice with the same whenUnsatisfiable; remove one", over.TopologyKey)
		default:
			c.qualifiedName(at, over.TopologyKey)
		}
		seen[here] = true
	}
}
