// Package conformance proves the golden trees against a real Kubernetes API
// server, which runs with its etcd inside go test.
//
// A schema check sees one object at a time. Only the server itself says whether
// a stack is accepted: defaulting, validation, admission and warnings are its
// code, not a copy of it. Nothing runs the stacks here, there is neither
// scheduler nor kubelet nor controller: that is the business of the tests in
// test/e2e.
//
// It is a module of its own and reads the goldens as files, so that the
// library's Kubernetes version and the server's never have to agree.
package conformance
