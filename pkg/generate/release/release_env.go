package release

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// What a Job of the release runs with is all of the environment, since settings read
// it. But it runs again only where what it does may differ: the rest it reads from the
// release's ConfigMap, which keeps its name.

// relevantConfig is the part of the plain environment that makes a difference to what a
// component's Job does: the settings, what the user gives, and the databases to a
// migration, the storage to an upload. Hosts, caches and the broker make none.
func relevantConfig(st *stack.Stack, component string) map[string]string {
	env, counts := django.EnvironmentOf(st), map[string]string{}
	if component == staticName {
		counts = maps.Clone(env.Config)
		names := st.Spec.Django.EnvNames
		for _, name := range slices.Concat(names.AllowedHosts, names.CSRFTrustedOrigins) {
			delete(counts, name)
		}
	}
	for _, s := range env.Services {
		for name := range s.Config {
			if isRelevant(component, s.Kind) {
				counts[name] = env.Config[name]
			} else {
				delete(counts, name)
			}
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(st.Spec.Django.Env)), django.SettingsVariable) {
		if value, given := env.Config[name]; given {
			counts[name] = value
		}
	}
	return counts
}

// isRelevant reports whether a kind of service makes a difference to what a Job does.
// Of kinds that are not ours nothing is known.
func isRelevant(component string, kind stack.BindingKind) bool {
	switch kind {
	case stack.BindCache, stack.BindBroker, stack.BindProcess, django.BindMail:
		return false
	case stack.BindDatabase:
		return component != staticName
	default:
		return true
	}
}

// parted are the variables of a component's Job. Kubernetes replaces references in a
// Job's variables but not in a ConfigMap, and a Job's variables cannot change under its
// name. So where a value is composed of a secret and of an address that makes no
// difference, the text of the address becomes variables of its own, parts, which the
// Job reads from the release's ConfigMap.
func parted(st *stack.Stack, component string) (vars []corev1.EnvVar, parts map[string]string) {
	env, addresses := django.EnvironmentOf(st), map[string]bool{}
	for _, s := range env.Services {
		for _, v := range s.Vars {
			addresses[v.Name] = v.Value != "" && !isRelevant(component, s.Kind)
		}
	}
	parts = map[string]string{}
	for _, v := range env.Vars {
		_, given := st.Spec.Django.Env[v.Name]
		if !addresses[v.Name] || v.Value == "" || given {
			vars = append(vars, v)
			continue
		}
		own, value := takeApart(v)
		for _, part := range own {
			parts[part.Name] = part.Value
			vars = append(vars, corev1.EnvVar{Name: part.Name, ValueFrom: &corev1.EnvVarSource{
				ConfigMapKeyRef: &corev1.ConfigMapKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: st.ObjectName(django.ReleaseName)},
					Key:                  part.Name,
				},
			}})
		}
		vars = append(vars, corev1.EnvVar{Name: v.Name, Value: value})
	}
	return vars, parts
}

// valueToken is a reference to a variable, or text between references, where $$ is a $.
var valueToken = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\([A-Za-z_][A-Za-z0-9_]*\)|(?:\$\$|[^$])+|\$`)
})

// takeApart makes variables of the text between a value's references, and the value
// that is composed of those.
func takeApart(v corev1.EnvVar) (parts []corev1.EnvVar, value string) {
	for _, token := range valueToken().FindAllString(v.Value, -1) {
		if strings.HasPrefix(token, "$(") {
			value += token
			continue
		}
		name := v.Name + "_PART_" + strconv.Itoa(len(parts)+1)
		parts = append(parts, corev1.EnvVar{Name: name, Value: strings.ReplaceAll(token, "$$", "$")})
		value += stack.Reference(name)
	}
	return parts, value
}
