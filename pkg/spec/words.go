package spec

// otherWords are what charts and Kubernetes call what the spec has under another
// name, or in several places.
var otherWords = map[string][]string{
	"annotations":      {"metadata.annotations"},
	"cronJobs":         {"spec.cron"},
	"cronjobs":         {"spec.cron"},
	"daphne":           {"spec.web.server"},
	"granian":          {"spec.web.server"},
	"gunicorn":         {"spec.web.server"},
	"hpa":              {"spec.web.autoscaling"},
	"imagePullSecrets": {"spec.image.pullSecrets"},
	"labels":           {"metadata.labels"},
	"livenessProbe":    {"spec.web.probes.liveness"},
	"mariadb":          {"spec.databases"},
	"memcached":        {"spec.caches"},
	"migrations":       {"spec.migrate"},
	"mysql":            {"spec.databases"},
	"networkPolicy":    {"spec.network"},
	"nginx":            {"spec.proxy"},
	"persistence":      {"spec.databases.NAME.storage", "spec.media.volume"},
	"podAnnotations":   {"metadata.annotations"},
	"podLabels":        {"metadata.labels"},
	"postgres":         {"spec.databases"},
	"postgresql":       {"spec.databases"},
	"rabbitmq":         {"spec.broker"},
	"readinessProbe":   {"spec.web.probes.readiness"},
	"redis":            {"spec.caches", "spec.broker"},
	"replicaCount":     {"spec.web.replicas"},
	"service":          {"spec.expose"},
	"startupProbe":     {"spec.web.probes.startup"},
	"storage":          {"spec.databases.NAME.storage", "spec.media.volume"},
	"tls":              {"spec.expose.ingress.tls"},
	"uvicorn":          {"spec.web.server"},
	"uwsgi":            {"spec.web.server"},
	"valkey":           {"spec.caches", "spec.broker"},
	"volumes":          {"spec.media.volume", "spec.django.writablePaths"},
	"worker":           {"spec.celery.workers"},
	"workers":          {"spec.celery.workers", "spec.web.workers"},
}

// otherValues are values that others give a field, with the one that stands for them
// here and how the rest is said.
var otherValues = map[string]struct{ instead, how string }{
	"postgis": {"postgres", "write postgres, with backend: django.contrib.gis.db.backends.postgis and an image that has " +
		"PostGIS, such as docker.io/postgis/postgis:17-3.5"},
	"postgresql": {"postgres", "write postgres"},
	"amqp":       {"rabbitmq", "write rabbitmq"},
}
