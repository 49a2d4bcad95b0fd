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
	validateStaticFrom(r, static)
	r.bytes("spec.static.size", static.Size)
	r.ownCommand("spec.static.upload", s.Spec.Django, static.Upload)
}

func validateStaticFrom(r *report, static Static) {
	from := static.From
	if from == nil {
		return
	}
	const at = "spec.static.from"
	switch {
	case static.Mode != StaticNginx:
		r.forbidden(at, "is for nginx, and the mode is %s; add proxy: {} and remove mode, or remove this", static.Mode)
		return
	case static.Collect == CollectAtStart && from.Into == "":
		r.missing(at+".into", "collect: start fills static.root itself; write the name of a directory inside it")
	case from.Into != "" && (strings.Trim(from.Into, ".") == "" || !consistsOf(from.Into, letters+digits+"._-")):
		r.invalid(at+".into", "%q must be the name of a directory inside static.root; write one such as frontend", from.Into)
	}
	if from.Image == "" {
		r.missing(at+".image", "write the image with the files, such as registry.example.com/shop-frontend:1.4.2")
	}
	if from.Path == "" {
		r.missing(at+".path", "write the directory with the files in the image, such as /usr/share/nginx/html")
	} else if !isDirectory(from.Path) {
		r.invalid(at+".path", "%q must be the absolute path of a directory in the image; write one such as "+
			"/usr/share/nginx/html", from.Path)
	}
}
