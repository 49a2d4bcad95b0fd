// Package krm is djangostack as a KRM function: a ResourceList comes in, the
// same list with a stack's objects goes out. Kustomize runs it as generator or
// transformer, kpt in a pipeline.
//
// A request is a DjangoStack and an environment. Where the functionConfig is a
// DjangoStack, that one is made, in the environment its annotation
// djangostack.dev/environment names. Where it is a ConfigMap, every DjangoStack
// among the items is made, in data.environment or the environment of its own
// annotation.
//
// What the package promises, in the order of a run:
//
//   - parse refuses everything that is not one ResourceList;
//   - requests reads the functionConfig as strictly as a stack;
//   - build makes the objects that render prints, or findings and nothing else;
//   - apply puts them into the list by identity, removes what an earlier run
//     made of the same stack and environment, and leaves all other nodes alone;
//   - Run prints the list once and whole. Findings that are errors are printed
//     twice, in the list's results and as text, since kustomize drops results
//     and goes by the exit code alone; the items then are those that came in.
//
// The list is read and written here and not by kyaml's fn framework, whose
// types the tests use: its Execute takes a host's own bookkeeping annotation
// (annotations-migration-resource-id) off every item and drops empty
// annotations of items it has no business with, it takes a list without
// functionConfig for right, and it succeeds in spite of error results.
package krm
