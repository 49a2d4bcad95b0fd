package data

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
	"github.com/djangostack/djangostack/pkg/spec"
)

// RabbitMQ is the broker that RabbitMQ serves.
var RabbitMQ = serverComponent("rabbitmq", rabbitmqBroker)

const (
	rabbitmqData = "/var/lib/rabbitmq"
	// rabbitmqWatermark is the percentage of the memory limit at which
	// publishers have to wait, as RabbitMQ 4's own; absolute, since a node does
	// not always see its container's limit (rabbitmq.com, "Memory Alarms").
	rabbitmqWatermark = 60
	// rabbitmqDiskReserve is the percentage of the volume that stays free.
	rabbitmqDiskReserve = 10
)

// rabbitmqBroker is one node. Its database lies in a folder named after the
// node, so the name is the same wherever the volume is mounted; nothing but the
// node's own tools connects to it, so the ports for other nodes are bound to
// the loopback. HOME, where Erlang makes its cookie, is not on the volume: a
// mount that sets the group's rights would open the cookie, and Erlang refuses
// one that others may read.
func rabbitmqBroker(st *stack.Stack) []server {
	broker := st.Spec.Broker
	if broker == nil || broker.External != nil || broker.Engine != spec.BrokerRabbitMQ {
		return nil
	}
	const engine = "rabbitmq"
	return []server{brokerServer(st, server{
		component: django.BrokerName,
		engine:    engine,
		user:      debianUser,
		port:      spec.RabbitMQPort,
		env: []corev1.EnvVar{
			{Name: "HOME", Value: stack.ScratchPath},
			{Name: "RABBITMQ_NODENAME", Value: "rabbit@localhost"},
			{Name: "RABBITMQ_LOGS", Value: "-"},
			{Name: "ERL_EPMD_ADDRESS", Value: "127.0.0.1"},
			{Name: "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", Value: "-kernel inet_dist_use_interface {127,0,0,1}"},
			{Name: "RABBITMQ_DEFAULT_USER", Value: broker.User},
			stack.SecretVar("RABBITMQ_DEFAULT_PASS", *broker.Password),
			stack.LiteralVar("RABBITMQ_DEFAULT_VHOST", broker.VHost),
		},
		mounts:  []corev1.VolumeMount{{Name: dataVolume, MountPath: rabbitmqData}},
		scratch: []string{"/var/log/rabbitmq"},
		config:  rabbitmqConfig(*broker),
		probes:  rabbitmqProbes(engine),
	})}
}

// rabbitmqConfig lets Celery's workers have the transient queues by which they talk
// to each other, where the server has a switch for them: it refuses them from 4.3 on
// (rabbitmq.com, "Deprecated Features").
func rabbitmqConfig(b spec.Broker) *configFile {
	memory, disk := percent(rabbitmqWatermark, b.Resources.MemorySize()), percent(rabbitmqDiskReserve, b.Storage.Size)
	own := []directive{
		{"listeners.tcp.default", strconv.Itoa(spec.RabbitMQPort)},
		{"log.console", "true"},
		{"log.file", "false"},
		{"vm_memory_high_watermark.absolute", strconv.FormatInt(memory, 10)},
		{"disk_free_limit.absolute", strconv.FormatInt(disk, 10)},
		{"consumer_timeout", strconv.FormatInt(b.ConsumerTimeout().Milliseconds(), 10)},
	}
	if b.PermitsTransientQueues() {
		own = append(own, directive{"deprecated_features.permit.transient_nonexcl_queues", "true"})
	}
	return &configFile{"/etc/rabbitmq/rabbitmq.conf", lines(configured(own, b.Config), " = ")}
}

// rabbitmqProbes ask the port, which opens as the last step of the start, as
// RabbitMQ's own operator does. The node's tool starts an Erlang of its own each
// time, seconds of CPU, so it is asked once a minute and given time.
func rabbitmqProbes(port string) stack.Probes {
	p := patient(stack.TCPHandler(port), stack.ExecHandler("rabbitmq-diagnostics", "--quiet", "ping"))
	p.Liveness = stack.Check(p.Liveness.ProbeHandler, 60, 30, 4)
	return p
}
