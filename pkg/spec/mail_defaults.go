package spec

// mailPorts are the customary ports of mail servers.
var mailPorts = map[MailTLS]Port{MailStartTLS: 587, MailImplicitTLS: 465, MailPlain: 25}

func (d *defaulter) mail() {
	m := d.spec.Mail
	if m == nil {
		return
	}
	m.TLS = or(m.TLS, MailStartTLS)
	m.Port = or(m.Port, mailPorts[m.TLS])
	if m.User != "" {
		m.Password = or(m.Password, &SecretKey{})
	}
	if m.Password != nil {
		d.secret(m.Password, "EMAIL_HOST_PASSWORD")
	}
	d.peer(m.Host, &m.CIDR, &m.Namespace)
}
