package spec_test

// stackWarnings are the warnings of the stack as a whole and of what all Django processes share.
var stackWarnings = []warningCase{
	{
		name: "a namespace that takes root",
		text: "  namespace: {podSecurity: baseline}\n",
		want: "8:28: spec.namespace.podSecurity: the namespace takes pods that run as root, and all others that baseline " +
			"allows; write restricted, unless a pod cannot do without",
	},
	{
		name: "a shared volume that nobody mounts",
		text: "  volumes: {exports: {}}\n",
		want: "8:22: spec.volumes.exports: no component mounts it; write exports: {path: /srv/exports} under volumes of those " +
			"that do, or remove it",
	},
	{
		name: "a shared volume of one node",
		text: "  volumes: {exports: {accessMode: ReadWriteOnce}}\n  web: {volumes: {exports: {path: /srv/a}}}\n" +
			"  processes: {bot: {manage: [bot], volumes: {exports: {path: /srv/a}}}}\n",
		want: "8:35: spec.volumes.exports.accessMode: ReadWriteOnce keeps the pods of all 2 components that mount the volume on " +
			"one node, which needs room for them and takes all of them down with it; use ReadWriteMany",
	},
	{
		name: "a shared volume of two groups",
		text: "  volumes: {exports: {}}\n  web: {volumes: {exports: {path: /srv/a}}}\n" +
			"  services: {geo: {image: \"geo:1\", user: 999, volumes: {exports: {path: /srv/a}}}}\n",
		want: "10:19: spec.services.geo.group: files on the volume exports that the other components write are of the group 1000, " +
			"and those of this one are not; write group: 1000, if its program works with that",
	},
	{
		name: "a scratch volume among the uploads",
		text: "  django: {settings: s.settings, hosts: [a.example], writablePaths: [/app/media/cache]}\n  media: {volume: {}}\n",
		want: "7:70: spec.django.writablePaths[0]: /app/media/cache is inside media.root, /app/media, among the " +
			"uploads; move one of them",
	},
	{
		name: "a file of the project among the uploads",
		text: "  django: {settings: s.settings, hosts: [a.example], files: {/app/media/robots.txt: {content: a}}}\n" +
			"  media: {volume: {}}\n",
		want: "7:85: spec.django.files[/app/media/robots.txt]: /app/media/robots.txt is inside media.root, /app/media, " +
			"among the uploads; move one of them",
	},
	{
		name: "no settings module",
		text: "  django: {hosts: [shop.example.com]}\n  web: {app: \"shop.wsgi:application\"}\n",
		want: "7:11: spec.django.settings: missing, so web, workers and jobs each use whatever settings module the " +
			"project's own files name; write one such as shop.settings",
	},
	{
		name: "every host",
		text: "  django: {settings: shop.settings, hosts: [shop.example.com], anyHost: true}\n",
		want: "7:73: spec.django.anyHost: the site accepts every Host header, and links in mails may be built from it; " +
			"check it against your tenants' domains (django.http.request.validate_host) (in prod)",
	},
	{
		name: "everybody's namespace",
		text: "  namespace: {name: default}\n",
		want: "8:21: spec.namespace.name: this namespace is shared, and Pod Security \"restricted\" would apply to " +
			"everything in it; write another, or set create: false",
	},
	{
		name: "debugging in production",
		text: "  django: {settings: shop.settings, hosts: [a.example], env: {DEBUG: \"True\"}}\n",
		want: "7:70: spec.django.env.DEBUG: shows settings and source code to anybody who meets an error, in " +
			"production; turn it off there, or set profile: dev (in prod)",
	},
	{
		name: "empty volume over the code",
		text: "  django: {settings: shop.settings, hosts: [a.example], workingDir: /srv/shop, writablePaths: [/srv]}\n",
		want: "7:96: spec.django.writablePaths[0]: starts empty and so hides what the image has in django.workingDir, " +
			"/srv/shop; name the directories the project writes to, or copy what is there: {path: /srv, seed: true}",
	},
	{
		name: "an empty volume over the interpreter",
		text: "  django: {settings: shop.settings, hosts: [a.example], manage: [/venv/bin/python, manage.py], writablePaths: [/venv]}\n",
		want: "7:112: spec.django.writablePaths[0]: starts empty and so hides what the image has in django.manage, " +
			"/venv/bin; name the directories the project writes to, or copy what is there: {path: /venv, seed: true}",
	},
	{
		name: "an empty volume over a program of a process",
		text: "  django: {settings: shop.settings, hosts: [a.example], writablePaths: [/opt/bot]}\n" +
			"  processes: {bot: {command: [/opt/bot/bin/bot]}}\n",
		want: "7:73: spec.django.writablePaths[0]: starts empty and so hides what the image has in processes.bot.command, " +
			"/opt/bot/bin; name the directories the project writes to, or copy what is there: {path: /opt/bot, seed: true}",
	},
	{
		name: "an empty volume over the system",
		text: "  django: {settings: shop.settings, hosts: [a.example], writablePaths: [/usr]}\n",
		want: "7:73: spec.django.writablePaths[0]: starts empty and so hides what the image has in a directory of its " +
			"system, /usr/bin; name the directories the project writes to, or copy what is there: {path: /usr, seed: true}",
	},
	{
		name: "an environment's null of a map that the spec does not have",
		text: "  django: {settings: shop.settings, hosts: [a.example]}\n  environments: {dev: {django: {env: null}}, prod: {}}\n",
		want: "8:38: spec.environments.dev.django.env: null removes nothing, since the spec has no env there; remove the line",
	},
	{
		name: "a queue in a cache",
		text: "  caches: {default: {}}\n  environments: {prod: {django: {env: {RQ_URL: \"redis://shop-cache:6379/0\"}}}}\n",
		want: "9:48: spec.environments.prod.django.env.RQ_URL: points to the cache default, which evicts old entries " +
			"when it is full, tasks too; point it to the broker",
	},
	{
		name: "production Secret from a file",
		text: "  secrets: {envFile: secrets.env}\n  environments: {prod: {}}\n",
		want: "8:22: spec.secrets.envFile: a production Secret would come from a file on somebody's disk; create it in " +
			"the cluster and remove this there (envFile: null in the environment)",
	},
	{
		name: "files that kubectl apply cannot keep a copy of",
		text: "  django: {settings: s.settings, hosts: [a.example], files: {/etc/a: {content: '" + kib(300) + "'}}}\n",
		want: "7:61: spec.django.files: holds 300 KiB, and kubectl apply keeps a copy of the object in its annotations, which " +
			"take 256; apply with kubectl apply --server-side, or put large files into the image",
	},
	{
		name: "annotations that kubectl apply cannot keep a copy of",
		text: "  django: {settings: s.settings, hosts: [a.example], serviceAccount: {annotations: {a.example/b: '" + kib(127) +
			"'}}}\n",
		want: "7:84: spec.django.serviceAccount.annotations: 128 KiB, and kubectl apply keeps a copy of the object among its " +
			"annotations, which take 256; apply with kubectl apply --server-side, or remove some",
	},
	{
		name: "the namespace of environments that nobody wrote",
		text: "  namespace: {name: shop}\n",
		want: "8:21: spec.namespace.name: the environments dev, staging, prod, which are made where none are written, all " +
			"have the namespace shop, and the objects of one would take the place of the other's; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
}
