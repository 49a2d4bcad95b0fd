package conformance

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

// podSecurity is what a careful administrator demands of every namespace. A
// golden Namespace may say the same, never less.
var podSecurity = map[string]string{
	"pod-security.kubernetes.io/enforce":         "restricted",
	"pod-security.kubernetes.io/enforce-version": "latest",
	"pod-security.kubernetes.io/warn":            "restricted",
	"pod-security.kubernetes.io/audit":           "restricted",
}

// furnish makes the namespace's Pod Security the strictest one a stack meets in
// practice, and creates the default service account, as a controller does in a whole
// cluster.
func (c *cluster) furnish(ctx context.Context, name string) error {
	if err := c.restrict(ctx, name); err != nil {
		return err
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default"}}
	_, err := c.admin.CoreV1().ServiceAccounts(name).Create(ctx, account, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	return c.awaitRefusal(ctx, name, corev1.Container{Resources: fewResources()}, "violates PodSecurity")
}

// demandResources gives the namespace a quota, wide enough for any stack: it is
// there so that pods must state what they use, which a quota on a resource demands.
func (c *cluster) demandResources(ctx context.Context, name string) error {
	quota := &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: quotaName},
		Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{
			corev1.ResourcePods:           resource.MustParse("1000"),
			corev1.ResourceRequestsCPU:    resource.MustParse("1000"),
			corev1.ResourceRequestsMemory: resource.MustParse("4Ti"),
			corev1.ResourceLimitsMemory:   resource.MustParse("4Ti"),
		}},
	}
	_, err := c.admin.CoreV1().ResourceQuotas(name).Create(ctx, quota, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	if err := c.activateQuota(ctx, name, quota.Name); err != nil {
		return err
	}
	return c.awaitRefusal(ctx, name, corev1.Container{SecurityContext: confined()}, quotaRefusal)
}

// createAccount makes a ServiceAccount, if there is none of the name.
func (c *cluster) createAccount(ctx context.Context, namespace, name string) error {
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	_, err := c.admin.CoreV1().ServiceAccounts(namespace).Create(ctx, account, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// demandNothing takes back the quota that another stack brought to the namespace.
func (c *cluster) demandNothing(ctx context.Context, name string) error {
	err := c.admin.CoreV1().ResourceQuotas(name).Delete(ctx, quotaName, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.awaitAnswer(ctx, name, corev1.Container{SecurityContext: confined()}, func(err error) bool {
		return err == nil || !strings.Contains(err.Error(), quotaRefusal)
	})
}

const (
	quotaName    = "conformance"
	quotaRefusal = "failed quota"
)

// restrict creates the namespace where the stack leaves that to its owner, and
// adds the Pod Security labels it lacks.
func (c *cluster) restrict(ctx context.Context, name string) error {
	namespaces := c.admin.CoreV1().Namespaces()
	namespace, err := namespaces.Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		namespace = &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		namespace, err = namespaces.Create(ctx, namespace, metav1.CreateOptions{})
	}
	if err != nil {
		return err
	}
	for key, want := range podSecurity {
		if got, ok := namespace.Labels[key]; ok && got != want {
			return fmt.Errorf("label %s is %q, want %q", key, got, want)
		}
		metav1.SetMetaDataLabel(&namespace.ObjectMeta, key, want)
	}
	_, err = namespaces.Update(ctx, namespace, metav1.UpdateOptions{})
	return err
}

// activateQuota fills in the status, without which admission ignores a quota,
// in place of the quota controller.
func (c *cluster) activateQuota(ctx context.Context, namespace, name string) error {
	quotas := c.admin.CoreV1().ResourceQuotas(namespace)
	quota, err := quotas.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	quota.Status = corev1.ResourceQuotaStatus{Hard: quota.Spec.Hard, Used: corev1.ResourceList{}}
	for name := range quota.Spec.Hard {
		quota.Status.Used[name] = resource.Quantity{}
	}
	_, err = quotas.UpdateStatus(ctx, quota, metav1.UpdateOptions{})
	return err
}

func fewResources() corev1.ResourceRequirements {
	few := corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse("1m"),
		corev1.ResourceMemory: resource.MustParse("1Mi"),
	}
	return corev1.ResourceRequirements{Requests: few, Limits: few}
}

// confined is what Pod Security asks of a container.
func confined() *corev1.SecurityContext {
	return &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false),
		RunAsNonRoot:             new(true),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
}

// awaitRefusal creates a pod of one container, for show, until the server refuses it
// as it should: admission reads the namespace's labels and quotas from caches, and
// before it has seen them it would let everything pass.
func (c *cluster) awaitRefusal(
	ctx context.Context, namespace string, container corev1.Container, refusal string,
) error {
	err := c.awaitAnswer(ctx, namespace, container, func(err error) bool {
		return err != nil && strings.Contains(err.Error(), refusal)
	})
	if err != nil {
		return fmt.Errorf("waiting for a pod to be refused with %q: %w", refusal, err)
	}
	return nil
}

// awaitAnswer creates a pod of one container, for show, until the server's answer is
// the one that is wanted.
func (c *cluster) awaitAnswer(
	ctx context.Context, namespace string, container corev1.Container, wanted func(error) bool,
) error {
	container.Name, container.Image = "probe", "probe"
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "probe"},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{container}},
	}
	options := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}
	return wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, 30*time.Second, true,
		func(ctx context.Context) (bool, error) {
			_, err := c.admin.CoreV1().Pods(namespace).Create(ctx, pod, options)
			return wanted(err), nil
		})
}
