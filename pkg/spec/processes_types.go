package spec

// Process is a long-running command of the stack's image: a worker of RQ, Huey or
// Dramatiq, whose queues should be in the broker, a Channels worker, or a bot.
type Process struct {
	// Command to run, the program first. One of command and manage is required.
	Command []string `json:"command,omitempty"`
	// Manage is a management command, appended to django.manage: [rqworker].
	Manage []string `json:"manage,omitempty"`
	// Port it listens on, for the stack's other processes; others are let in by
	// network.ingress and, with http, by routes. Absent: none, and no Service. Default with
	// http: 8000.
	Port Port `json:"port,omitempty"`
	// HTTP says that it serves web requests at its port, as a server for websockets, an API
	// or an admin site with settings of its own does. Its pods then stop as those of web do.
	HTTP *ProcessHTTP `json:"http,omitempty"`
	// Singleton says that two of it must never work at the same time: it has one
	// replica, and during an update the new pod stands by until the old one has
	// stopped (docs/releases.md). An update stops the old pod first if the process has a
	// port or a probe with a command, which the new pod would fail while it stands by; if
	// pods do not wait for migrations (migrate.check.enabled: false); if the database's
	// locks cannot be used (migrate.lock: false, or no default among databases); and
	// without django.settings, which says how to connect to the database. Default: false.
	Singleton *bool `json:"singleton,omitempty"`
	// Replicas is the number of pods. Null leaves it to whoever scales the Deployment.
	// Default: 1; with http: 2, profile dev: 1.
	Replicas *int32 `json:"replicas,omitempty"`
	// Autoscaling chooses the number of replicas by load. Absent: replicas.
	Autoscaling *Autoscaling `json:"autoscaling,omitempty"`
	// Probes of the container. Default: none, but for a TCP check of port. A path is asked
	// for with the Host header of the site.
	Probes Probes `json:"probes,omitzero"`
	// Args are further arguments of command or manage.
	//
	// GracePeriod is how long the process may take to stop. Default: 60s; with http the sum
	// of both times of its shutdown and five seconds.
	//
	// Resources of the container. Default: requests of 200m and 512Mi, limits of 1
	// and 1Gi; profile dev: requests of 100m and 256Mi, limits of 1 and 512Mi.
	DjangoPodOptions `json:",inline"`
}

// ProcessHTTP is what is known of a process that serves web requests. Its command listens on
// all of the pod's addresses at the port, which the variable PORT has.
type ProcessHTTP struct {
	// Timeout is how long a request may take. The process itself has to end one that takes
	// longer. Default: 60s.
	Timeout *Duration `json:"timeout,omitempty"`
	// Shutdown says how a pod stops.
	Shutdown ProcessShutdown `json:"shutdown,omitzero"`
}

// ProcessShutdown is how a pod of a process stops without losing a request.
type ProcessShutdown struct {
	// Delay is how long the pod goes on serving after it was told to stop, so that every
	// load balancer has noticed. Default: 15s; profile dev: 1s.
	Delay *Duration `json:"delay,omitempty"`
	// Graceful is how long the process takes to end its running requests, at most, once it
	// gets the signal. Default: 30s.
	Graceful *Duration `json:"graceful,omitempty"`
}
