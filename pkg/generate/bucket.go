package generate

import (
	"path"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// bucketEnv tells the Django processes of the object stores they use.
func (st *Stack) bucketEnv() {
	for _, b := range st.Spec.Buckets() {
		for _, setting := range b.Settings() {
			for _, name := range b.EnvNames[setting.Key].Or(b.Prefix + setting.Name).Given() {
				switch {
				case setting.File && setting.SecretKey != "":
					st.Config[name] = bucketFile(b, setting)
				case setting.SecretKey != "":
					ref := spec.SecretKey{Secret: b.Secret, Key: setting.SecretKey}
					st.Vars = append(st.Vars, st.secretVar(name, ref))
				case setting.Value != "":
					st.Config[name] = setting.Value
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
func (st *Stack) bucketFiles() map[string]spec.SecretKey {
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

// bucketOpenings are the ways to the object stores, as their endpoints say.
func (st *Stack) bucketOpenings() []Opening {
	if !st.Spec.UsesBucket() {
		return nil
	}
	buckets := st.Spec.Buckets()
	if len(buckets) == 0 {
		return []Opening{{Port: httpsPort, CIDRs: []string{anywhere}}}
	}
	var ways []Opening
	for _, b := range buckets {
		host, port := hostOf(b.Endpoint)
		way := Opening{Port: port, Namespace: spec.ServiceNamespace(host)}
		if way.Namespace == "" {
			way.CIDRs = []string{anywhere}
		}
		if len(ways) == 0 || ways[0].Port != way.Port || ways[0].Namespace != way.Namespace {
			ways = append(ways, way)
		}
	}
	return ways
}

// hostOf is the host of an address and its port: its own, or that of its scheme.
func hostOf(address string) (host string, port int32) {
	scheme, host, _ := splitAddress(address)
	host, text, ok := strings.Cut(host, ":")
	if ok {
		if port, err := strconv.ParseInt(text, 10, 32); err == nil {
			return host, int32(port)
		}
	}
	if scheme == "http" {
		return host, 80
	}
	return host, httpsPort
}
