package django

const (
	// WebName is the component of the web server.
	WebName = "web"
	// HTTPPort is the name of ports that speak HTTP: of the web server, or of the proxy
	// before it.
	HTTPPort = "http"
)
