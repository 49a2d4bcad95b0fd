package spec

// Broker carries messages between the app and its workers: Celery's tasks, the queues
// of RQ, Huey, Dramatiq and Django-Q, the channel layer of Channels. It keeps all
// messages, on a volume, while a cache evicts old entries when it is full. It reaches
// the app as CELERY_BROKER_URL, BROKER_HOST and BROKER_PORT, as BROKER_VHOST with
// RabbitMQ and BROKER_INDEX with the others; as BROKER_USER and BROKER_PASSWORD if it
// has them; over TLS as BROKER_TLS, which is true, and BROKER_CA; and with
// celery.resultBackend as CELERY_RESULT_BACKEND. If the project needs a whole URL, as
// for several servers or a Sentinel, put it into a Secret: django.secretEnv:
// {CELERY_BROKER_URL: {}}, add network.egress for its port, and leave out this broker.
type Broker struct {
	// Engine is redis, valkey or rabbitmq. Default: redis.
	Engine BrokerEngine `json:"engine,omitempty"`
	// Version of the official image. RabbitMQ starts on the data of an older version
	// only if all feature flags of that version are enabled. Before you change the
	// version, run kubectl exec STACK-broker-0 -- rabbitmqctl enable_feature_flag all
	// (rabbitmq.com, "Feature Flags"). Default: redis 8.2, valkey 8.1, rabbitmq 4.1.
	Version string `json:"version,omitempty"`
	// Image of the server, if it is not the official one of the version. It must take the
	// same command, variables and volumes. Default: the official one of the version,
	// docker.io/library/redis:8.2.
	Image ImageRef `json:"image,omitempty"`
	// User, of letters, digits, dots, dashes, underscores, @ and +: with rabbitmq, or
	// of an external Redis or Valkey with ACLs. Default: with rabbitmq the stack's
	// name; with the others the default user.
	User string `json:"user,omitempty"`
	// VHost is the virtual host, with rabbitmq. The server in the cluster creates it
	// when its volume is new. Default: /.
	VHost string `json:"vhost,omitempty"`
	// Index is the number of the Redis or Valkey database for Celery's queues. Default:
	// 0.
	Index *int32 `json:"index,omitempty"`
	// ResultIndex is the number of the database for Celery's results, if the broker
	// keeps them too, so that each can be inspected or flushed without the other.
	// Default: 1.
	ResultIndex *int32 `json:"resultIndex,omitempty"`
	// Options are appended to CELERY_BROKER_URL, but not to the URL of the result
	// backend. With Celery they are arguments of kombu's Connection: {heartbeat: "30"};
	// other programs have their own.
	Options map[string]string `json:"options,omitempty"`
	// Config has settings of the server in the cluster, by the server's own names:
	// {maxmemory-clients: 10%}, {channel_max: "512"}. They override those that
	// djangostack sets, but for those by which the server is reached and its data are
	// found.
	Config map[string]string `json:"config,omitempty"`
	// Password of the server. It may have only characters that a URL may have, since it
	// is part of CELERY_BROKER_URL; openssl rand -hex 32 prints such a password.
	// RabbitMQ reads it when its volume is new; to change it later, change it in both
	// places. Default: with rabbitmq key BROKER_PASSWORD of the stack's Secret; with
	// the others none.
	Password *SecretKey `json:"password,omitempty"`
	// Storage of the messages. Default: 2Gi; profiles staging and dev: 1Gi.
	Storage Storage `json:"storage,omitzero"`
	// Replicas of the server in the cluster: 1, or 0 to stop it. The messages stay.
	// Default: 1.
	Replicas *OneOrNone `json:"replicas,omitempty"`
	// External is a broker that runs elsewhere. Absent: one in the cluster.
	External *ExternalService `json:"external,omitempty"`
	// EnvNames renames the variables: url, host, port, user, password, vhost, index,
	// tls, ca, resultBackend. A list gives one value several names, and an empty name
	// leaves the variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
	// Env are further environment variables in plain text of the server in the cluster.
	// They win over the stack's own of the same name.
	//
	// SecretEnv are further environment variables of the server from Secrets, by name.
	//
	// EnvFrom imports whole Secrets and ConfigMaps. Each variable that has a name of its own
	// here wins over an imported one.
	//
	// Args are further arguments of Redis or Valkey, after those of the stack; config has
	// settings by their names, and checks them. RabbitMQ takes none.
	//
	// ServiceAccount is who the pod is in the cluster and its cloud. Default: one without
	// rights for each server.
	//
	// GracePeriod is how long the server may take to stop. Default: 60s.
	//
	// TmpSize is how much may be written to /tmp before the pod is evicted. Default: 1Gi.
	//
	// Resources of the container. Default: requests of 100m and 512Mi, limits of 1
	// and 512Mi.
	PodOptions `json:",inline"`
}

// BrokerEngine is a message broker.
type BrokerEngine string

// The broker engines.
const (
	BrokerRedis    BrokerEngine = "redis"
	BrokerValkey   BrokerEngine = "valkey"
	BrokerRabbitMQ BrokerEngine = "rabbitmq"
)

// Enum lists the engines.
func (BrokerEngine) Enum() []string { return []string{"redis", "valkey", "rabbitmq"} }
