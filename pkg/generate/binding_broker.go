package generate

import (
	"net/url"
	"strings"

	"github.com/djangostack/djangostack/pkg/spec"
)

// brokerBinding tells Celery of its broker and, where results go there too, of
// the place for them.
func (st *Stack) brokerBinding(b spec.Broker, at endpoint) Binding {
	v := variablesOf("BROKER", b.EnvNames)
	v.plain("host", at.host)
	v.plain("port", itoa(at.port))
	v.tls(at)
	whole := address{host: at.host, port: at.port, options: b.Options}
	whole.user, whole.password = v.login(b.User, b.Password)
	if b.Engine == spec.BrokerRabbitMQ {
		v.plain("vhost", b.VHost)
		whole.scheme, whole.path = at.scheme("amqp"), virtualHost(b.VHost)
	} else {
		v.plain("index", itoa(*b.Index))
		whole.scheme, whole.path = at.scheme("redis"), itoa(*b.Index)
		whole.options = celeryTLS(redisOptions(b.Options, at), at)
	}
	v.composed("url", whole.String())
	whole.path, whole.options = itoa(*b.ResultIndex), celeryTLS(redisOptions(nil, at), at)
	st.resultBackend(v, whole.String())
	return v.binding(BindBroker, at)
}

// virtualHost is a virtual host behind the slash that starts a URL's path. kombu
// reads a second slash as the one called "/". A dollar would begin a reference.
func virtualHost(name string) string {
	if name == "/" {
		return name
	}
	return strings.ReplaceAll(url.PathEscape(name), "$", "%24")
}

// brokerEndpoint is where the broker is.
func (st *Stack) brokerEndpoint(b spec.Broker) endpoint {
	switch {
	case b.External != nil:
		return outside(b.External, brokerName, "default")
	case b.Engine == spec.BrokerRabbitMQ:
		return st.inside(brokerName, spec.RabbitMQPort)
	default:
		return st.inside(brokerName, spec.RedisPort)
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

// celeryTLS adds what Celery wants to know of a rediss:// URL: without it kombu
// checks no certificate and the result backend refuses to start
// (celery/backends/redis.py, E_REDIS_SSL_CERT_REQS_MISSING_INVALID).
func celeryTLS(options map[string]string, at endpoint) map[string]string {
	if _, given := options["ssl_cert_reqs"]; at.tls && !given {
		options["ssl_cert_reqs"] = "required"
	}
	return options
}
