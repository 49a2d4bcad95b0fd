package spec

import (
	"strings"
	"testing"
)

func TestLoadErrors(t *testing.T) {
	for _, tt := range []struct{ name, reason, in, want string }{
		{
			"typo", "the typing error everybody makes",
			"  web:\n    replicsa: 3\n",
			`f:6:5: spec.web.replicsa: unknown field; did you mean "replicas"?`,
		},
		{
			"wrong case", "encoding/json would read it, and nobody else would",
			"  web: {Replicas: 3}\n",
			`f:5:9: spec.web.Replicas: unknown field; did you mean "replicas"?`,
		},
		{
			"misplaced", "a field that exists, elsewhere",
			"  singleton: true\n",
			`f:5:3: spec.singleton: unknown field; did you mean spec.processes.NAME.singleton?`,
		},
		{
			"misplaced nearby", "the nearest of many fields of the name is meant",
			"  celery: {queues: [mail]}\n",
			`f:5:12: spec.celery.queues: unknown field; did you mean spec.celery.workers.NAME.queues?`,
		},
		{
			"misplaced in environment", "the remedy stays within the environment",
			"  environments: {prod: {accessMode: ReadWriteOnce}}\n",
			`f:5:25: spec.environments.prod.accessMode: unknown field; did you mean spec.environments.prod.media.volume.accessMode?`,
		},
		{
			"misplaced rather than misspelt", "a name that is right elsewhere, and two letters from one here",
			"  secretEnv: {TOKEN: {}}\n",
			`f:5:3: spec.secretEnv: unknown field; did you mean spec.django.secretEnv?`,
		},
		{
			"a chart's word", "the spec has it in two places",
			"  redis: {enabled: true}\n",
			`f:5:3: spec.redis: unknown field; did you mean spec.caches or spec.broker?`,
		},
		{
			"a chart's word in an environment", "the remedy stays there",
			"  environments: {dev: {replicaCount: 1}}\n",
			`f:5:24: spec.environments.dev.replicaCount: unknown field; did you mean spec.environments.dev.web.replicas?`,
		},
		{
			"misplaced among strangers", "of many fields of the name, none near, no guess is good",
			"  expose: {ingress: {host: shop.example.com}}\n",
			`f:5:22: spec.expose.ingress.host: unknown field; expected one of class, controller, tls, annotations, serviceAnnotations, controllerNamespace, controllerCIDRs`,
		},
		{
			"nothing alike", "the fields there are, where no guess is good",
			"  expose: {gateway: x}\n",
			`f:5:12: spec.expose.gateway: unknown field; expected one of ingress, loadBalancer, https`,
		},
		{
			"a chart's word below", "what it says is there under another name, and not missing",
			"  web: {replicaCount: 2, autoscaling: {minReplicas: 2, maxReplicas: 4}}\n",
			`f:5:9: spec.web.replicaCount: unknown field; write replicas
f:5:40: spec.web.autoscaling.minReplicas: unknown field; write min
f:5:56: spec.web.autoscaling.maxReplicas: unknown field; write max`,
		},
		{
			"resources a level too high", "they are not those of autoscaling",
			"  web: {cpu: 1}\n  proxy: {resources: {memory: 1Gi}}\n",
			`f:5:9: spec.web.cpu: unknown field; write resources.limits.cpu
f:6:23: spec.proxy.resources.memory: unknown field; write limits.memory`,
		},
		{
			"a Secret where databases have it", "caches and brokers have a password of their own",
			"  broker: {external: {host: r, secret: s}}\n  caches: {a: {external: {host: r, secret: s}}}\n",
			`f:5:32: spec.broker.external.secret: unknown field; write spec.broker.password.secret
f:6:36: spec.caches.a.external.secret: unknown field; write spec.caches.a.password.secret`,
		},
		{
			"names of a variable", "one may stand for a list of one",
			"  django: {envNames: {secretKey: null}}\n",
			`f:5:34: spec.django.envNames.secretKey: is empty; write text or a list, or remove the line`,
		},
		{
			"a chart's switch", "a part is on by being there",
			"  expose: {ingress: {enabled: true, className: nginx}}\n",
			`f:5:22: spec.expose.ingress.enabled: unknown field; what is written is enabled; remove the line, and write ` +
				`ingress: null in an environment that is to be without
f:5:37: spec.expose.ingress.className: unknown field; write class`,
		},
		{
			"a pod's field", "what no field stands for",
			"  web: {hostNetwork: true}\n",
			`f:5:9: spec.web.hostNetwork: unknown field; no field has that; patch the object in a kustomization of your ` +
				`own on top of the overlay`,
		},
		{
			"a secret among the Secrets", "the value is not repeated",
			"  secrets: {SECRET_KEY: abcdefgh12345}\n",
			`f:5:13: spec.secrets.SECRET_KEY: unknown field; a spec holds no secrets; put the value into the Secret itself, ` +
				`whose name is secrets.name, or into the file that secrets.envFile names`,
		},
		{
			"a URL with its password", "in parts, or in a Secret",
			"  broker: {url: \"redis://:hunter22@redis:6379/0\"}\n",
			`f:5:12: spec.broker.url: unknown field; write external: {host: …} and the password's Secret, or put the whole ` +
				`URL into a Secret, name it by django.secretEnv: {CELERY_BROKER_URL: {}}, and leave this out`,
		},
		{
			"an image in one", "the remedy splits it, whatever the registry's port",
			"  image: registry.example:5000/acme/shop:1.0\n",
			`f:5:10: spec.image: expected a map, found the text "registry.example:5000/acme/shop:1.0"; ` +
				`write image: {repository: registry.example:5000/acme/shop, tag: "1.0"}`,
		},
		{
			"a command in one", "the remedy is a list that is accepted",
			"  web: {command: gunicorn shop.wsgi --threads 4}\n",
			`f:5:18: spec.web.command: expected a list, found the text "gunicorn shop.wsgi --threads 4"; ` +
				`write command: [gunicorn, shop.wsgi, --threads, "4"]`,
		},
		{
			"a shell's command in one", "what a shell reads stays with one",
			"  web: {command: a && b}\n",
			`f:5:18: spec.web.command: expected a list, found the text "a && b"; write command: [sh, -c, "a && b"]`,
		},
		{
			"a command with a password", "it is not repeated",
			"  web: {command: run --password hunter22}\n",
			`f:5:18: spec.web.command: expected a list, found text; write command: a list of its words`,
		},
		{
			"true for what has no defaults", "{} would be refused",
			"  expose: {ingress: {tls: true}}\n",
			`f:5:27: spec.expose.ingress.tls: expected a map, found the truth value true; write a map with issuer or secret`,
		},
		{
			"a template", "with quotes and without",
			"  web: {app: \"{{ .Values.app }}\", replicas: {{ .Values.replicas }}}\n",
			`f:5:14: spec.web.app: is a template, and a stack is none; write the value, and what differs between ` +
				`environments under spec.environments
f:5:45: spec.web.replicas: is a template, and a stack is none; write the value, and what differs between environments ` +
				`under spec.environments`,
		},
		{
			"duplicate", "the later one would win silently",
			"  web:\n    port: 80\n    port: 81\n",
			`f:7:5: spec.web.port: duplicate key; it stands in line 6 already`,
		},
		{
			"number as text", "1.10 is the number 1.1",
			"  image: {repository: a/b, tag: 1.10}\n",
			`f:5:33: spec.image.tag: expected text, found the number 1.10; quote it: tag: "1.10"`,
		},
		{
			"number as text in a map", "environment variables are text",
			"  django: {env: {PORT: 80}}\n",
			`f:5:24: spec.django.env.PORT: expected text, found the number 80; quote it: PORT: "80"`,
		},
		{
			"true as text", "Django would get True or true, depending on the tool",
			"  django: {env: {DEBUG: true}}\n",
			`f:5:25: spec.django.env.DEBUG: expected text, found the truth value true; quote it: DEBUG: "true"`,
		},
		{
			"yes as text", "YAML 1.1 takes it for true",
			"  django: {env: {DEBUG: yes}}\n",
			`f:5:25: spec.django.env.DEBUG: expected text, found yes, which many tools read as true or false; quote it: DEBUG: "yes"`,
		},
		{
			"Norway", "YAML 1.1 takes it for false, also as a key",
			"  django: {env: {no: x}}\n",
			`f:5:18: spec.django.env: the key no is no, which many tools read as true or false; quote it: "no"`,
		},
		{
			"yes as bool", "YAML 1.2 takes it for text",
			"  namespace: {create: yes}\n",
			`f:5:23: spec.namespace.create: expected true or false, found yes, which many tools read as true or false; write create: true`,
		},
		{
			"quoted bool", "nothing is converted",
			"  namespace: {create: \"false\"}\n",
			`f:5:23: spec.namespace.create: expected true or false, found the text "false"; write create: false`,
		},
		{
			"quoted number", "nothing is converted",
			"  web: {workers: \"3\"}\n",
			`f:5:18: spec.web.workers: expected a number, found text; remove the quotes: workers: 3`,
		},
		{
			"octal", "010 is 8 in YAML 1.1 and 10 in YAML 1.2",
			"  web: {workers: 010}\n",
			`f:5:18: spec.web.workers: 010 can be read in two ways; write a whole number in plain decimal digits`,
		},
		{
			"fraction", "there is no half process",
			"  web: {workers: 2.5}\n",
			`f:5:18: spec.web.workers: expected a whole number, found the number 2.5`,
		},
		{
			"overflow", "the Go type would wrap around",
			"  web: {workers: 4294967297}\n",
			`f:5:18: spec.web.workers: 4294967297 is too large; at most 2147483647`,
		},
		{
			"port", "numbers that validate themselves are asked",
			"  web: {port: 80000}\n",
			`f:5:15: spec.web.port: 80000 must be a port; write 1 to 65535`,
		},
		{
			"enum", "a near miss",
			"  web: {server: gunicron}\n",
			`f:5:17: spec.web.server: unknown value "gunicron"; did you mean "gunicorn"?`,
		},
		{
			"enum far off", "no guess",
			"  web: {server: apache}\n",
			`f:5:17: spec.web.server: unknown value "apache"; expected one of gunicorn, uwsgi, uvicorn, granian, daphne`,
		},
		{
			"quantity", "Gib is not a unit",
			"  databases: {default: {storage: {size: 20Gib}}}\n",
			`f:5:41: spec.databases.default.storage.size: "20Gib" must be an amount; write one such as 500m, 2, 512Mi or 20Gi`,
		},
		{
			"quantity out of reach", "reading it exactly could take minutes",
			"  databases: {default: {storage: {size: 1e999999999}}}\n",
			`f:5:41: spec.databases.default.storage.size: "1e999999999" must be an amount; write one such as 500m, 2, 512Mi or 20Gi`,
		},
		{
			"duration without unit", "seconds, minutes?",
			"  web: {timeout: 30}\n",
			`f:5:18: spec.web.timeout: "30" must be a duration; write one such as 30s, 5m or 1h30m`,
		},
		{
			"schedule", "texts that validate themselves are asked",
			"  cron: {x: {schedule: \"0 25 * * *\"}}\n",
			`f:5:24: spec.cron.x.schedule: "0 25 * * *" must be a schedule (end of range (25) above maximum (23): 25); write minute, hour, day, month and weekday, such as "0 3 * * *"`,
		},
		{
			"list item", "the item is named",
			"  django: {hosts: [a.example, https://b.example]}\n",
			`f:5:31: spec.django.hosts[1]: "https://b.example" must be a host without a scheme; write the host alone`,
		},
		{
			"one for a list", "a common shorthand, not read",
			"  django: {hosts: a.example}\n",
			`f:5:19: spec.django.hosts: expected a list, found the text "a.example"; write hosts: [a.example]`,
		},
		{
			"list for a map", "named collections are maps here",
			"  databases:\n    - engine: postgres\n",
			`f:5:3: spec.databases: expected a map by name, found a list; write databases: {NAME: {}}, with a name for each`,
		},
		{
			"text for an object", "the fields are listed",
			"  namespace: shop\n",
			`f:5:14: spec.namespace: expected a map, found the text "shop"; its fields are name, create, podSecurity`,
		},
		{
			"true for an object", "what has defaults looks like a switch",
			"  superuser: true\n",
			`f:5:14: spec.superuser: expected a map, found the truth value true; write {} for the defaults, or some of ` +
				`username, email, password`,
		},
		{
			"value for a reference", "a secret must not end up in a log",
			"  django: {secretKey: django-insecure-abc}\n",
			`f:5:23: spec.django.secretKey: expected a map, found text; name a Secret and its key, as in ` +
				`{secret: shop-mail, key: password}, and never the value`,
		},
		{
			"list for a map of texts", "the Kubernetes way of writing variables",
			"  django: {env: [{name: A, value: b}]}\n",
			`f:5:17: spec.django.env: expected a map by name, found a list; write env: {NAME: value}`,
		},
		{
			"map for a text", "the Kubernetes way of naming an image, elsewhere",
			"  web:\n    app: {a: b}\n",
			`f:6:10: spec.web.app: expected text, found a map; write the text alone`,
		},
		{
			"null object", "beat: alone looks like beat with its defaults",
			"  celery:\n    beat:\n",
			`f:6:10: spec.celery.beat: is empty; write {} for the defaults, or remove the line`,
		},
		{
			"null scalar", "nothing to remove in the base",
			"  web: {server: null}\n",
			`f:5:17: spec.web.server: is empty; write a value, or remove the line`,
		},
		{
			"null environment", "an environment without differences is {}",
			"  environments:\n    dev:\n",
			`f:6:9: spec.environments.dev: is empty; write {} for the defaults, or remove the line`,
		},
		{
			"null in a list", "null removes from maps only",
			"  environments: {dev: {django: {hosts: [null]}}}\n",
			`f:5:41: spec.environments.dev.django.hosts[0]: is empty; write a value, or remove the line`,
		},
		{
			"nested environments", "RFC 7386 has no such thing",
			"  environments:\n    dev:\n      environments: {}\n",
			`f:7:7: spec.environments.dev.environments: an environment cannot hold environments; move it up to spec.environments`,
		},
		{
			"type in environment", "an override is checked as the spec is",
			"  environments: {dev: {web: {replicas: many}}}\n",
			`f:5:40: spec.environments.dev.web.replicas: expected a whole number, found the text "many"`,
		},
		{
			"merge key", "environments are the one way of merging",
			"  caches:\n    a: &a {}\n    b: {<<: *a}\n",
			`f:7:9: spec.caches.b: merge keys ("<<") are not read; alias the whole value, or put what environments share under spec`,
		},
		{
			"key that is null", "a forgotten name",
			"  caches: {~: {}}\n",
			`f:5:12: spec.caches: a key must be a name, not nothing`,
		},
		{
			"key that is a map", "YAML allows it, JSON does not",
			"  caches: {{a: b}: {}}\n",
			`f:5:12: spec.caches: a key must be a name, not a map`,
		},
		{
			"key that is a number", "JSON has no such keys",
			"  caches: {1: {}}\n",
			`f:5:12: spec.caches: the key 1 is the number 1; quote it: "1"`,
		},
		{
			"empty key", "nothing could be named by it",
			"  caches: {\"\": {}}\n",
			`f:5:12: spec.caches: a key is empty; give it a name`,
		},
		{
			"long key", "no name is that long, and YAML's own limit is near",
			"  caches: {" + strings.Repeat("x", 600) + ": {}}\n",
			`f:5:12: spec.caches: a key is longer than 512 bytes; shorten it`,
		},
		{
			"key with a control character", "as in values",
			"  caches: {\"\\0\": {}}\n",
			`f:5:12: spec.caches: a key holds the control character U+0000; remove it`,
		},
		{
			"items that do not fit", "each is named, of whatever type it should be",
			"  network: {egress: {x: {ports: [a, 25, 0]}}}\n  web: {scheduling: {tolerations: [x, {kye: a}]}}\n",
			`f:5:34: spec.network.egress.x.ports[0]: expected a whole number, found the text "a"
f:5:41: spec.network.egress.x.ports[2]: 0 must be a port; write 1 to 65535
f:6:36: spec.web.scheduling.tolerations[0]: expected a map, found the text "x"; its fields are key, operator, value, effect, seconds
f:6:40: spec.web.scheduling.tolerations[1].kye: unknown field; did you mean "key"?`,
		},
		{
			"null list", "an unfinished line",
			"  web:\n    command:\n",
			`f:6:13: spec.web.command: is empty; write a list, or remove the line`,
		},
		{
			"map for an amount", "the unit apart, as some tools have it",
			"  proxy: {bodySize: {value: 1}, staticMaxAge: [1h]}\n",
			`f:5:21: spec.proxy.bodySize: expected an amount, found a map
f:5:47: spec.proxy.staticMaxAge: expected a duration, found a list`,
		},
		{
			"list for a bool", "wrong kind altogether",
			"  namespace: {create: [true], name: [a]}\n",
			`f:5:23: spec.namespace.create: expected true or false, found a list
f:5:37: spec.namespace.name: expected text, found a list`,
		},
		{
			"alias of itself", "has no end",
			"  django: &a\n    env: *a\n",
			`f:6:10: spec.django.env.env: an alias that contains itself; write the value out`,
		},
		{
			"tag", "custom tags mean nothing here",
			"  web: {app: !secret x}\n",
			`f:5:14: spec.web.app: a tag of its own is not read; remove it`,
		},
		{
			"control character", "no ConfigMap should hold it",
			"  django: {env: {A: \"\\e[1m\"}}\n",
			`f:5:21: spec.django.env.A: holds the control character U+001B; remove it`,
		},
		{
			"odd path", "keys with dots stand in brackets",
			"  django: {files: {/etc/a.conf: {contents: x}}}\n",
			`f:5:34: spec.django.files[/etc/a.conf].contents: unknown field; did you mean "content"?`,
		},
		{
			"all at once", "in the order of the file, environments included",
			"  web: {servr: uwsgi, port: 0}\n  celry: {}\n  environments: {dev: {web: {prot: 1}}}\n",
			`f:5:9: spec.web.servr: unknown field; did you mean "server"?
f:5:29: spec.web.port: 0 must be a port; write 1 to 65535
f:6:3: spec.celry: unknown field; did you mean "celery"?
f:7:30: spec.environments.dev.web.prot: unknown field; did you mean "port"?`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Load(strings.NewReader(head+tt.in), "f")
			if doc == nil {
				t.Error("no document, though most of it is usable")
			}
			checkErrors(t, tt.reason, err, tt.want)
		})
	}
}
