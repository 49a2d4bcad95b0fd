package generate

import "github.com/djangostack/djangostack/pkg/spec"

const (
	// resultIndex is the Redis database of Celery's results, beside 0 of its
	// queues: either can be looked through or flushed without the other.
	resultIndex = "1"
	// rootVirtualHost is RabbitMQ's virtual host "/" as kombu reads it behind
	// the slash that starts a URL's path.
	rootVirtualHost = "/"
)

// brokerBinding tells Celery of its broker and, where results go there too, of
// the place for them.
func (st *Stack) brokerBinding(b spec.Broker, at endpoint) Binding {
	v := st.variables("BROKER", b.EnvNames, "host", "port", "user", "password", "tls")
	v.defaults["url"] = "CELERY_BROKER_URL"
	v.defaults["resultBackend"] = "CELERY_RESULT_BACKEND"
	v.plain("host", at.host)
	v.plain("port", itoa(at.port))
	v.tls(at)
	whole := address{host: at.host, port: at.port}
	if b.Engine == spec.BrokerRabbitMQ {
		v.plain("user", b.User)
		whole.scheme, whole.user, whole.path = at.scheme("amqp"), b.User, rootVirtualHost
	} else {
		whole.scheme, whole.path = at.scheme("redis"), "0"
		whole.options = redisTLS(at)
	}
	if b.Password != nil {
		whole.password = v.secret("password", *b.Password)
	}
	v.composed("url", whole.String())
	whole.path = resultIndex
	st.resultBackend(v, whole.String())
	return v.binding(BindBroker, at)
}

// brokerEndpoint is where the broker is.
func (st *Stack) brokerEndpoint(b spec.Broker) endpoint {
	switch {
	case b.External != nil:
		return outside(b.External)
	case b.Engine == spec.BrokerRabbitMQ:
		return st.inside(brokerName, rabbitmqPort)
	default:
		return st.inside(brokerName, redisPort)
	}
}

// resultBackend adds where Celery keeps results; without results nothing, so
// that the project's own setting holds. RabbitMQ keeps none, which validation
// says.
func (st *Stack) resultBackend(v *variables, broker string) {
	if st.Spec.Celery == nil {
		return
	}
	switch st.Spec.Celery.ResultBackend {
	case spec.ResultBroker:
		v.composed("resultBackend", broker)
	case spec.ResultDatabase:
		v.composed("resultBackend", "django-db")
	case spec.ResultNone:
	}
}

// redisTLS is what Celery wants to know of a rediss:// URL: without it kombu
// checks no certificate and the result backend refuses to start
// (celery/backends/redis.py, E_REDIS_SSL_CERT_REQS_MISSING_INVALID).
func redisTLS(at endpoint) map[string]string {
	if !at.tls {
		return nil
	}
	return map[string]string{"ssl_cert_reqs": "required"}
}
