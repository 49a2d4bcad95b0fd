package stack

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
)

// identity is what a cluster tells objects apart by: the version is not among it.
type identity struct {
	kind            schema.GroupKind
	namespace, name string
}

// contributed are the objects of a stack so far, and whose they are.
type contributed struct {
	stack   *Stack
	objects []Object
	owners  []string
	byID    map[identity]string
	seen    map[Object]string
}

func (st *Stack) contributed() *contributed {
	const ofWorkload = 4 // mostly: an account, a policy, what makes the pods, a Service
	n := ofWorkload * len(st.Workloads)
	return &contributed{stack: st, byID: make(map[identity]string, n), seen: make(map[Object]string, n)}
}

// add takes the objects of a component over. It refuses those that nothing could be made of,
// or only with the loss of another. The base leaves them out: what makes them so may be a value
// that no environment has, and those that have it are refused there.
func (c *contributed) add(component string, objects []Object) error {
	return guard(component, func() error {
		for i, o := range objects {
			if v := reflect.ValueOf(o); o == nil || v.Kind() == reflect.Pointer && v.IsNil() {
				return fmt.Errorf("object %d of %d is nil; leave it out", i+1, len(objects))
			}
			o, err := typed(o)
			if err == nil {
				err = c.addOne(component, o)
			}
			if err != nil && c.stack.Environment != "" {
				return err
			}
		}
		return nil
	})
}

func (c *contributed) addOne(component string, o Object) error {
	c.stack.complete(o)
	if err := c.stack.checkIdentity(o); err != nil {
		return err
	}
	if err := checkMetadata(o); err != nil {
		return err
	}
	if err := checkPod(o); err != nil {
		return err
	}
	id := identityOf(o)
	if other, again := c.seen[o]; again {
		return fmt.Errorf("%s: the same object comes from %s too; make a new one each time", describe(o), title(other))
	}
	if other, taken := c.byID[id]; taken {
		return fmt.Errorf("%s: %s makes an object of this name too; give one of them another name", describe(o), title(other))
	}
	c.seen[o], c.byID[id] = component, component
	c.objects, c.owners = append(c.objects, o), append(c.owners, component)
	return nil
}

// check refuses what does not fit together, once all objects are there.
func (c *contributed) check() error {
	if err := c.checkScopes(); err != nil {
		return err
	}
	if err := c.checkAccounts(); err != nil {
		return err
	}
	return c.checkWritten()
}

// complete writes into an object the type that builders leave out, and takes from it the
// stack's namespace, which Finish sets. It writes nothing that is so already: an object that
// environments share, against the rule, is read by several goroutines until it is refused.
func (st *Stack) complete(o Object) {
	if kind, found := known().kinds[reflect.TypeOf(o)]; found && o.GetObjectKind().GroupVersionKind() != kind {
		o.GetObjectKind().SetGroupVersionKind(kind)
	}
	if namespace := o.GetNamespace(); namespace != "" && namespace == st.Spec.Namespace.Name {
		o.SetNamespace("")
	}
}

func identityOf(o Object) identity {
	return identity{o.GetObjectKind().GroupVersionKind().GroupKind(), o.GetNamespace(), o.GetName()}
}

// CheckIdentity returns why no cluster would take an object of this kind, name and namespace:
// [Stack.Build] refuses it.
func (st *Stack) CheckIdentity(o Object) error {
	if o == nil {
		return errors.New("no object; make one")
	}
	st.complete(o)
	return st.checkIdentity(o)
}

// CheckObject returns what else [Stack.Build] refuses of an object by itself: labels, annotations,
// containers and volumes that no API server takes.
func (st *Stack) CheckObject(o Object) error {
	if o == nil {
		return errors.New("no object; make one")
	}
	err := cmp.Or(checkMetadata(o), checkPod(o))
	if err == nil {
		return nil
	}
	return errors.New(strings.TrimPrefix(err.Error(), describe(o)+": "))
}

// checkIdentity refuses what no API server would know as an object.
func (st *Stack) checkIdentity(o Object) error {
	kind := o.GetObjectKind().GroupVersionKind()
	switch {
	case kind.Version == "" || kind.Kind == "":
		return fmt.Errorf("%T %q has no apiVersion or kind; set its TypeMeta", o, o.GetName())
	case len(validation.IsDNS1035Label(strings.ToLower(kind.Kind))) > 0 || !isVersion(kind.GroupVersion()):
		return fmt.Errorf("%s: the kind must be a word such as ServiceMonitor, and the apiVersion such as "+
			"monitoring.coreos.com/v1; correct its TypeMeta", describe(o))
	case o.GetName() == "":
		return fmt.Errorf("%s: has no name; give it one", describe(o))
	case len(nameProblems(kind, o.GetName())) > 0:
		return fmt.Errorf("%s: the name must be of lower-case letters, digits, '-' and '.', for some kinds without '.'; "+
			"make it with Stack.NameOf", describe(o))
	case o.GetNamespace() == "":
		return nil
	case st.IsClusterScoped(kind.GroupKind()):
		return fmt.Errorf("%s: must not have a namespace; a %s belongs to the cluster", describe(o), kind.Kind)
	case len(validation.IsDNS1123Label(o.GetNamespace())) > 0:
		return fmt.Errorf("%s: namespace %q: must be of lower-case letters, digits and '-'; correct it", describe(o),
			o.GetNamespace())
	}
	return nil
}

func isVersion(v schema.GroupVersion) bool {
	return (v.Group == "" || len(validation.IsDNS1123Subdomain(v.Group)) == 0) &&
		len(validation.IsDNS1035Label(v.Version)) == 0
}

// nameProblems says what the API server has against a name.
func nameProblems(kind schema.GroupVersionKind, name string) []string {
	switch {
	case kind.Group == rbacv1.GroupName:
		return content.IsPathSegmentName(name)
	case kind.Group == corev1.GroupName && kind.Kind == "Service":
		return validation.IsDNS1035Label(name)
	case kind.Group == corev1.GroupName && kind.Kind == "Namespace":
		return validation.IsDNS1123Label(name)
	default:
		return validation.IsDNS1123Subdomain(name)
	}
}

// typed returns an unstructured object as a value of its type, where that is a known one, so
// that everything finds its pods and references. Any other is returned as it is.
func typed(o Object) (Object, error) {
	unstructured, ok := o.(runtime.Unstructured)
	if !ok {
		return o, nil
	}
	t, found := known().types[o.GetObjectKind().GroupVersionKind()]
	if !found {
		return o, nil
	}
	value := reflect.New(t).Interface().(Object)
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(
		unstructured.UnstructuredContent(), value, true)
	if err != nil {
		return nil, fmt.Errorf("%s: does not have the fields of its kind: %w; correct them", describe(o), err)
	}
	return value, nil
}

// describe names an object for messages.
func describe(o Object) string {
	apiVersion, kind := o.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	return apiVersion + " " + kind + " " + o.GetName()
}

// own stands for a component where the objects are those that every stack has.
const own = "the stack"

// Mutate lets change add, remove and change the objects of [Stack.Build], as a compiler's
// Mutate does, and checks what it returns as Build does. Its error is a [ComponentError].
func (st *Stack) Mutate(objects []Object, change func(*Stack, []Object) ([]Object, error)) ([]Object, error) {
	if st.effective == nil {
		return nil, errNotResolved
	}
	err := st.step("", func() (err error) {
		objects, err = change(st, objects)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := st.contributed()
	if err := all.add("", objects); err != nil {
		return nil, err
	}
	return all.objects, all.check()
}

var errNotResolved = errors.New("the stack is not resolved; make it with Resolve")
