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
	"persistence":      {"spec.databases.NAME.storage", "spec.media.volume", "spec.volumes"},
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
	"worker":           {"spec.celery.workers"},
	"workers":          {"spec.celery.workers", "spec.web.workers"},
}

// fieldWords are what charts and Kubernetes call a field of the same object, or of one
// below it.
var fieldWords = map[string][]string{
	"accessModes":                       {"accessMode"},
	"existingClaim":                     {"claim"},
	"existingSecret":                    {"secret"},
	"className":                         {"class"},
	"clusterIssuer":                     {"issuer"},
	"cpu":                               {"resources.limits.cpu", "limits.cpu"},
	"database":                          {"name"},
	"extraContainers":                   {"sidecars"},
	"extraInitContainers":               {"initContainers"},
	"extraVolumes":                      {"volumes"},
	"hpa":                               {"autoscaling"},
	"imagePullPolicy":                   {"pullPolicy"},
	"imagePullSecrets":                  {"pullSecrets"},
	"ingressClass":                      {"class"},
	"ingressClassName":                  {"class"},
	"livenessProbe":                     {"probes.liveness"},
	"maxReplicas":                       {"max"},
	"memory":                            {"resources.limits.memory", "limits.memory"},
	"minReplicas":                       {"min"},
	"nodeSelector":                      {"scheduling.nodeSelector"},
	"readinessProbe":                    {"probes.readiness"},
	"replicaCount":                      {"replicas"},
	"secretName":                        {"secret"},
	"startupProbe":                      {"probes.startup"},
	"storageClass":                      {"class", "storage.class"},
	"storageClassName":                  {"class", "storage.class"},
	"terminationGracePeriodSeconds":     {"gracePeriod", "shutdown.graceful"},
	"targetCPUUtilizationPercentage":    {"cpu"},
	"targetMemoryUtilizationPercentage": {"memory"},
	"tolerations":                       {"scheduling.tolerations"},
	"username":                          {"user"},
	"volumeMounts":                      {"mounts", "volumes"},
}

// podWords are fields of pods that no field of the spec stands for.
var podWords = map[string]bool{
	"affinity": true, "containers": true, "hostAliases": true, "hostNetwork": true, "podSecurityContext": true,
	"securityContext": true,
}

// serviceURLs are the variables for a whole URL, by the type of what it leads to.
var serviceURLs = map[string]string{
	"Broker": "CELERY_BROKER_URL", "Cache": "CACHE_URL", "Database": "DATABASE_URL",
}

// otherValues are values that others give a field, with the one that stands for them
// here and how the rest is said.
var otherValues = map[string]struct{ instead, how string }{
	"postgis": {"postgres", "write postgres, with backend: django.contrib.gis.db.backends.postgis and an image that has " +
		"PostGIS, such as docker.io/postgis/postgis:17-3.5"},
	"postgresql": {"postgres", "write postgres"},
	"amqp":       {"rabbitmq", "write rabbitmq"},
}
