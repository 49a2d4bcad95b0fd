package spectest

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// always are the fields that are optional to the type and required in fact.
var always = map[string]bool{
	"Autoscaling.max":             true,
	"ScalingPolicy.type":          true,
	"ScalingPolicy.value":         true,
	"TopologySpread.topologyKey":  true,
	"ScalingPolicy.periodSeconds": true,
	"Bucket.name":                 true,
	"LabelRequirement.values":     true,
	"NodeRequirement.values":      true,
	"PodTerm.labelSelector":       true,
	"Container.image":             true,
	"Cron.schedule":               true,
	"Mount.volume":                true,
	"VolumeFiles.name":            true,
	"Django.hosts":                true,
	"Egress.ports":                true,
	"ExternalDatabase.host":       true,
	"ExternalService.host":        true,
	"Image.tag":                   true,
	"Service.image":               true,
	"ServiceStorage.path":         true,
}

// rarely are the fields that every component has and that would be most of a stack, by how
// much rarer than others they are set.
var rarely = map[string]float64{
	"ContainerPort.protocol": 0.3, "Sidecar.probes": 0.2, "PodOptions.initContainers": 0.05, "PodOptions.sidecars": 0.05,
	"PodOptions.volumes": 0.1, "Scheduling.affinity": 0.2,
}

// commands are the lists that are command lines.
var commands = map[string]bool{
	"Container.args":       true,
	"Container.command":    true,
	"Cron.command":         true,
	"Cron.manage":          true,
	"Django.manage":        true,
	"Job.command":          true,
	"Job.manage":           true,
	"Migrate.command":      true,
	"MigrateCheck.command": true,
	"MigrateWait.command":  true,
	"PodOptions.args":      true,
	"Probe.command":        true,
	"Process.command":      true,
	"Process.manage":       true,
	"Service.command":      true,
	"Static.upload":        true,
	"Web.command":          true,
	"Django.entrypoint":    true,
}

// scalars make the values of types with a form of their own.
var scalars = map[reflect.Type]func(*generator) reflect.Value{
	reflect.TypeFor[spec.Host](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.Host(one(g.Rand, "", "", "", "www.", "*.", ".") + g.host()))
	},
	reflect.TypeFor[spec.ImageRepository](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.ImageRepository(g.repository()))
	},
	reflect.TypeFor[spec.ImageRef](): func(g *generator) reflect.Value {
		name := g.repository()
		version := one(g.Rand, ":"+g.tag(), "@"+g.digest(), ":"+g.tag()+"@"+g.digest())
		return reflect.ValueOf(spec.ImageRef(name + version))
	},
	reflect.TypeFor[spec.CronSchedule](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.CronSchedule(one(g.Rand,
			"0 3 * * *", "*/5 * * * *", "@daily", "15 2,14 * * mon-fri", "0 0 1 1 *", "59 23 28-31 * 0")))
	},
	reflect.TypeFor[spec.Patch](): func(g *generator) reflect.Value { return reflect.ValueOf(one(g.Rand, patches()...)) },
	reflect.TypeFor[spec.Port](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.Port(1024 + g.IntN(60000)))
	},
	reflect.TypeFor[spec.OneOrNone](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.OneOrNone(g.IntN(2)))
	},
	reflect.TypeFor[spec.Duration](): func(g *generator) reflect.Value {
		return reflect.ValueOf(spec.Duration{Duration: time.Duration(1+g.IntN(7200)) * time.Second})
	},
	reflect.TypeFor[resource.Quantity](): func(g *generator) reflect.Value { return reflect.ValueOf(g.bytes()) },
}

// numbers are whole numbers with bounds.
var numbers = map[string]func(*generator) int64{
	"Autoscaling.cpu":           func(g *generator) int64 { return 10 + g.Int64N(90) },
	"Autoscaling.memory":        func(g *generator) int64 { return 10 + g.Int64N(90) },
	"Broker.index":              func(g *generator) int64 { return g.Int64N(16) },
	"Broker.resultIndex":        func(g *generator) int64 { return g.Int64N(16) },
	"Cache.index":               func(g *generator) int64 { return g.Int64N(16) },
	"Container.user":            func(g *generator) int64 { return 1 + g.Int64N(65000) },
	"Django.user":               func(g *generator) int64 { return 1 + g.Int64N(65000) },
	"Probe.initialDelaySeconds": func(g *generator) int64 { return g.Int64N(60) },
	"Proxy.connections":         func(g *generator) int64 { return 1 + g.Int64N(2000) },
	"ProxyReturn.status": func(g *generator) int64 {
		return one[int64](g.Rand, 200, 301, 302, 308, 403, 404, 410, 503)
	},
	"Process.replicas":        func(g *generator) int64 { return g.Int64N(6) },
	"Service.replicas":        func(g *generator) int64 { return g.Int64N(3) },
	"Service.user":            func(g *generator) int64 { return 1 + g.Int64N(65000) },
	"Web.maxRequests":         func(g *generator) int64 { return g.Int64N(3) * 500 },
	"Web.replicas":            func(g *generator) int64 { return g.Int64N(6) },
	"Worker.maxTasksPerChild": func(g *generator) int64 { return g.Int64N(3) * 500 },
	"Worker.replicas":         func(g *generator) int64 { return g.Int64N(6) },
}

// hints make texts, and those in lists and maps, by the field they stand in.
// What is not here is a plain name.
var hints = map[string]func(*generator) string{
	"Bucket.customDomain": (*generator).host,
	"Bucket.location":     oneOf("media", "shop/prod"),
	"Bucket.provider":     oneOf("s3", "gcs", "gcs", "azure", "azure"),
	"Bucket.endpoint": func(g *generator) string {
		return one(g.Rand, "http://", "https://") + g.host() + one(g.Rand, "", ":9000")
	},
	"Broker.config":      (*generator).configValue,
	"Broker.envNames":    (*generator).newVariable,
	"Broker.options":     (*generator).line,
	"Broker.vhost":       oneOf("/", "shop", "a/b c", "null"),
	"Broker.version":     (*generator).tag,
	"Bucket.envNames":    (*generator).newVariable,
	"Cache.config":       (*generator).configValue,
	"Cache.envNames":     (*generator).newVariable,
	"Cache.options":      (*generator).line,
	"Cache.version":      (*generator).tag,
	"Celery.app":         func(g *generator) string { return g.module() + one(g.Rand, "", ":app") },
	"ConfigFile.content": (*generator).argument,
	"Beat.scheduler":     func(g *generator) string { return g.module() + ":" + "Scheduler" },
	"Cron.timeZone":      oneOf("Etc/UTC", "Europe/Berlin", "America/New_York"),
	"Database.backend": oneOf(
		"django.contrib.gis.db.backends.postgis", "django_prometheus.db.backends.mysql",
	),
	"Database.config":                   (*generator).configValue,
	"Database.envNames":                 (*generator).newVariable,
	"Database.options":                  oneOf("require", "verify-full", "utf8mb4", "5", "a b&c=d"),
	"Database.scheme":                   oneOf("postgis", "mysqlgis", "psql"),
	"Database.name":                     (*generator).identifier,
	"Database.replicaOf":                oneOf("", "default"),
	"Database.server":                   oneOf("", "default", "default", "default"),
	"Database.user":                     (*generator).identifier,
	"Database.version":                  (*generator).tag,
	"Django.env":                        (*generator).argument,
	"Django.settings":                   (*generator).settings,
	"DjangoPodOptions.settings":         (*generator).settings,
	"EnvSource.name":                    (*generator).label,
	"EnvSource.prefix":                  oneOf("MAIL_", "a"),
	"Django.version":                    oneOf("4.2", "5.1"),
	"Django.workingDir":                 func(g *generator) string { return "/srv/" + g.label() },
	"DjangoEnvNames.allowedHosts":       (*generator).newVariable,
	"DjangoEnvNames.csrfTrustedOrigins": (*generator).newVariable,
	"DjangoEnvNames.secretKey":          (*generator).newVariable,
	"DjangoEnvNames.separator":          oneOf(",", " ", ";", ", ", `","`),
	"Django.internalHosts":              func(g *generator) string { return one(g.Rand, "podAddress", g.host()) },
	"Egress.cidr":                       (*generator).cidr,
	"ExternalDatabase.cidr":             (*generator).cidr,
	"ExternalDatabase.host":             (*generator).host,
	"ExternalService.cidr":              (*generator).cidr,
	"ExternalService.host":              (*generator).host,
	"Image.digest":                      (*generator).digest,
	"Image.tag":                         (*generator).tag,
	"Ingress.annotations":               (*generator).argument,
	"Manifest.uses":                     oneOf("databases", "caches", "broker", "processes", "web"),
	"Manifest.template":                 oneOf(manifests...),
	"Ingress.serviceAnnotations":        (*generator).argument,
	"Ingress.class": func(g *generator) string {
		return one(g.Rand, "nginx", "traefik", "gce", "alb", "kong", "internal-nginx", "alb-internal", "public", g.label())
	},
	"Ingress.controllerCIDRs":   (*generator).cidr,
	"LoadBalancer.annotations":  (*generator).argument,
	"LoadBalancer.class":        func(g *generator) string { return "example.com/" + g.label() },
	"LoadBalancer.sourceRanges": (*generator).cidr,
	"Media.internalURL":         func(g *generator) string { return "/internal-" + g.label() + "/" },
	"Media.root":                func(g *generator) string { return "/media/" + g.label() },
	"Media.url":                 func(g *generator) string { return "/media-" + g.label() + "/" },
	"Metadata.annotations":      (*generator).argument,
	"Metadata.labels":           (*generator).labelValue,
	"Metadata.name":             (*generator).stackName,
	"Namespace.podSecurity":     oneOf("restricted"), // which all pods have to meet
	"NetworkIngress.cidr":       (*generator).cidr,
	"NetworkIngress.component":  oneOf("web", "flower", "database", "cache", "broker"),
	"NetworkIngress.ports":      oneOf("http", "http", "metrics"),
	"PodOptions.annotations":    (*generator).argument,
	"Container.env":             (*generator).argument,
	"PodOptions.env":            (*generator).argument,
	"PodOptions.hostAliases":    (*generator).host,
	"LabelRequirement.key":      (*generator).qualified,
	"LabelRequirement.operator": oneOf("In", "NotIn"),
	"LabelRequirement.values":   (*generator).labelValue,
	"LabelSelector.matchLabels": (*generator).labelValue,
	"NodeRequirement.key":       oneOf("metadata.name"),
	"NodeRequirement.operator":  oneOf("In", "NotIn"),
	"NodeRequirement.values":    oneOf("node-1"),
	"PodTerm.topologyKey":       (*generator).qualified,
	"ProxyLocation.alias":       oneOf("/app/staticfiles/a/", "/app/staticfiles/robots.txt"),
	"ProxyLocation.allow":       oneOf("10.0.0.0/8", "192.168.7.0/24", "2001:db8::/32"),
	"ProxyLocation.deny":        oneOf("10.1.0.0/16", "203.0.113.9/32", "2001:db8:1::/48"),
	"ProxyLocation.fallback":    oneOf("index.html", "a/index.html"),
	"ProxyLocation.headers": func(g *generator) string {
		return one(g.Rand, "", "noindex", "https://$host$request_uri", strings.ReplaceAll(g.line(), "$", "$ "))
	},
	"ProxyLocation.snippet":     oneOf("gzip off;", "# old\nif ($request_method = TRACE) {\n  return 405;\n}\n"),
	"ProxyReturn.contentType":   oneOf("application/json", `text/html; charset="utf-8"`),
	"ProxyReturn.location":      oneOf("/new/", "https://www.example.com$request_uri"),
	"ProxyReturn.text":          (*generator).argument,
	"ProxySnippets.http":        oneOf("map $host $tenant {\n  default a;\n}\n"),
	"ProxySnippets.server":      oneOf("error_page 502 /sorry.html;", "# nothing"),
	"RateLimit.rate":            oneOf("10r/s", "30r/m"),
	"PodTerm.matchLabelKeys":    (*generator).qualified,
	"PodTerm.mismatchLabelKeys": (*generator).qualified,
	"PodOptions.labels":         (*generator).labelValue,
	"PodOptions.uses": oneOf(
		"web", "web", "web:http", "web:metrics", "database", "cache", "broker", "flower", "mail",
	),
	"PodOptions.workloadAnnotations": (*generator).argument,
	"PodOptions.workloadLabels":      (*generator).labelValue,
	"Probe.headers":                  (*generator).line,
	"Probe.path":                     (*generator).probePath,
	"ResourceList.cpu":               (*generator).cores,
	"Scheduling.nodeSelector":        (*generator).labelValue,
	"Route.annotations":              (*generator).argument,
	"Route.path":                     func(g *generator) string { return one(g.Rand, "/", "/ws/", "/"+g.label()+"/") },
	"Route.redirect":                 oneOf("https://www.example.com$request_uri", "http://old.example.com/"),
	"Route.to":                       oneOf("web", "flower", "web", "flower:http", "process-default", "web:http"),
	"SecretKey.key":                  (*generator).variable,
	"Secrets.envFile":                oneOf("secrets.env", ".env", "dev.secrets"),
	"Secrets.name":                   func(g *generator) string { return "own-" + g.label() },
	"ServiceAccount.annotations":     (*generator).argument,
	"TopologySpread.topologyKey":     (*generator).qualified,
	"StaticFrom.into":                oneOf("", "frontend"),
	"StaticFrom.path":                oneOf("/dist", "/usr/share/nginx/html"),
	"Static.root":                    func(g *generator) string { return "/static/" + g.label() },
	"Static.url": func(g *generator) string {
		return one(g.Rand, "", "https://cdn.example.com") + "/static-" + g.label() + "/"
	},
	"Container.workingDir": oneOf("/srv", "/opt/app"),
	"Mount.subPath":        oneOf("a", "b/c.ini"),
	"Mount.volume":         oneOf("data", "logs"),
	"Volume.path":          oneOf("/data", "/srv/logs", "/var/lib/further"),
	"Volume.subPath":       oneOf("a", "b/c"),
	"VolumeFiles.items":    func(g *generator) string { return "conf/" + g.label() + ".ini" },
	"Mail.cidr":            (*generator).cidr,
	"Mail.envNames":        (*generator).newVariable,
	"Mail.from": func(g *generator) string {
		return one(g.Rand, "", "Shop ü ") + "<" + g.label() + "@" + g.host() + ">"
	},
	"Mail.host":           (*generator).host,
	"Mail.user":           oneOf("shop", "shop@example.com", "a b/c:d", "null"),
	"Service.bindings":    oneOf("http://$(HOST):$(PORT)/", "$(HOST)", "search"),
	"ServiceStorage.path": func(g *generator) string { return "/data/" + g.label() },
	"Superuser.email":     func(g *generator) string { return g.label() + "@" + g.host() },
	"Superuser.username":  oneOf("admin", "null", "true", "1e3", "jörg"),
	"WritablePath.path":   func(g *generator) string { return "/var/lib/" + g.label() },
	"Web.app":             func(g *generator) string { return g.module() + ".wsgi:application" },
}

// keys make the keys of maps, where these are no plain names.
var keys = map[string]func(*generator) string{
	"Broker.envNames": func(g *generator) string {
		return one(g.Rand, "url", "host", "port", "user", "password", "vhost", "index", "tls", "ca", "resultBackend")
	},
	"Broker.config":  oneOf("loglevel", "timeout", "channel_max"),
	"Broker.options": oneOf("heartbeat", "connect_timeout", "ssl_ciphers"),
	"Bucket.envNames": func(g *generator) string {
		return one(g.Rand, "name", "customDomain")
	},
	"Cache.config": oneOf("maxmemory-policy", "max-item-size", "verbose"),
	"Cache.envNames": func(g *generator) string {
		return one(g.Rand, "url", "host", "port", "user", "password", "index", "tls", "ca")
	},
	"Cache.options":   oneOf("socket_timeout", "a b"),
	"Database.config": oneOf("work_mem", "max_allowed_packet", "sql_mode", "skip-name-resolve"),
	"Database.envNames": func(g *generator) string {
		return one(g.Rand, "url", "engine", "host", "port", "name", "user", "password", "options", "ca")
	},
	"Container.env":      (*generator).variable,
	"Container.mounts":   oneOf("/data", "/cache"),
	"Container.ports":    oneOf("metrics", "http-admin", "grpc", "status", "debug"),
	"PodOptions.volumes": oneOf("data", "logs", "data", "logs", "shared"),
	"StackSpec.volumes":  oneOf("shared", "shared", "data"),
	"Mail.envNames": func(g *generator) string {
		return one(g.Rand, "url", "host", "port", "user", "password", "startTLS", "implicitTLS", "from")
	},
	"Database.options": oneOf("sslmode", "charset", "connect_timeout"),
	"Django.env":       (*generator).variable,
	"Django.files": func(g *generator) string {
		if g.chance(0.02) {
			return "/" + one(g.Rand, misread...)
		}
		if g.chance(0.2) { // of one key
			return one(g.Rand, "/srv/a/b.py", "/srv/a.b.py")
		}
		return "/etc/" + g.label() + "/" + one(g.Rand, "local.py", "ca.pem", "A_b-c.D")
	},
	"Django.secretEnv":               (*generator).variable,
	"Ingress.annotations":            (*generator).qualified,
	"Ingress.serviceAnnotations":     (*generator).qualified,
	"LoadBalancer.annotations":       (*generator).qualified,
	"Metadata.annotations":           (*generator).qualified,
	"Metadata.labels":                (*generator).qualified,
	"PodOptions.annotations":         (*generator).qualified,
	"PodOptions.env":                 (*generator).variable,
	"PodOptions.hostAliases":         oneOf("10.20.0.5", "10.20.0.6", "fd00::7"),
	"PodOptions.labels":              (*generator).qualified,
	"PodOptions.secretEnv":           (*generator).variable,
	"PodOptions.workloadAnnotations": (*generator).qualified,
	"PodOptions.workloadLabels":      (*generator).qualified,
	"LabelSelector.matchLabels":      (*generator).qualified,
	"Probe.headers":                  oneOf("host", "X-Probe", "Accept"),
	"Proxy.locations":                (*generator).location,
	"ProxyLocation.headers":          oneOf("X-Frame-Options", "x-frame-options", "X-Robots-Tag", "Cache-Control"),
	"Route.annotations":              (*generator).qualified,
	"Scheduling.nodeSelector":        (*generator).qualified,
	"ServiceAccount.annotations":     (*generator).qualified,
	"Service.bindings":               (*generator).newVariable,
	"Service.ports":                  oneOf("http", "http", "metrics", "grpc"),
	"Service.files": func(g *generator) string {
		return "/etc/" + g.label() + "/" + one(g.Rand, "config.toml", "ca.pem")
	},
	"StackSpec.caches":    (*generator).alias,
	"StackSpec.cron":      (*generator).alias,
	"StackSpec.databases": (*generator).alias,
	"Celery.workers":      (*generator).alias,
}

// location is a path of a site, one of nginx' own folders among them.
func (g *generator) location() string {
	return one(g.Rand, "/", "/a/", "/a/b/", "/robots.txt", "/metrics", "/static/", "/protected/", "/"+g.label()+"/")
}

func (g *generator) cidr() string {
	return one(g.Rand, "10.0.0.0/8", "192.168.7.0/24", "203.0.113.9/32", "0.0.0.0/0", "2001:db8::/32")
}

func (g *generator) digest() string {
	return fmt.Sprintf("sha256:%016x%016x%016x%016x", g.Uint64(), g.Uint64(), g.Uint64(), g.Uint64())
}

// oneOf is a hint that draws from a fixed set.
func oneOf(values ...string) func(*generator) string {
	return func(g *generator) string { return one(g.Rand, values...) }
}
