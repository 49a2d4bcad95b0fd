package spec

// Mail is the server by which the project sends mail. Every process of the project gets the
// variables below, for the settings of Django's SMTP backend, and may connect to the server.
// Settings that read another variable get it by envNames.
//
//	variable             key in envNames, and what it holds
//	EMAIL_HOST           host
//	EMAIL_PORT           port
//	EMAIL_HOST_USER      user, if there is one
//	EMAIL_HOST_PASSWORD  password, if there is a user
//	EMAIL_USE_TLS        startTLS: true with tls: starttls, else there is no such variable
//	EMAIL_USE_SSL        implicitTLS: true with tls: implicit, else there is no such variable
//	DEFAULT_FROM_EMAIL   from, if it is set
//	EMAIL_URL            url: all but the last in one, as django-environ and dj-email-url read it
type Mail struct {
	// Host name or address of the server; required.
	Host string `json:"host,omitempty"`
	// Port of the server. Default: 587, with tls: implicit 465, with tls: none 25 (RFC 8314,
	// RFC 6409, RFC 5321).
	Port Port `json:"port,omitempty"`
	// TLS is how the connection is encrypted. starttls: by the command STARTTLS, after it is
	// made. implicit: from the start. none: not at all. Default: starttls.
	TLS MailTLS `json:"tls,omitempty"`
	// User to log in as. Absent: nobody logs in.
	User string `json:"user,omitempty"`
	// Password of the user. Default, with a user: the key EMAIL_HOST_PASSWORD of the stack's
	// Secret.
	Password *SecretKey `json:"password,omitempty"`
	// From is the sender of what the project sends: Django's DEFAULT_FROM_EMAIL. Absent:
	// the project's own.
	From string `json:"from,omitempty"`
	// CIDR limits the addresses that the network policy lets pods reach on the port.
	// Default: 0.0.0.0/0, since a policy cannot have names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for a server that runs in the cluster.
	// Default: that of a host such as mail.tools.svc, and the stack's own for a name alone.
	Namespace string `json:"namespace,omitempty"`
	// EnvNames renames the variables, by the keys above. A list gives one value several
	// names, the empty text none: {from: [DEFAULT_FROM_EMAIL, SERVER_EMAIL], url: ""}.
	EnvNames EnvNames `json:"envNames,omitempty"`
}

// MailTLS is how a connection to a mail server is encrypted.
type MailTLS string

// The ways to encrypt it.
const (
	MailStartTLS    MailTLS = "starttls"
	MailImplicitTLS MailTLS = "implicit"
	MailPlain       MailTLS = "none"
)

// Enum lists the ways.
func (MailTLS) Enum() []string { return []string{"starttls", "implicit", "none"} }
