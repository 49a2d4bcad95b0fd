package spec

// ExternalDatabase is a database outside the stack.
//
// Behind PgBouncer the port is 6432. Where that pools transactions, Django needs
// DISABLE_SERVER_SIDE_CURSORS: True among the database's settings, since a cursor
// stays with a connection that the next transaction may not get (Django's docs,
// "Transaction pooling and server-side cursors"). The same goes for prepared
// statements, which Django makes only where OPTIONS have a prepare_threshold.
type ExternalDatabase struct {
	// Host name or address; required.
	Host string `json:"host,omitempty"`
	// Port of the server. Default: the engine's own, 5432 or 3306.
	Port Port `json:"port,omitempty"`
	// Secret with the keys username and password, as of type
	// kubernetes.io/basic-auth. Both stand in the URL as they are, so for a user
	// such as shop@server have the settings read the other variables. Default:
	// user and password of the database.
	Secret string `json:"secret,omitempty"`
	// CA is the certificate of the authority that signed the server's certificate. It
	// is mounted into the Django containers as a file, and DATABASE_CA is its path.
	// With Postgres the options get sslrootcert and, unless they have another, sslmode
	// verify-full. MySQL's clients need it in the settings: OPTIONS: {"ssl": {"ca":
	// …}}. The default key is ca.crt of the stack's Secret. Absent: the authorities
	// that the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR limits the addresses that the network policy lets pods reach on the port.
	// Default: 0.0.0.0/0, since a policy cannot have names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for a server that runs in the
	// cluster: a policy does not recognize pods by their addresses. Default: that of a
	// host such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}

// ExternalService is a cache or broker outside the stack.
type ExternalService struct {
	// Host name or address; required.
	Host string `json:"host,omitempty"`
	// Port of the server. Default: the engine's own: 6379, with memcached 11211, with
	// rabbitmq 5672 and over TLS 5671.
	Port Port `json:"port,omitempty"`
	// TLS speaks rediss:// or amqps://. Default: false.
	TLS *bool `json:"tls,omitempty"`
	// CA is the certificate of the authority that signed the server's certificate. It
	// is mounted into the Django containers as a file, and CACHE_CA or BROKER_CA is its
	// path. The URLs of Redis and Valkey name it as ssl_ca_certs. For RabbitMQ, Celery
	// needs it in the settings: broker_use_ssl = {"ca_certs": …, "cert_reqs":
	// ssl.CERT_REQUIRED}. The default key is ca.crt of the stack's Secret. Absent: the
	// authorities that the image trusts.
	CA *SecretKey `json:"ca,omitempty"`
	// CIDR limits the addresses that the network policy lets pods reach on the port.
	// Default: 0.0.0.0/0, since a policy cannot have names.
	CIDR string `json:"cidr,omitempty"`
	// Namespace whose pods may be reached instead, for a server that runs in the
	// cluster: a policy does not recognize pods by their addresses. Default: that of a
	// host such as pg.data.svc or pg.data.svc.cluster.local, and the stack's own for a
	// name alone, such as pg-rw.
	Namespace string `json:"namespace,omitempty"`
}
