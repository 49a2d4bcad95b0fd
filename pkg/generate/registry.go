package generate

import (
	"slices"

	"github.com/djangostack/djangostack/pkg/generate/celery"
	"github.com/djangostack/djangostack/pkg/generate/data"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/edge"
	"github.com/djangostack/djangostack/pkg/generate/manifests"
	"github.com/djangostack/djangostack/pkg/generate/release"
	"github.com/djangostack/djangostack/pkg/generate/services"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/generate/tenancy"
	"github.com/djangostack/djangostack/pkg/generate/volumes"
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
	volumes.Shared,
	edge.Ingress,
	services.Services,
	data.Postgres,
	data.MySQL,
	data.RedisCache,
	data.Memcached,
	data.RedisBroker,
	data.RabbitMQ,
	data.External,
	manifests.Manifests,
}

// Further returns how many workloads of a stack are of components that are not built in.
func Further(st *stack.Stack) int {
	n := 0
	if st == nil {
		return 0
	}
	for i := range st.Workloads {
		publisher := st.Publisher(st.Workloads[i].Component)
		if !slices.ContainsFunc(registry, func(c stack.Component) bool { return c.Name == publisher }) {
			n++
		}
	}
	return n
}

// Components returns the list of built-in components, to be extended for [Resolve].
func Components() []stack.Component { return slices.Clone(registry) }
