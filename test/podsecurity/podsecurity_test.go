package podsecurity

import (
	"math/rand/v2"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	psa "k8s.io/pod-security-admission/policy"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/policy"
)

// ways are the checks of Pod Security by their names, and what a policy calls what they refuse.
var ways = map[psa.CheckID][]policy.Security{
	"allowPrivilegeEscalation":   {policy.AllowPrivilegeEscalation},
	"appArmorProfile":            {policy.AppArmorProfile},
	"capabilities_baseline":      {policy.Capabilities},
	"capabilities_restricted":    {policy.Capabilities},
	"hostNamespaces":             {policy.HostNamespaces},
	"hostPathVolumes":            {policy.HostPath},
	"hostPorts":                  {policy.HostPort},
	"hostProbesAndHostLifecycle": {policy.ProbeHost},
	"privileged":                 {policy.Privileged},
	"procMount":                  {policy.ProcMount},
	"procMount_restricted":       {policy.ProcMount},
	"restrictedVolumes":          {policy.VolumeTypes, policy.HostPath},
	"runAsNonRoot":               {policy.RunAsNonRoot},
	"runAsUser":                  {policy.RunAsUser},
	"seLinuxOptions":             {policy.SELinuxOptions},
	"seccompProfile_baseline":    {policy.SeccompProfile},
	"seccompProfile_restricted":  {policy.SeccompProfile},
	"sysctls":                    {policy.Sysctls},
	"windowsHostProcess":         {policy.HostProcess},
}

// TestPodSecurity: of random pods, a policy refuses for each reason just those that Pod Security does.
func TestPodSecurity(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	refused := map[policy.Security]int{}
	for range 20_000 {
		pod := random(r)
		want := map[policy.Security]bool{}
		for _, check := range psa.DefaultChecks() {
			latest := check.Versions[len(check.Versions)-1]
			of, known := ways[check.ID]
			if !known {
				t.Fatalf("a policy knows nothing of %s", check.ID)
			}
			if !latest.CheckPod(&pod.ObjectMeta, &pod.Spec).Allowed {
				for _, way := range of {
					want[way] = true
				}
			}
		}
		got := lowered(t, pod)
		if want[policy.HostPath] != (got[policy.HostPath] || got[policy.VolumeTypes]) {
			t.Fatalf("volumes: %v, and Pod Security says %v: %+v", got, want, pod.Spec.Volumes)
		}
		for way := range merged(got, want) {
			refused[way]++
			if got[way] != want[way] && way != policy.HostPath && way != policy.VolumeTypes {
				t.Fatalf("%s: %t, and Pod Security says %t: %+v", way, got[way], want[way], pod.Spec)
			}
		}
	}
	for _, of := range ways {
		for _, way := range of {
			if refused[way] < 100 {
				t.Errorf("%s is refused of %d pods; make more", way, refused[way])
			}
		}
	}
}

func merged(a, b map[policy.Security]bool) map[policy.Security]bool {
	all := map[policy.Security]bool{}
	for _, m := range []map[policy.Security]bool{a, b} {
		for way := range m {
			all[way] = true
		}
	}
	return all
}

// lowered is what a policy that allows nothing says of a pod.
func lowered(t *testing.T, pod *corev1.Pod) map[policy.Security]bool {
	t.Helper()
	p := &policy.Policy{}
	p.Spec.LoweredSecurity = []policy.Security{policy.ReadOnlyRootFilesystem, policy.AutomountServiceAccountToken}
	found, err := p.Judge(nil, []stack.Object{pod})
	if err != nil {
		t.Fatal(err)
	}
	all := map[policy.Security]bool{}
	for _, f := range found {
		_, list, _ := strings.Cut(f.Detail, "(")
		list, _, _ = strings.Cut(list, ")")
		for name := range strings.SplitSeq(list, ", ") {
			all[policy.Security(name)] = true
		}
	}
	return all
}

// random makes a pod, most of whose fields are as Pod Security wants them.
func random(r *rand.Rand) *corev1.Pod {
	pod := &corev1.Pod{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "a"},
	}
	if r.IntN(20) == 0 {
		profile := some(r, "runtime/default", "localhost/a", "unconfined", "")
		pod.Annotations = map[string]string{corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix + "c": profile}
	}
	s := &pod.Spec
	rarely := func() bool { return r.IntN(12) == 0 }
	s.HostNetwork, s.HostPID, s.HostIPC = r.IntN(40) == 0, r.IntN(40) == 0, r.IntN(40) == 0
	if !rarely() {
		s.SecurityContext = &corev1.PodSecurityContext{
			RunAsNonRoot: some(r, new(true), new(false), nil), RunAsUser: some(r, nil, new(int64(5)), new(int64(0))),
			SeccompProfile: seccomp(r), SELinuxOptions: selinux(r), WindowsOptions: windows(r), AppArmorProfile: apparmor(r),
		}
		for _, name := range []string{"kernel.shm_rmid_forced", "net.ipv4.tcp_rmem", "kernel.msgmax"} {
			if rarely() {
				s.SecurityContext.Sysctls = append(s.SecurityContext.Sysctls, corev1.Sysctl{Name: name, Value: "1"})
			}
		}
	}
	for range r.IntN(3) {
		s.Volumes = append(s.Volumes, corev1.Volume{Name: "v", VolumeSource: volume(r)})
	}
	for range 1 + r.IntN(2) {
		s.Containers = append(s.Containers, container(r))
	}
	for range r.IntN(2) {
		s.InitContainers = append(s.InitContainers, container(r))
	}
	if rarely() {
		c := corev1.EphemeralContainerCommon(container(r))
		s.EphemeralContainers = []corev1.EphemeralContainer{{EphemeralContainerCommon: c}}
	}
	return pod
}

func container(r *rand.Rand) corev1.Container {
	c := corev1.Container{Name: "c", Image: "a"}
	rarely := func() bool { return r.IntN(12) == 0 }
	if rarely() {
		c.Ports = []corev1.ContainerPort{{ContainerPort: 80, HostPort: int32(r.IntN(2) * 80)}}
	}
	if rarely() {
		host := some(r, "", "", "example.com")
		switch r.IntN(4) {
		case 0:
			c.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
				HTTPGet: &corev1.HTTPGetAction{Host: host, Port: intstr.FromInt32(80)},
			}}
		case 1:
			c.StartupProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
				TCPSocket: &corev1.TCPSocketAction{Host: host, Port: intstr.FromInt32(80)},
			}}
		case 2:
			c.Lifecycle = &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
				HTTPGet: &corev1.HTTPGetAction{Host: host, Port: intstr.FromInt32(80)},
			}}
		default:
			c.Lifecycle = &corev1.Lifecycle{PostStart: &corev1.LifecycleHandler{
				TCPSocket: &corev1.TCPSocketAction{Host: host, Port: intstr.FromInt32(80)},
			}}
		}
	}
	if rarely() {
		return c
	}
	c.SecurityContext = &corev1.SecurityContext{
		AllowPrivilegeEscalation: some(r, new(false), new(true), nil), Privileged: some(r, nil, new(false), new(true)),
		RunAsNonRoot: some(r, nil, new(true), new(false)), RunAsUser: some(r, nil, new(int64(5)), new(int64(0))),
		Capabilities: capabilities(r), SeccompProfile: seccomp(r), SELinuxOptions: selinux(r),
		WindowsOptions: windows(r), AppArmorProfile: apparmor(r),
		ProcMount: some(r, nil, new(corev1.DefaultProcMount), new(corev1.UnmaskedProcMount)),
	}
	return c
}

// some is the first of two or three values, mostly.
func some[T any](r *rand.Rand, values ...T) T {
	if r.IntN(5) > 0 {
		return values[0]
	}
	return values[r.IntN(len(values))]
}

func capabilities(r *rand.Rand) *corev1.Capabilities {
	return some(r,
		&corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}, nil, &corev1.Capabilities{},
		&corev1.Capabilities{Drop: []corev1.Capability{"NET_RAW"}},
		&corev1.Capabilities{Drop: []corev1.Capability{"KILL", "ALL"}, Add: []corev1.Capability{"NET_BIND_SERVICE"}},
		&corev1.Capabilities{Drop: []corev1.Capability{"ALL"}, Add: []corev1.Capability{"CHOWN"}},
		&corev1.Capabilities{Drop: []corev1.Capability{"all"}},
	)
}

func seccomp(r *rand.Rand) *corev1.SeccompProfile {
	return some(r,
		&corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}, nil,
		&corev1.SeccompProfile{Type: corev1.SeccompProfileTypeUnconfined},
		&corev1.SeccompProfile{Type: corev1.SeccompProfileTypeLocalhost, LocalhostProfile: new("a")},
	)
}

func apparmor(r *rand.Rand) *corev1.AppArmorProfile {
	return some(r,
		nil, &corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeRuntimeDefault},
		&corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeUnconfined},
		&corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeLocalhost, LocalhostProfile: new("a")},
	)
}

func selinux(r *rand.Rand) *corev1.SELinuxOptions {
	return some(r,
		nil, &corev1.SELinuxOptions{}, &corev1.SELinuxOptions{Type: "container_t", Level: "s0"},
		&corev1.SELinuxOptions{Type: "container_engine_t"}, &corev1.SELinuxOptions{Type: "spc_t"},
		&corev1.SELinuxOptions{User: "a"}, &corev1.SELinuxOptions{Role: "a"},
	)
}

func windows(r *rand.Rand) *corev1.WindowsSecurityContextOptions {
	return some(r,
		nil, nil, &corev1.WindowsSecurityContextOptions{HostProcess: new(false)},
		&corev1.WindowsSecurityContextOptions{HostProcess: new(true)},
	)
}

func volume(r *rand.Rand) corev1.VolumeSource {
	return some(r,
		corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}},
		corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{}},
		corev1.VolumeSource{CSI: &corev1.CSIVolumeSource{Driver: "a"}},
		corev1.VolumeSource{DownwardAPI: &corev1.DownwardAPIVolumeSource{}},
		corev1.VolumeSource{Ephemeral: &corev1.EphemeralVolumeSource{}},
		corev1.VolumeSource{Image: &corev1.ImageVolumeSource{}},
		corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{}},
		corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{}},
		corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{}},
		corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}},
		corev1.VolumeSource{NFS: &corev1.NFSVolumeSource{Server: "a"}},
		corev1.VolumeSource{ISCSI: &corev1.ISCSIVolumeSource{TargetPortal: "a"}},
		corev1.VolumeSource{},
	)
}
