package spec

import "k8s.io/apimachinery/pkg/api/resource"

// ProxyLocation is what nginx does with the requests of a path. Without alias and return
// they go where they would go without it: to the web server, or to the files at static.url
// and media.url.
type ProxyLocation struct {
	// Exact is for this path alone, not for those that begin with it. Default: false.
	Exact bool `json:"exact,omitempty"`
	// Inherit has the location begin with what the one around it says, that of the longest
	// path that this one begins with: /api/ with that of /. Headers are merged; of all else
	// the location's own goes. Write false to leave out its auth, say. Default: true.
	Inherit *bool `json:"inherit,omitempty"`
	// Alias is the directory whose files nginx serves at the path, or the file, with
	// exact: a path inside static.root, where nginx has the static files, or inside
	// media.root, with media.serve proxy or accel. Path and directory end with a slash.
	Alias string `json:"alias,omitempty"`
	// Fallback is the file in alias that is sent where there is no file at the path, for a
	// front end that makes its pages in the browser: index.html. Absent: 404.
	Fallback string `json:"fallback,omitempty"`
	// Return is an answer that nginx gives without asking anybody.
	Return *ProxyReturn `json:"return,omitempty"`
	// Internal keeps the path from clients: only a view can have it sent, by the header
	// X-Accel-Redirect. Default: false.
	Internal bool `json:"internal,omitempty"`
	// Headers of the answers, in place of those of the same name that the web server
	// sends; an empty value removes one. A value may contain nginx' variables $args, $host,
	// $http_origin, $is_args, $request_id and $request_uri.
	Headers map[string]string `json:"headers,omitempty"`
	// Auth asks for a name and a password (HTTP basic authentication). The key of the
	// Secret is a file of htpasswd, whose changes nginx sees within a minute or two. The
	// web server does not get the header Authorization. Default: key auth, as
	// ingress-nginx calls it, of the stack's Secret.
	Auth *SecretKey `json:"auth,omitempty"`
	// RateLimit bounds how many requests are let through.
	RateLimit *RateLimit `json:"rateLimit,omitempty"`
	// Allow lets only these addresses in: CIDRs of clients, of whom nginx knows the
	// address that the Ingress controller tells it. Absent: any.
	Allow []string `json:"allow,omitempty"`
	// Deny keeps these addresses out, CIDRs of clients. Of ranges within each other, under
	// allow and deny, the smallest goes.
	Deny []string `json:"deny,omitempty"`
	// BodySize is the largest request body that is accepted. Default: proxy.bodySize.
	BodySize *resource.Quantity `json:"bodySize,omitempty"`
	// Timeout is how long nginx waits for the web server, from one part of an answer to the
	// next. Default: 5s more than web.timeout, and a day for a web server that speaks ASGI.
	Timeout *Duration `json:"timeout,omitempty"`
	// Snippet is further configuration of nginx in this location. It must consist of whole
	// directives; apart from that only nginx checks it, when a pod starts.
	Snippet string `json:"snippet,omitempty"`
}

// ProxyReturn is an answer that nginx gives by itself: a redirect, with location, or a
// text. Nginx gives it before it looks at auth and rateLimit.
type ProxyReturn struct {
	// Status of the answer. Default: 302 with location, 200 with text.
	Status int32 `json:"status,omitempty"`
	// Location is where a redirect leads: a path of the site or a whole address. It may
	// contain nginx' variables $args, $host, $http_origin, $is_args, $request_id and
	// $request_uri: https://www.example.com$request_uri.
	Location string `json:"location,omitempty"`
	// Text is the body of the answer.
	Text string `json:"text,omitempty"`
	// ContentType of the text. Default: by the ending of the path, or else text/plain.
	ContentType string `json:"contentType,omitempty"`
}

// RateLimit bounds how many requests a location takes. Others are answered with 429. Each
// web pod counts for itself.
type RateLimit struct {
	// Rate is how many requests are let through, as nginx writes it: 10r/s for ten a
	// second, 30r/m for thirty a minute.
	Rate string `json:"rate"`
	// Burst is how many requests may come at once beyond the rate. Default: 0.
	Burst int32 `json:"burst,omitempty"`
	// Per is what is counted by itself: each client's address, each host, or all requests
	// together. Default: address.
	Per RateLimitKey `json:"per,omitempty"`
}

// RateLimitKey is what requests are counted by.
type RateLimitKey string

// What requests are counted by.
const (
	RatePerAddress RateLimitKey = "address"
	RatePerHost    RateLimitKey = "host"
	RateOfAll      RateLimitKey = "all"
)

// Enum lists what requests are counted by.
func (RateLimitKey) Enum() []string { return []string{"address", "host", "all"} }

// ProxySnippets are text for nginx' configuration. Each must consist of whole directives;
// apart from that only nginx checks them, when a pod starts. That of a location stands
// there.
type ProxySnippets struct {
	// HTTP stands in the block http, such as a map.
	HTTP string `json:"http,omitempty"`
	// Server stands in the block server, such as a location with a regular expression.
	Server string `json:"server,omitempty"`
}
