package django

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// BrokerBinding tells Celery of its broker and, where results go there too, of
// the place for them.
func BrokerBinding(st *stack.Stack, b spec.Broker, at Endpoint) stack.Binding {
	v := variablesOf("BROKER", b.EnvNames)
	v.plain("host", at.host)
	v.plain("port", strconv.Itoa(int(at.port)))
	v.tls(at)
	whole := address{host: at.host, port: at.port, options: b.Options}
	whole.user, whole.password = v.login(b.User, b.Password)
	if b.Engine == spec.BrokerRabbitMQ {
		v.plain("vhost", b.VHost)
		whole.scheme, whole.path = at.scheme("amqp"), virtualHost(b.VHost)
	} else {
		v.plain("index", strconv.Itoa(int(*b.Index)))
		whole.scheme, whole.path = at.scheme("redis"), strconv.Itoa(int(*b.Index))
		whole.options = celeryTLS(redisOptions(b.Options, at), at)
	}
	v.composed("url", whole.String())
	whole.path, whole.options = strconv.Itoa(int(*b.ResultIndex)), celeryTLS(redisOptions(nil, at), at)
	resultBackend(st, v, whole.String())
	return v.binding(stack.BindBroker, BrokerName, at)
}

// virtualHost is a virtual host behind the slash that starts a URL's path. kombu
// reads a second slash as the one called "/". A dollar would begin a reference.
func virtualHost(name string) string {
	if name == "/" {
		return name
	}
	return strings.ReplaceAll(url.PathEscape(name), "$", "%24")
}

// BrokerEndpoint returns where the broker is.
func BrokerEndpoint(st *stack.Stack, b spec.Broker) Endpoint {
	switch {
	case b.External != nil:
		return Outside(b.External, BrokerName, "default")
	case b.Engine == spec.BrokerRabbitMQ:
		return Inside(st, BrokerName, spec.RabbitMQPort)
	default:
		return Inside(st, BrokerName, spec.RedisPort)
	}
}

// resultBackend adds where Celery keeps results; without results nothing, so
// that the project's own setting holds. RabbitMQ keeps none, which validation
// says.
func resultBackend(st *stack.Stack, v *variables, broker string) {
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
func celeryTLS(options map[string]string, at Endpoint) map[string]string {
	if _, given := options["ssl_cert_reqs"]; at.tls && !given {
		options["ssl_cert_reqs"] = "required"
	}
	return options
}
