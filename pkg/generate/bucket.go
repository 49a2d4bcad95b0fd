package generate

import (
	"net/url"
	"path"
	"slices"
	"strconv"

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

// bucketOpenings are the ways to the object stores, as their endpoints say. One that
// the project's settings name alone may be anywhere.
func (st *Stack) bucketOpenings() []Opening {
	somewhere := Opening{Port: httpsPort, CIDRs: []string{anywhere}}
	var ways []Opening
	if st.Spec.Static.Mode == spec.StaticBucket && st.Spec.Static.Bucket == nil {
		ways = append(ways, somewhere)
	}
	for _, b := range st.Spec.Buckets() {
		way := somewhere
		if b.Endpoint != "" {
			way = st.openingTo(b.Endpoint)
		}
		if !slices.ContainsFunc(ways, func(o Opening) bool { return o.Port == way.Port && o.Namespace == way.Namespace }) {
			ways = append(ways, way)
		}
	}
	return ways
}

// openingTo is the way to the server of an address, at its own port or its scheme's.
func (st *Stack) openingTo(address string) Opening {
	way := Opening{Port: httpsPort, CIDRs: []string{anywhere}}
	u, err := url.Parse(address)
	if err != nil {
		return way
	}
	if u.Scheme == "http" {
		way.Port = 80
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		way.Port = int32(port)
	}
	if namespace := st.Spec.NamespaceOf(u.Hostname()); namespace != "" {
		way.Namespace, way.CIDRs = namespace, nil
	}
	return way
}
