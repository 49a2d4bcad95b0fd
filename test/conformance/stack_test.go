package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// stack is one environment on its way through the server.
type stack struct {
	name    string
	cluster *cluster
	objects []*object
	// unmeasured is set where pods need not say what they use.
	unmeasured bool
	// withAccounts is set where the ServiceAccounts exist that pods name and the stack does not
	// make.
	withAccounts bool
}

// object pairs what the golden says with what the server made of it.
type object struct {
	golden *unstructured.Unstructured
	served *unstructured.Unstructured // nil until the server accepted it
}

func newStack(c *cluster, e environment) *stack {
	s := &stack{name: e.name, cluster: c}
	for _, golden := range e.objects {
		s.objects = append(s.objects, &object{golden: golden})
	}
	return s
}

// step is one question put to the server about a whole stack.
type step struct {
	name string
	run  func(context.Context) error
}

// steps are in the order they build on one another.
func (s *stack) steps() []step {
	return []step{
		{"is accepted", s.install},
		{"is accepted again unchanged", s.reinstall},
		{"may run its pods", s.admitPods},
		{"selects the pods it means", func(context.Context) error { return s.checkSelectors() }},
		{"takes a new image", s.upgrade},
	}
}

// each runs one check over all objects, so that one run shows all failures.
func (s *stack) each(check func(*object) error) error {
	var failures []error
	for _, o := range s.objects {
		if err := check(o); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", describe(o.golden), err))
		}
	}
	return errors.Join(failures...)
}

// describe names an object as a person would look for it in the golden.
func describe(object *unstructured.Unstructured) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s/%s",
		object.GetKind(), object.GetNamespace(), object.GetName()))
}

// install applies everything in the golden's own order, as kubectl does, after
// making the namespaces as strict as they get.
func (s *stack) install(ctx context.Context) error {
	if err := s.furnishNamespaces(ctx); err != nil {
		return err
	}
	return s.each(func(o *object) error {
		served, err := s.cluster.apply(ctx, o.golden)
		if err != nil {
			return err
		}
		o.served = served
		if o.golden.GetKind() != "ResourceQuota" {
			return nil
		}
		if err := s.cluster.activateQuota(ctx, o.golden.GetNamespace(), o.golden.GetName()); err != nil {
			return err
		}
		o.served, err = s.get(ctx, o)
		return err
	})
}

func (s *stack) furnishNamespaces(ctx context.Context) error {
	names := map[string]bool{}
	for _, o := range s.objects {
		if o.golden.GetKind() == "Namespace" {
			if _, err := s.cluster.apply(ctx, o.golden); err != nil {
				return fmt.Errorf("%s: %w", describe(o.golden), err)
			}
			names[o.golden.GetName()] = true
		} else if namespace := o.golden.GetNamespace(); namespace != "" {
			names[namespace] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := s.cluster.furnish(ctx, name); err != nil {
			return fmt.Errorf("namespace %s: %w", name, err)
		}
		demand := s.cluster.demandResources
		if s.unmeasured {
			demand = s.cluster.demandNothing
		}
		if err := demand(ctx, name); err != nil {
			return fmt.Errorf("quota of namespace %s: %w", name, err)
		}
	}
	if !s.withAccounts {
		return nil
	}
	return s.createAccounts(ctx)
}

// createAccounts makes the ServiceAccounts that the stack's pods run as and that are not its own:
// it says that they exist.
func (s *stack) createAccounts(ctx context.Context) error {
	return s.each(func(o *object) error {
		name, found, _ := unstructured.NestedString(podTemplate(o.golden), "spec", "serviceAccountName")
		isOwn := slices.ContainsFunc(s.objects, func(other *object) bool {
			return other.golden.GetKind() == "ServiceAccount" && other.golden.GetName() == name &&
				other.golden.GetNamespace() == o.golden.GetNamespace()
		})
		if !found || isOwn {
			return nil
		}
		return s.cluster.createAccount(ctx, o.golden.GetNamespace(), name)
	})
}

// get reads the object as it is now.
func (s *stack) get(ctx context.Context, o *object) (*unstructured.Unstructured, error) {
	resource, err := s.cluster.resource(o.golden)
	if err != nil {
		return nil, err
	}
	return resource.Get(ctx, o.golden.GetName(), metav1.GetOptions{})
}

// reinstall applies everything twice more. A field that the server rewrites
// would make GitOps controllers report drift, or restart pods, for ever.
//
// The first time the content must stay as it is, the second time not even a
// write may happen: a claim's first update stores the phase that its creation
// left to be defaulted.
func (s *stack) reinstall(ctx context.Context) error {
	return s.each(func(o *object) error {
		if o.served == nil {
			return nil
		}
		again, err := s.cluster.apply(ctx, o.golden)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(content(o.served), content(again)); diff != "" {
			return fmt.Errorf("changed:\n%s", diff)
		}
		o.served, err = s.cluster.apply(ctx, o.golden)
		if err != nil {
			return err
		}
		return sameVersion(again, o.served)
	})
}

// content is the object without the mark of its last write.
func content(served *unstructured.Unstructured) map[string]any {
	bare := served.DeepCopy()
	bare.SetResourceVersion("")
	return bare.Object
}

// untouched reports objects that changed since this stack was last applied,
// which only another stack's objects of the same name can have done.
func (s *stack) untouched(ctx context.Context) error {
	return s.each(func(o *object) error {
		if o.served == nil {
			return nil
		}
		now, err := s.get(ctx, o)
		if err != nil {
			return err
		}
		return sameVersion(o.served, now)
	})
}

func sameVersion(before, after *unstructured.Unstructured) error {
	if before.GetResourceVersion() == after.GetResourceVersion() {
		return nil
	}
	return fmt.Errorf("changed:\n%s", cmp.Diff(before.Object, after.Object))
}
