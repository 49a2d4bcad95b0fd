package spec

import "time"

// profileDefaults are the defaults that differ by profile. Everything else is a
// constant, right in production and harmless elsewhere.
type profileDefaults struct {
	webReplicas   int32
	databaseSize  string
	brokerSize    string
	mediaSize     string
	shutdownDelay time.Duration
	web           Resources
	worker        Resources
	database      Resources
}

// profiles is data: one row a profile. The amounts are the middle of what
// sixteen published charts of Django projects ask for. A database that others work
// on is given all the memory it is sized for: on a node that runs short, pods above
// their request are evicted first (kubernetes.io, "Node-pressure Eviction").
var profiles = map[Profile]profileDefaults{
	ProfileDev: {
		webReplicas:   1,
		databaseSize:  "1Gi",
		brokerSize:    "1Gi",
		mediaSize:     "1Gi",
		shutdownDelay: time.Second,
		web:           amounts("100m", "256Mi", "1", "512Mi"),
		worker:        amounts("100m", "256Mi", "1", "512Mi"),
		database:      amounts("100m", "256Mi", "1", "512Mi"),
	},
	ProfileStaging: {
		webReplicas:   2,
		databaseSize:  "5Gi",
		brokerSize:    "1Gi",
		mediaSize:     "5Gi",
		shutdownDelay: 15 * time.Second,
		web:           amounts("200m", "512Mi", "1", "1Gi"),
		worker:        amounts("200m", "512Mi", "1", "1Gi"),
		database:      amounts("250m", "1Gi", "2", "1Gi"),
	},
	ProfileProd: {
		webReplicas:   2,
		databaseSize:  "10Gi",
		brokerSize:    "2Gi",
		mediaSize:     "10Gi",
		shutdownDelay: 15 * time.Second,
		web:           amounts("200m", "512Mi", "1", "1Gi"),
		worker:        amounts("200m", "512Mi", "1", "1Gi"),
		database:      amounts("500m", "2Gi", "2", "2Gi"),
	},
}

// The containers whose size no profile changes.
var (
	jobResources    = amounts("100m", "256Mi", "1", "512Mi")
	waitResources   = amounts("50m", "128Mi", "1", "512Mi")
	beatResources   = amounts("50m", "128Mi", "500m", "256Mi")
	flowerResources = amounts("50m", "128Mi", "500m", "256Mi")
	proxyResources  = amounts("50m", "64Mi", "500m", "256Mi")
	brokerResources = amounts("100m", "512Mi", "1", "512Mi") // all of it, as with databases
)
