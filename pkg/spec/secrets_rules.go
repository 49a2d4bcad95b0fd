package spec

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

func validateSecrets(r *report, s *DjangoStack) {
	const path = "spec.secrets.envFile"
	r.objectName("spec.secrets.name", s.Spec.Secrets.Name)
	file := s.Spec.Secrets.EnvFile
	if file == "" {
		return
	}
	switch {
	case strings.ContainsAny(file, "/\\"):
		r.invalid(path, "%q must be the name of a file in the overlay's folder, not a path; write one such as secrets.env",
			file)
	case !IsEnvFile(file):
		r.invalid(path, "%q must be the name of an env file; write one such as secrets.env", file)
	case r.portable(path, file):
	case s.Spec.Profile == ProfileProd:
		r.warn(path, "a production Secret would come from a file on somebody's disk; create it in the cluster and "+
			"remove this there (envFile: null in the environment)")
	}
}

// IsEnvFile reports whether a file in an overlay's folder may have the name,
// beside what stands there already or means something to kustomize, which refuses two dots in a row.
func IsEnvFile(name string) bool {
	stem := strings.TrimPrefix(name, ".")
	begins := stem != "" && !strings.ContainsAny(stem[:1], ".-")
	if !begins || strings.Contains(name, "..") || !consistsOf(name, letters+digits+"._-") {
		return false
	}
	switch name = strings.ToLower(name); name { // as macOS and Windows take it
	case ".gitignore", "config", "kustomization", "kustomization.yml":
		return false
	}
	return !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".example")
}

func (c *valueChecker) secretKey(path string, ref SecretKey) {
	secrets := c.stack.Spec.Secrets
	if ref.Secret != secrets.Name { // whose name is complained about once
		c.objectName(path+".secret", ref.Secret)
	}
	switch {
	case ref.Key == "":
		return
	case len(validation.IsConfigMapKey(ref.Key)) > 0: // nor a Secret's
		c.invalid(path+".key", "%q must be the key of a Secret; write letters, digits, dots, dashes and underscores, and "+
			"no two dots first", ref.Key)
	case secrets.EnvFile == "" || ref.Secret != secrets.Name:
	case !isVariable(ref.Key):
		c.invalid(path+".key", "%q must be the name of a variable, as all keys of %s are; write letters, digits and "+
			"underscores, no digit first", ref.Key, secrets.EnvFile)
	default:
		c.textKey(path+".key", ref.Key)
	}
}
