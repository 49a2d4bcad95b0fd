package generate

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// What a Job of the release runs with is all of the environment, since settings read
// it. But it runs again only where what it does may differ: the rest it reads from the
// release's ConfigMap, which keeps its name.

// counting is the part of the plain environment that makes a difference to what a
// component's Job does: the settings, what the user gives, and the databases to a
// migration, the storage to an upload. Hosts, caches and the broker make none.
func (st *Stack) counting(component string) map[string]string {
	counts := map[string]string{}
	if component == staticName {
		counts = maps.Clone(st.Config)
		names := st.Spec.Django.EnvNames
		for _, name := range slices.Concat(names.AllowedHosts, names.CSRFTrustedOrigins) {
			delete(counts, name)
		}
	}
	for _, b := range st.Bindings {
		for name := range b.Config {
			if counting(component, b.Kind) {
				counts[name] = st.Config[name]
			} else {
				delete(counts, name)
			}
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(st.Spec.Django.Env)), settingsVariable) {
		if value, given := st.Config[name]; given {
			counts[name] = value
		}
	}
	return counts
}

// counting reports whether a kind of service makes a difference to what a Job does.
// Of kinds that are not ours nothing is known.
func counting(component string, kind BindingKind) bool {
	switch kind {
	case BindCache, BindBroker, BindProcess:
		return false
	case BindDatabase:
		return component != staticName
	default:
		return true
	}
}

// parted are the variables of a component's Job: those that are composed of a secret
// and of an address that makes no difference have the address as variables of their
// own, from the release's ConfigMap. parts are these.
func (st *Stack) parted(component string) (vars []corev1.EnvVar, parts map[string]string) {
	addresses := map[string]bool{}
	for _, b := range st.Bindings {
		for _, v := range b.Vars {
			addresses[v.Name] = v.Value != "" && !counting(component, b.Kind)
		}
	}
	parts = map[string]string{}
	for _, v := range st.Vars {
		_, given := st.Spec.Django.Env[v.Name]
		if !addresses[v.Name] || v.Value == "" || given {
			vars = append(vars, v)
			continue
		}
		own, value := st.part(v)
		for _, part := range own {
			parts[part.Name] = part.Value
			vars = append(vars, corev1.EnvVar{Name: part.Name, ValueFrom: &corev1.EnvVarSource{
				ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: st.ObjectName(releaseName)},
					Key:                  part.Name,
				},
			}})
		}
		vars = append(vars, corev1.EnvVar{Name: v.Name, Value: value})
	}
	return vars, parts
}

var references = regexp.MustCompile(`\$\([A-Za-z_][A-Za-z0-9_]*\)`)

// part takes a variable's value apart: what stands around its references as variables,
// and the value composed of those.
func (st *Stack) part(v corev1.EnvVar) (parts []corev1.EnvVar, value string) {
	literal := func(text string) {
		if text == "" {
			return
		}
		name := v.Name + "_PART_" + strconv.Itoa(len(parts)+1)
		parts = append(parts, corev1.EnvVar{Name: name, Value: strings.ReplaceAll(text, "$$", "$")})
		value += reference(name)
	}
	rest := v.Value
	for _, at := range references.FindAllStringIndex(v.Value, -1) {
		begin := len(v.Value) - len(rest)
		literal(v.Value[begin:at[0]])
		value += v.Value[at[0]:at[1]]
		rest = v.Value[at[1]:]
	}
	literal(rest)
	return parts, value
}
