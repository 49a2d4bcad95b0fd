package django

import (
	"path"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// addBuckets says which object stores there are.
func (e *Environment) addBuckets(buckets []spec.NamedBucket) {
	for _, b := range buckets {
		for _, setting := range b.Settings() {
			for _, name := range b.EnvNames[setting.Key].Or(b.Prefix + setting.Name).Given() {
				switch {
				case setting.File && setting.SecretKey != "":
					e.Config[name] = bucketFile(b, setting)
				case setting.SecretKey != "":
					ref := spec.SecretKey{Secret: b.Secret, Key: setting.SecretKey}
					e.Vars = append(e.Vars, stack.SecretVar(name, ref))
				case setting.Value != "":
					e.Config[name] = setting.Value
				}
			}
		}
	}
}

// bucketFile is where a file of a bucket's Secret is mounted.
func bucketFile(b spec.NamedBucket, setting spec.BucketSetting) string {
	return path.Join(secretFilesPath, b.Use+"-bucket", setting.SecretKey)
}

// bucketFiles are the files of the buckets' Secrets, by the path they are mounted at.
func bucketFiles(st *stack.Stack) map[string]spec.SecretKey {
	files := map[string]spec.SecretKey{}
	for _, b := range st.Spec.Buckets() {
		for _, setting := range b.Settings() {
			told := len(b.EnvNames[setting.Key].Or(setting.Name).Given()) > 0
			if setting.File && setting.SecretKey != "" && told {
				files[bucketFile(b, setting)] = spec.SecretKey{Secret: b.Secret, Key: setting.SecretKey}
			}
		}
	}
	return files
}

// bucketEgress returns the rules by which pods reach the object stores.
func bucketEgress(st *stack.Stack) []stack.NetworkRule {
	var rules []stack.NetworkRule
	for _, server := range st.Spec.BucketServers() {
		o := stack.NetworkRule{Port: int32(server.Port), Namespace: server.Namespace}
		if server.Namespace == "" {
			o.CIDRs = []string{spec.Anywhere}
		}
		rules = append(rules, o)
	}
	return rules
}
