package spec

import "strings"

func validateStatic(r *report, s *DjangoStack) {
	static := s.Spec.Static
	switch static.Mode {
	case StaticNginx:
		if s.Spec.Proxy == nil {
			r.forbidden("spec.static.mode", "nginx serves static files from the proxy, and there is none; "+
				"add proxy: {} or use whitenoise")
		}
		r.path("spec.static.url", static.URL, "/static/")
	case StaticBucket:
		if !isAddress(static.URL) {
			r.invalid("spec.static.url", "%q must be the bucket's address; write its full address, such as "+
				"https://cdn.example.com/static/", static.URL)
		}
	default:
		r.path("spec.static.url", static.URL, "/static/")
	}
	if !strings.HasSuffix(static.URL, "/") {
		r.invalid("spec.static.url", "%q must end with a slash, as Django requires; write %s/", static.URL, static.URL)
	}
	if !isDirectory(static.Root) {
		r.invalid("spec.static.root", "%q must be the absolute path of a directory; write one such as /app/staticfiles",
			static.Root)
	}
	r.bytes("spec.static.size", static.Size)
	r.ownCommand("spec.static.upload", s.Spec.Django, static.Upload)
}
