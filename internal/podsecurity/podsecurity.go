// Package podsecurity tells in which ways a pod is less secure than Pod Security restricted, a
// root filesystem that is read-only, and no token of a ServiceAccount.
package podsecurity

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// The ways, mostly named by the field that makes a pod so.
const (
	AllowPrivilegeEscalation     = "allowPrivilegeEscalation"
	AppArmorProfile              = "appArmorProfile"
	AutomountServiceAccountToken = "automountServiceAccountToken"
	Capabilities                 = "capabilities"
	HostNamespaces               = "hostNamespaces"
	HostPath                     = "hostPath"
	HostPort                     = "hostPort"
	HostProcess                  = "hostProcess"
	Privileged                   = "privileged"
	ProbeHost                    = "probeHost"
	ProcMount                    = "procMount"
	ReadOnlyRootFilesystem       = "readOnlyRootFilesystem"
	RunAsNonRoot                 = "runAsNonRoot"
	RunAsUser                    = "runAsUser"
	SELinuxOptions               = "seLinuxOptions"
	SeccompProfile               = "seccompProfile"
	Sysctls                      = "sysctls"
	VolumeTypes                  = "volumeTypes"
)

// IsOfStandard reports whether a way is one that Pod Security restricted refuses; the others are
// what a stack does beyond it.
func IsOfStandard(way string) bool {
	return way != ReadOnlyRootFilesystem && way != AutomountServiceAccountToken
}

// Lowered are the ways of a pod with some annotations, in order.
func Lowered(pod *corev1.PodSpec, annotations map[string]string) []string {
	found := map[string]bool{}
	podSecurity(pod, found)
	for key, profile := range annotations {
		if strings.HasPrefix(key, corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix) {
			found[AppArmorProfile] = found[AppArmorProfile] || profile != "" &&
				profile != corev1.DeprecatedAppArmorBetaProfileRuntimeDefault &&
				!strings.HasPrefix(profile, corev1.DeprecatedAppArmorBetaProfileNamePrefix)
		}
	}
	EachContainer(pod, func(c *corev1.Container) { containerSecurity(pod, c, found) })
	var names []string
	for name, lowered := range found {
		if lowered {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// podSecurity finds what is lowered for a pod as a whole.
func podSecurity(p *corev1.PodSpec, found map[string]bool) {
	sc := p.SecurityContext
	if sc == nil {
		sc = &corev1.PodSecurityContext{}
	}
	set := func(s string, lowered bool) { found[s] = found[s] || lowered }
	set(HostNamespaces, p.HostNetwork || p.HostPID || p.HostIPC)
	set(AutomountServiceAccountToken, p.AutomountServiceAccountToken == nil || *p.AutomountServiceAccountToken)
	set(RunAsNonRoot, sc.RunAsNonRoot != nil && !*sc.RunAsNonRoot)
	set(RunAsUser, sc.RunAsUser != nil && *sc.RunAsUser == 0)
	set(SeccompProfile, sc.SeccompProfile != nil && !isConfined(sc.SeccompProfile))
	set(SELinuxOptions, !isContainers(sc.SELinuxOptions))
	set(HostProcess, isHostProcess(sc.WindowsOptions))
	set(AppArmorProfile, isUnconfined(sc.AppArmorProfile))
	set(Sysctls, slices.ContainsFunc(sc.Sysctls, func(s corev1.Sysctl) bool { return !safeSysctls[s.Name] }))
	for v := range p.Volumes {
		source := &p.Volumes[v].VolumeSource
		set(HostPath, source.HostPath != nil)
		set(AutomountServiceAccountToken, hasToken(source.Projected))
		set(VolumeTypes, source.HostPath == nil && !isPlainVolume(source))
	}
}

// hasToken reports whether a volume has a token of the ServiceAccount.
func hasToken(v *corev1.ProjectedVolumeSource) bool {
	return v != nil && slices.ContainsFunc(v.Sources, func(s corev1.VolumeProjection) bool {
		return s.ServiceAccountToken != nil
	})
}

// containerSecurity finds what is lowered for a container, of which the pod may say some.
func containerSecurity(p *corev1.PodSpec, c *corev1.Container, found map[string]bool) {
	sc, of := c.SecurityContext, p.SecurityContext
	if sc == nil {
		sc = &corev1.SecurityContext{}
	}
	if of == nil {
		of = &corev1.PodSecurityContext{}
	}
	set := func(s string, lowered bool) { found[s] = found[s] || lowered }
	set(Privileged, isTrue(sc.Privileged))
	set(AllowPrivilegeEscalation, sc.AllowPrivilegeEscalation == nil || *sc.AllowPrivilegeEscalation)
	set(ReadOnlyRootFilesystem, !isTrue(sc.ReadOnlyRootFilesystem))
	set(RunAsNonRoot, sc.RunAsNonRoot == nil && !isTrue(of.RunAsNonRoot) || sc.RunAsNonRoot != nil && !*sc.RunAsNonRoot)
	set(RunAsUser, sc.RunAsUser != nil && *sc.RunAsUser == 0)
	set(Capabilities, !areDropped(sc.Capabilities))
	set(SELinuxOptions, !isContainers(sc.SELinuxOptions))
	set(HostProcess, isHostProcess(sc.WindowsOptions))
	set(AppArmorProfile, isUnconfined(sc.AppArmorProfile))
	set(ProcMount, sc.ProcMount != nil && *sc.ProcMount != corev1.DefaultProcMount)
	profile := sc.SeccompProfile
	if profile == nil {
		profile = of.SeccompProfile
	}
	set(SeccompProfile, !isConfined(profile))
	set(HostPort, slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool { return p.HostPort != 0 }))
	set(ProbeHost, asksHost(c))
}

func isTrue(b *bool) bool { return b != nil && *b }

// areDropped reports whether a container has no capability but perhaps that of binding a
// low port.
func areDropped(c *corev1.Capabilities) bool {
	return c != nil && slices.Contains(c.Drop, "ALL") &&
		!slices.ContainsFunc(c.Add, func(name corev1.Capability) bool { return name != "NET_BIND_SERVICE" })
}

// isContainers reports whether SELinux treats processes as those of a container.
func isContainers(o *corev1.SELinuxOptions) bool {
	types := []string{"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}
	return o == nil || o.User == "" && o.Role == "" && slices.Contains(types, o.Type)
}

func isHostProcess(o *corev1.WindowsSecurityContextOptions) bool {
	return o != nil && isTrue(o.HostProcess)
}

// isConfined reports whether a profile limits the calls of the system.
func isConfined(p *corev1.SeccompProfile) bool {
	return p != nil && (p.Type == corev1.SeccompProfileTypeRuntimeDefault || p.Type == corev1.SeccompProfileTypeLocalhost)
}

// isUnconfined reports whether a profile of AppArmor lets a process do everything.
func isUnconfined(p *corev1.AppArmorProfile) bool {
	return p != nil && p.Type != corev1.AppArmorProfileTypeRuntimeDefault &&
		p.Type != corev1.AppArmorProfileTypeLocalhost
}

// safeSysctls are those that Pod Security lets a pod set.
var safeSysctls = map[string]bool{
	"kernel.shm_rmid_forced": true, "net.ipv4.ip_local_port_range": true, "net.ipv4.ip_unprivileged_port_start": true,
	"net.ipv4.tcp_syncookies": true, "net.ipv4.ping_group_range": true, "net.ipv4.ip_local_reserved_ports": true,
	"net.ipv4.tcp_keepalive_time": true, "net.ipv4.tcp_fin_timeout": true, "net.ipv4.tcp_keepalive_intvl": true,
	"net.ipv4.tcp_keepalive_probes": true, "net.ipv4.tcp_rmem": true, "net.ipv4.tcp_wmem": true,
}

// isPlainVolume reports whether a volume is of a type that Pod Security restricted allows.
func isPlainVolume(v *corev1.VolumeSource) bool {
	return v.ConfigMap != nil || v.CSI != nil || v.DownwardAPI != nil || v.EmptyDir != nil || v.Ephemeral != nil ||
		v.Image != nil || v.PersistentVolumeClaim != nil || v.Projected != nil || v.Secret != nil
}

// asksHost reports whether a probe or a hook of a container has a host other than the pod.
func asksHost(c *corev1.Container) bool {
	for _, p := range []*corev1.Probe{c.LivenessProbe, c.ReadinessProbe, c.StartupProbe} {
		if p != nil && (p.HTTPGet != nil && p.HTTPGet.Host != "" || p.TCPSocket != nil && p.TCPSocket.Host != "") {
			return true
		}
	}
	if c.Lifecycle == nil {
		return false
	}
	for _, h := range []*corev1.LifecycleHandler{c.Lifecycle.PostStart, c.Lifecycle.PreStop} {
		if h != nil && (h.HTTPGet != nil && h.HTTPGet.Host != "" || h.TCPSocket != nil && h.TCPSocket.Host != "") {
			return true
		}
	}
	return false
}

// EachContainer visits all containers of a pod.
func EachContainer(p *corev1.PodSpec, visit func(*corev1.Container)) {
	for i := range p.InitContainers {
		visit(&p.InitContainers[i])
	}
	for i := range p.Containers {
		visit(&p.Containers[i])
	}
	for i := range p.EphemeralContainers {
		visit((*corev1.Container)(&p.EphemeralContainers[i].EphemeralContainerCommon))
	}
}
