package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

func validateBroker(r *report, s *DjangoStack) {
	const path = "spec.broker"
	b := s.Spec.Broker
	if b == nil {
		return
	}
	r.version(path, b.Version)
	if b.Engine == BrokerRabbitMQ {
		r.rabbitmq(path, s)
	} else {
		r.redisBroker(path, s)
	}
	r.brokerOptions(path+".options", s)
	r.config(path+".config", string(b.Engine), b.Config, b.Resources.Limits.Memory)
	r.envNames(path, b.EnvNames, brokerVariables.keys())
	r.external(path+".external", "broker", b.External, s)
}

// kombuOptions are what kombu takes in a URL: the arguments of its Connection. Any
// other ends a worker with a TypeError (kombu/connection.py, _init_params).
var kombuOptions = []string{"connect_timeout", "failover_strategy", "heartbeat", "insist", "login_method"}

// brokerOptions checks what is appended to the URL that Celery reads.
func (r *report) brokerOptions(path string, s *DjangoStack) {
	for _, name := range sorted.Keys(s.Spec.Broker.Options) {
		if s.Spec.Celery != nil && !slices.Contains(kombuOptions, name) && !strings.HasPrefix(name, "ssl_") {
			r.invalid(path+segment(name), "Celery does not start with it in the URL; write it to broker_transport_options in "+
				"the project's settings, or one of %s here", strings.Join(kombuOptions, ", "))
		}
	}
}

func (r *report) rabbitmq(path string, s *DjangoStack) {
	b := s.Spec.Broker
	switch {
	case b.External == nil && b.User == "guest":
		r.invalid(path+".user", "guest must not be used, since rabbitmq accepts it only from its own host; choose another "+
			"user")
	case !consistsOf(b.User, userLetters):
		r.invalid(path+".user", "%q must be the name of a user; write letters, digits, dots, dashes, underscores, @ and +",
			b.User)
	}
	if *b.Index != 0 {
		r.forbidden(path+".index", "rabbitmq has no numbered databases; remove it, or write vhost")
	}
	r.textValue(path+".vhost", b.VHost)
	if s.Spec.Celery == nil {
		return
	}
	for _, name := range sorted.Keys(s.Spec.Celery.Workers) {
		limit := s.Spec.Celery.Workers[name].TimeLimit
		if limit != nil && limit.Duration >= b.ConsumerTimeout() {
			r.warn("spec.celery.workers"+segment(name)+".timeLimit", "%s is longer than RabbitMQ waits for an "+
				"acknowledgement, which is %s by default, so with late acknowledgement such a task runs twice; raise "+
				"consumer_timeout on that server", short(*limit), short(Duration{b.ConsumerTimeout()}))
		}
	}
}

func (r *report) redisBroker(path string, s *DjangoStack) {
	b := s.Spec.Broker
	r.aclUser(path+".user", b.User, b.External)
	if b.VHost != "" {
		r.forbidden(path+".vhost", "%s has no virtual hosts; remove it, or write index", b.Engine)
	}
	databases := databasesIn(b.Config, b.External)
	r.index(path+".index", *b.Index, databases)
	if *b.ResultIndex != 1 || s.Spec.brokerKeepsResults() { // the default is no number where there are none
		r.index(path+".resultIndex", *b.ResultIndex, databases)
	}
	if b.External == nil {
		r.forgetful(path+".config", b.Config)
		return
	}
	if alias := s.cacheAt(b.External.Host); alias != "" {
		r.invalid(path+".external.host", "%s is the stack's own cache %s, which deletes tasks when it is full; remove "+
			"external to get a separate broker", b.External.Host, alias)
	}
}

// forgetful warns of settings by which a broker loses what a broker has to keep.
func (r *report) forgetful(path string, config map[string]string) {
	for _, name := range sorted.Keys(config) {
		value := strings.ToLower(config[name])
		switch SettingName(name) {
		case "maxmemory-policy":
			if value != "noeviction" {
				r.warn(path+segment(name), "a broker with the policy %s deletes tasks or results when its memory is full; "+
					"remove it, and use a cache for what may be deleted", config[name])
			}
		case "appendonly":
			if value == "no" {
				r.warn(path+segment(name), "a broker that does not log its changes loses all tasks when it restarts; remove it")
			}
		}
	}
}
