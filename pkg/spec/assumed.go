package spec

import "time"

// Some settings of servers and workers the project may have made itself, in files
// and variables that this package does not see. SetDefaults leaves those as the spec
// has them, so that it stays known where it is silent. The functions here say what
// they are where the project is silent too: what a program is told with the least
// precedence it knows, and what everything that depends on it reckons with.

// Assumed is w as it runs where the project's own configuration of the server says
// nothing. Of a command of the user's own nothing is known but how long its requests
// take at most.
func (w Web) Assumed() Web {
	w.Timeout = or(w.Timeout, NewDuration(time.Minute))
	w.Shutdown.Graceful = or(w.Shutdown.Graceful, NewDuration(30*time.Second))
	if len(w.Command) > 0 {
		return w
	}
	w.Threads = or(w.Threads, w.Server.threads(w.App))
	w.Workers = or(w.Workers, w.Server.workers(w.Resources))
	w.MaxRequests = or(w.MaxRequests, new(w.Server.maxRequests()))
	return w
}

// Assumed is w as it runs where the project's own Celery settings say nothing.
func (w Worker) Assumed() Worker {
	w.Pool = or(w.Pool, PoolPrefork)
	switch {
	case w.TimeLimit == nil && w.SoftTimeLimit == nil:
		w.TimeLimit = NewDuration(5 * time.Minute)
	case w.TimeLimit == nil:
		w.TimeLimit = NewDuration(w.SoftTimeLimit.Duration / 9 * 10)
	}
	w.SoftTimeLimit = or(w.SoftTimeLimit, NewDuration(w.TimeLimit.Duration/10*9))
	w.MaxTasksPerChild = or(w.MaxTasksPerChild, new(int32(1000)))
	w.PrefetchMultiplier = or(w.PrefetchMultiplier, 1)
	w.Concurrency = or(w.Concurrency, w.Pool.concurrency(w.Resources))
	return w
}

const (
	// workerSlack is what a worker has beyond its tasks' time limit to report the
	// last result, end its children and hand back what it reserved.
	workerSlack = 30 * time.Second
	// longestDrain is how long the cluster autoscaler waits for the pods of a node
	// that it removes (max-graceful-termination-sec). What takes longer is killed
	// there, and holds up every other drain.
	longestDrain = 10 * time.Minute
)

func (w Worker) gracePeriod() time.Duration {
	return min(w.Assumed().TimeLimit.Duration+workerSlack, longestDrain)
}

// Assumed is b as it runs where the project's own Celery settings say nothing.
func (b Beat) Assumed() Beat {
	b.Scheduler = or(b.Scheduler, fileScheduler)
	return b
}

// fileScheduler is Celery's own, which keeps what it knows in a file.
const fileScheduler = "celery.beat:PersistentScheduler"
