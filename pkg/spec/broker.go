package spec

import "time"

const (
	// ownConsumerTimeout is a leap year, which the broker in the cluster is told:
	// Celery holds a task that is due later without acknowledging it.
	ownConsumerTimeout = 366 * 24 * time.Hour
	// usualConsumerTimeout is RabbitMQ's own (rabbitmq.com, "Consumers", Delivery
	// Acknowledgement Timeout).
	usualConsumerTimeout = 30 * time.Minute
)

// ConsumerTimeout is for how long RabbitMQ waits until a worker acknowledges a task,
// before it closes the connection's channel and hands the task to another.
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
