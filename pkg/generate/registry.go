package generate

import "slices"

// registry lists every component. Its order is the order in which they are
// published and built; the output has an order of its own.
var registry = []Component{
	namespaceComponent,
	djangoComponent,
	webComponent,
	releaseComponent,
	celeryComponent,
	workerComponent,
	beatComponent,
	flowerComponent,
	processesComponent,
	cronComponent,
	staticComponent,
	mediaComponent,
	exposeComponent,
	postgresComponent,
	mysqlComponent,
	redisCacheComponent,
	memcachedComponent,
	redisBrokerComponent,
	rabbitmqComponent,
	externalComponent,
}

// Components is the list of built-in components, to be extended for [Resolve].
func Components() []Component { return slices.Clone(registry) }
