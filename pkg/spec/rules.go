package spec

import (
	"cmp"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Validate returns everything that is wrong with a stack in one environment, and
// everything that is allowed but seldom meant. To check a file in all its environments
// use [Document.Resolve], which also knows the positions.
//
// Each finding's Field is a path as in [Error], its Detail a whole message:
// what is wrong and, after a semicolon, the remedy.
//
// Of each at most a hundred are returned, and one more that says how many there
// would be.
func Validate(e *Effective) (errs, warnings field.ErrorList) {
	if e == nil || e.DjangoStack == nil {
		return field.ErrorList{newFinding(field.ErrorType(CodeNoStack), "", noStack)}, nil
	}
	r := &report{loader: e.loader}
	r.validate(e, nil)
	errs, warnings = r.errs.all(), r.warnings.all()
	for _, e := range slices.Concat(errs, warnings) {
		e.Field = shownPath(e.Field)
	}
	return errs, warnings
}

func (r *report) validate(e *Effective, further []Rule) {
	r.effective = e
	for _, rule := range rules() {
		rule(r, e.DjangoStack)
	}
	for _, rule := range further {
		if message := caught("a rule of another package", func() { r.take(rule(e)) }); message != "" {
			r.invalid("spec", "%s", message)
		}
	}
	withhold(e.DjangoStack, r.errs.list, r.warnings.list)
}

// take adds what a rule of another package found. What is nil is nothing.
func (r *report) take(errs, warnings field.ErrorList) {
	for _, e := range errs {
		if e != nil {
			r.add(e.Type, e.Field, "%s", detail(e))
		}
	}
	for _, e := range warnings {
		if e != nil {
			r.put(&r.warnings, warningType(e), e.Field, "%s", detail(e))
		}
	}
}

// detail is a finding's own words, without the value that it is about.
func detail(e *field.Error) string {
	return cmp.Or(e.Detail, lowerFirst(cmp.Or(e.Type, field.ErrorTypeInvalid).String()))
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
		validateExtends,
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
		validateGracePeriods,
		validateProxy,
		validateProxyLocations,
		validateTmpSizes,
		validateStatic,
		validateMedia,
		validateBuckets,
		validateSharedVolumes,
		validateCelery,
		validateWorkers,
		validateProcesses,
		validateServices,
		validateMeasured,
		validateDatabases,
		validateCaches,
		validateBroker,
		validateMail,
		validateArgs,
		validateQueues,
		validateVariables,
		validateConnections,
		validateMigrate,
		validateSuperuser,
		validateJobs,
		validateCron,
		validateExpose,
		validateRoutes,
		validateNetwork,
		validateFamilies,
		validateSecrets,
		validateManifests,
		validatePatches,
		validateValuesSchema,
		validateExtensions,
		validateValues,
	}
}
