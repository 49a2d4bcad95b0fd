package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Validate says everything that is wrong with a stack in one environment, and
// everything that is allowed but seldom meant. To check a file in all its environments
// use [Document.Resolve], which also knows the positions.
//
// Each finding's Field is a path as in [Error], its Detail a whole message:
// what is wrong and, after a semicolon, the remedy.
//
// Of each at most a hundred are returned, and one more that says how many there
// would be.
func Validate(e *Effective) (errs, warnings field.ErrorList) {
	r := &report{}
	r.validate(e, nil)
	errs, warnings = r.errs.all(), r.warnings.all()
	for _, e := range slices.Concat(errs, warnings) {
		e.Field = shownPath(e.Field)
	}
	return errs, warnings
}

func (r *report) validate(e *Effective, further []Rule) {
	for _, rule := range rules() {
		rule(r, e.DjangoStack)
	}
	for _, rule := range further {
		r.take(rule(e))
	}
	withhold(e.DjangoStack, r.errs.list, r.warnings.list)
}

// take adds what a rule of another package found.
func (r *report) take(errs, warnings field.ErrorList) {
	for _, e := range errs {
		r.add(e.Type, e.Field, "%s", e.Detail)
	}
	for _, e := range warnings {
		r.warn(e.Field, "%s", e.Detail)
	}
}

// rule checks one concern of a stack in one environment.
type rule func(*report, *DjangoStack)

// rules are run in this order. Each stands in a file named after its concern.
// Of two complaints about one value the first is kept. Secrets come first: nothing
// else about them matters. The values come last: a rule knows more than a value's
// type does.
func rules() []rule {
	return []rule{
		validatePlainText,
		validateMetadata,
		validateRemoved,
		validateNamespace,
		validateImage,
		validateDjango,
		validateHosts,
		validateEnv,
		validateFiles,
		validateSizes,
		validateMounts,
		validateWeb,
		validateProxy,
		validateTmpSizes,
		validateStatic,
		validateMedia,
		validateBuckets,
		validateCelery,
		validateWorkers,
		validateProcesses,
		validateMeasured,
		validateDatabases,
		validateCaches,
		validateBroker,
		validateQueues,
		validateVariables,
		validateConnections,
		validateMigrate,
		validateSuperuser,
		validateCron,
		validateExpose,
		validateNetwork,
		validateFamilies,
		validateSecrets,
		validateValues,
	}
}

// report collects what the rules find.
type report struct {
	errs, warnings capped
	done           map[string]bool
	// said reports what need not be said again of a path; nil where nothing has been.
	said func(kind field.ErrorType, path string) bool
}

// capped is a list of findings up to a number that anybody reads.
type capped struct {
	list field.ErrorList
	more int // that are not in it
}

func (b *capped) add(kind field.ErrorType, path, format string, args ...any) {
	if len(b.list) == maxErrors {
		b.more++
		return
	}
	b.list = append(b.list, newFinding(kind, path, fmt.Sprintf(format, args...)))
}

// all ends in a word about those that are not in the list.
func (b *capped) all() field.ErrorList {
	if b.more == 0 {
		return b.list
	}
	return append(b.list, newFinding(field.ErrorTypeTooMany, "", andMore(b.more)))
}

// missing is an error about a value that must be given.
func (r *report) missing(path, remedy string) {
	r.add(field.ErrorTypeRequired, path, "missing; %s", remedy)
}

// invalid is an error about a value that is wrong in itself.
func (r *report) invalid(path, format string, args ...any) {
	r.add(field.ErrorTypeInvalid, path, format, args...)
}

// forbidden is an error about a value that may not stand beside another.
func (r *report) forbidden(path, format string, args ...any) {
	r.add(field.ErrorTypeForbidden, path, format, args...)
}

// warn is about what is allowed, but seldom meant.
func (r *report) warn(path, format string, args ...any) {
	r.put(&r.warnings, field.ErrorTypeInvalid, path, format, args...)
}

func (r *report) add(kind field.ErrorType, path, format string, args ...any) {
	if r.done[path] {
		return
	}
	r.cover(path)
	r.put(&r.errs, kind, path, format, args...)
}

func (r *report) put(list *capped, kind field.ErrorType, path, format string, args ...any) {
	if r.said == nil || !r.said(kind, path) {
		list.add(kind, path, format, args...)
	}
}

// cover says that all there is to say about a value has been said.
func (r *report) cover(path string) {
	if r.done == nil {
		r.done = map[string]bool{}
	}
	r.done[path] = true
}

// longestCollectionName bounds the names of workers, databases and the like:
// they become part of objects' names, labels and variables.
const longestCollectionName = 40

// name checks the key of a named collection.
func (r *report) name(path, name string) {
	if isCollectionName(name) {
		return
	}
	example := ""
	if usable := strings.ToLower(strings.ReplaceAll(name, "_", "-")); isCollectionName(usable) {
		example = ", such as " + usable
	}
	r.invalid(path, "the name %q is not usable in Kubernetes; write lower-case letters, digits and dashes, "+
		"at most %d of them%s", name, longestCollectionName, example)
}

func isCollectionName(name string) bool { return len(name) <= longestCollectionName && isLabel(name) }

// objectName checks the name of an object in the cluster, such as a Secret.
func (r *report) objectName(path, name string) {
	if name != "" && len(validation.IsDNS1123Subdomain(name)) > 0 {
		r.invalid(path, "%q is not the name of an object; write lower-case letters, digits, dashes and dots", name)
	}
}

// qualifiedName checks a name that may have a domain before it, such as a class.
func (r *report) qualifiedName(path, name string) {
	if name != "" && len(validation.IsQualifiedName(name)) > 0 {
		r.invalid(path, "%q is not a name that Kubernetes accepts here; write one such as example.com/shared", name)
	}
}

// isLabel reports whether text is one label of a DNS name.
func isLabel(text string) bool { return len(validation.IsDNS1123Label(text)) == 0 }

// command checks a command line that is given.
func (r *report) command(path string, command []string) {
	if len(command) > 0 && strings.TrimSpace(command[0]) == "" {
		r.invalid(path, "begins with an empty word; write the program first")
	}
	if len(command) == 1 && strings.Contains(command[0], " ") {
		r.invalid(path, "%q is one word to Kubernetes; write %s", command[0], wordsOf(command[0]))
	}
}

// ownCommand checks a command line that may be a management command by default:
// then django.manage is what is wrong with it.
func (r *report) ownCommand(path string, d Django, command []string) {
	if len(command) < len(d.Manage) || !slices.Equal(command[:len(d.Manage)], d.Manage) {
		r.command(path, command)
	}
}

// once checks that nothing stands in a list twice.
func once[T ~string](r *report, path string, list []T) {
	seen := make(map[T]bool, len(list))
	for i, item := range list {
		if seen[item] {
			r.invalid(path+"["+strconv.Itoa(i)+"]", "%s is in the list twice; remove one", item)
		}
		seen[item] = true
	}
}

// positive checks a length of time that cannot be zero.
func (r *report) positive(path string, d *Duration) {
	if d != nil && d.Duration <= 0 {
		r.invalid(path, "must be greater than 0; write one such as 30s")
	}
}

// short is a duration without the zero units Go writes: 1m, not 1m0s.
func short(d Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
