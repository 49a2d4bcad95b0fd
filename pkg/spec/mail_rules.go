package spec

import "net/mail"

func validateMail(r *report, s *DjangoStack) {
	m := s.Spec.Mail
	if m == nil {
		return
	}
	const path = "spec.mail"
	r.host(path+".host", m.Host)
	r.peer(path, m.CIDR, m.Namespace)
	r.contains(path+".cidr", m.CIDR, m.Host)
	r.envNames(path, m.EnvNames, mailVariables.keys())
	if m.Password != nil && m.User == "" {
		r.missing(path+".user", "write whose password it is, or remove the password")
	}
	if m.TLS == MailPlain && m.User != "" {
		r.warn(path+".tls", "the password is sent without encryption; write starttls or implicit, unless the server offers "+
			"neither")
	}
	if _, err := mail.ParseAddress(m.From); m.From != "" && err != nil {
		r.invalid(path+".from", "%q must be an address; write one such as shop@example.com or Shop <shop@example.com>",
			m.From)
	}
}
