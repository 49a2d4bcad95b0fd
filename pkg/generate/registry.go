package generate

import (
	"slices"

	"github.com/djangostack/djangostack/pkg/generate/celery"
	"github.com/djangostack/djangostack/pkg/generate/data"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/edge"
	"github.com/djangostack/djangostack/pkg/generate/release"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/generate/tenancy"
	"github.com/djangostack/djangostack/pkg/generate/web"
)

// registry lists every component. Its order is the order in which they are
// published and built; the output has an order of its own.
var registry = []stack.Component{
	tenancy.Namespace,
	django.Settings,
	web.Server,
	django.Launcher,
	release.Job,
	celery.Launcher,
	celery.Workers,
	celery.Beat,
	celery.Flower,
	django.Processes,
	django.Cron,
	release.StaticUpload,
	django.Media,
	edge.Ingress,
	data.Postgres,
	data.MySQL,
	data.RedisCache,
	data.Memcached,
	data.RedisBroker,
	data.RabbitMQ,
	data.External,
}

// Components returns the list of built-in components, to be extended for [Resolve].
func Components() []stack.Component { return slices.Clone(registry) }
