package django

import (
	"strconv"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// BindMail is the kind of the server that sends the project's mail.
const BindMail stack.BindingKind = "mail"

// MailBinding tells Django of its mail server. The schemes of the URL are those that
// django-environ and dj-email-url both read.
func MailBinding(m *spec.Mail) stack.Binding {
	at := Endpoint{host: m.Host, port: int32(m.Port), cidr: m.CIDR, namespace: m.Namespace}
	v := variablesOf("EMAIL", m.EnvNames)
	v.plain("host", at.host)
	v.plain("port", strconv.Itoa(int(at.port)))
	whole := address{scheme: "smtp", host: at.host, port: at.port}
	switch m.TLS {
	case spec.MailStartTLS:
		whole.scheme = "smtp+tls"
		v.plain("startTLS", "true")
	case spec.MailImplicitTLS:
		whole.scheme = "smtp+ssl"
		v.plain("implicitTLS", "true")
	case spec.MailPlain:
	}
	whole.user, whole.password = v.login(m.User, m.Password)
	if m.From != "" {
		v.plain("from", m.From)
	}
	v.composed("url", whole.String())
	return v.binding(BindMail, string(BindMail), at)
}
