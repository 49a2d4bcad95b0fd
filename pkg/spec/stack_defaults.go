package spec

func profileOf(environment string) Profile {
	switch p := Profile(environment); p {
	case ProfileDev, ProfileStaging:
		return p
	default:
		return ProfileProd
	}
}

func (d *defaulter) namespace(environment string) {
	d.spec.Platform = or(d.spec.Platform, PlatformKubernetes)
	ns := &d.spec.Namespace
	if environment != "" {
		ns.Name = or(ns.Name, d.stack+"-"+environment)
	}
	ns.Create = or(ns.Create, new(true))
	if *ns.Create {
		ns.PodSecurity = or(ns.PodSecurity, PodSecurityRestricted)
	}
}

func (d *defaulter) secrets() {
	d.spec.Secrets.Name = or(d.spec.Secrets.Name, d.stack+"-secrets")
}

// secret completes a reference: the stack's own Secret, and key.
func (d *defaulter) secret(ref *SecretKey, key string) {
	ref.Secret = or(ref.Secret, d.spec.Secrets.Name)
	ref.Key = or(ref.Key, key)
}

func (d *defaulter) image() {
	d.spec.Image.PullPolicy = or(d.spec.Image.PullPolicy, PullIfNotPresent)
}
