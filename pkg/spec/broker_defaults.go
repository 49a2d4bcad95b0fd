package spec

import "time"

func (d *defaulter) broker() {
	b := d.spec.Broker
	if b == nil {
		return
	}
	b.Engine = or(b.Engine, BrokerRedis)
	b.Replicas = or(b.Replicas, new(OneOrNone(1)))
	b.Version = or(b.Version, brokerVersions[b.Engine])
	b.Image = or(b.Image, serverImage(string(b.Engine), b.Version))
	if b.Engine == BrokerRabbitMQ {
		b.User = or(b.User, d.stack)
		b.VHost = or(b.VHost, "/")
		b.Password = or(b.Password, &SecretKey{})
	}
	b.Index = or(b.Index, new(int32(0)))
	b.ResultIndex = or(b.ResultIndex, new(int32(1)))
	if b.Password != nil {
		d.secret(b.Password, "BROKER_PASSWORD")
	}
	b.Storage.Size = or(b.Storage.Size, Quantity(d.profile.brokerSize))
	d.pod(&b.PodOptions, brokerResources, brokerGracePeriod)
	port := brokerPorts[b.Engine]
	if b.Engine == BrokerRabbitMQ && b.External.overTLS() {
		port = 5671 // amqps (IANA)
	}
	d.external(b.External, port)
}

const (
	// ownConsumerTimeout is a leap year, which the broker in the cluster is told:
	// Celery holds a task that is due later without acknowledging it.
	ownConsumerTimeout = 366 * 24 * time.Hour
	// usualConsumerTimeout is RabbitMQ's own (rabbitmq.com, "Consumers", Delivery
	// Acknowledgement Timeout).
	usualConsumerTimeout = 30 * time.Minute
)

// ConsumerTimeout returns how long RabbitMQ waits for a worker to acknowledge a task,
// before it closes the channel and hands the task to another worker.
func (b Broker) ConsumerTimeout() time.Duration {
	if b.External != nil {
		return usualConsumerTimeout
	}
	return ownConsumerTimeout
}

// PermitsTransientQueues reports whether the server has a switch for the transient
// queues that Celery's workers talk to each other by, which RabbitMQ 4.3 refuses
// without it.
func (b Broker) PermitsTransientQueues() bool {
	return b.Engine == BrokerRabbitMQ && len(numbers(b.Version)) > 0 && !older(b.Version, "4.0")
}
