package django

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// address is a URL by its parts. The password is no text but a reference,
// $(NAME), which Kubernetes replaces as a container starts: net/url would escape
// it. User, path and options are escaped here.
type address struct {
	scheme   string
	user     string
	password string
	host     string
	port     int32
	path     string
	options  map[string]string
}

// String returns the URL. A user that is a reference stays as it is.
func (a address) String() string {
	var b strings.Builder
	b.WriteString(a.scheme + "://")
	if a.user != "" || a.password != "" {
		b.WriteString(escapedUser(a.user))
		if a.password != "" {
			b.WriteString(":" + a.password)
		}
		b.WriteString("@")
	}
	b.WriteString(net.JoinHostPort(a.host, strconv.Itoa(int(a.port))))
	if a.path != "" {
		b.WriteString("/" + a.path)
	}
	if len(a.options) > 0 {
		b.WriteString("?" + query(a.options))
	}
	return b.String()
}

func escapedUser(user string) string {
	if isReference(user) {
		return user
	}
	return url.User(user).String()
}

// query writes options in the order of their names.
func query(options map[string]string) string {
	var pairs []string
	for _, name := range sorted.Keys(options) {
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(options[name]))
	}
	return strings.Join(pairs, "&")
}

func isReference(value string) bool {
	return strings.HasPrefix(value, "$(") && strings.HasSuffix(value, ")")
}
