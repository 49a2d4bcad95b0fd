package spec_test

// exposeWarnings are the warnings of what reaches the site, and what it may reach.
var exposeWarnings = []warningCase{
	{
		name: "a route that gets a load balancer of its own",
		text: "  routes: {a: {path: /a/, to: web, annotations: {example.com/a: b}}}\n" +
			"  expose: {ingress: {class: cilium, tls: {secret: a}}}\n  network: {policies: false}\n",
		want: "8:49: spec.routes.a.annotations: the route gets an Ingress of its own for this, and this controller makes a load " +
			"balancer for each, which has another address, to which DNS has to lead the route's hosts, unless " +
			"ingress.cilium.io/loadbalancer-mode is shared",
	},
	{
		name: "a site that Django has no path of",
		text: "  processes: {front: {command: [front], http: {}}}\n  routes: {front: {to: process-front}}\n" +
			"  expose: {ingress: {class: traefik, tls: {secret: a}}}\n",
		want: "9:19: spec.routes.front.path: takes the site from web, to which no route leads; add routes for its paths, " +
			"such as {path: /admin/, to: web}",
	},
	{
		name: "a process that a load balancer asks for a page it may not have",
		text: "  processes: {live: {command: [live], http: {}}}\n  routes: {live: {path: /ws/, to: process-live}}\n" +
			"  expose: {ingress: {class: gce, tls: {secret: a}, serviceAnnotations: {cloud.google.com/backend-config: a}}}\n" +
			"  proxy: {}\n",
		want: "9:35: spec.routes.live.to: the load balancer asks each of the component's pods for / to learn whether it is " +
			"ready, and takes no answer but 200; write a path for a check over HTTP under probes.readiness of the process",
	},
	{
		name: "an order of Argo CD's",
		text: "  expose: {ingress: {class: traefik, tls: {issuer: x}, annotations: {argocd.argoproj.io/sync-wave: \"5\"}}}\n",
		want: "8:100: spec.expose.ingress.annotations[argocd.argoproj.io/sync-wave]: changes the order in which a " +
			"release is delivered; remove it, unless all objects of the application have it",
	},
	{
		name: "a retired controller",
		text: "  expose: {ingress: {class: nginx, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the community's ingress-nginx was retired in March 2026 and gets no " +
			"more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write " +
			"controller: nginx-f5 if it is F5's",
	},
	{
		name: "a retired controller that a cloud runs",
		text: "  expose: {ingress: {class: webapprouting.kubernetes.azure.com, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: AKS' managed NGINX is the community's ingress-nginx, which was retired in " +
			"March 2026 and gets security fixes from Microsoft through November 2026 only; move to Application Gateway for " +
			"Containers, or to the add-on's Gateway API with an HTTPRoute of your own in place of expose.ingress",
	},
	{
		name: "a class by the annotation of old",
		text: "  expose: {https: true, ingress: {annotations: {kubernetes.io/ingress.class: nginx}}}\n",
		want: "8:78: spec.expose.ingress.annotations[kubernetes.io/ingress.class]: the community's ingress-nginx was " +
			"retired in March 2026 and gets no more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium " +
			"or your cloud's own, or write controller: nginx-f5 if it is F5's",
	},
	{
		name: "a controller that no policy can name",
		text: "  expose: {ingress: {class: cilium, tls: {issuer: le}}}\n",
		want: "8:21: spec.expose.ingress.controller: a NetworkPolicy cannot select Cilium's requests; admit them with " +
			"a CiliumNetworkPolicy that has fromEntities: [ingress]",
	},
	{
		name: "a load balancer that speaks IPv4 to pods without",
		text: "  proxy: {}\n  web: {timeout: 30s}\n  network: {ipFamilies: [IPv6]}\n" +
			"  expose: {ingress: {class: gce, tls: {issuer: le}}}\n",
		want: "10:25: spec.network.ipFamilies: Google's load balancer connects to pods from 130.211.0.0/22 and " +
			"35.191.0.0/16, addresses of IPv4, which pods do not have according to this; list both families, or write in " +
			"expose.ingress.controllerCIDRs where it connects from",
	},
	{
		name: "a load balancer that nobody reaches",
		text: "  expose: {https: true, ingress: {class: alb}}\n",
		want: "8:34: spec.expose.ingress.annotations: an Application Load Balancer is reachable only within its " +
			"network by default; write alb.ingress.kubernetes.io/scheme: internet-facing, or internal",
	},
	{
		name: "a load balancer that reads no Secret",
		text: "  expose: {ingress: {class: alb, tls: {issuer: le}, annotations: {alb.ingress.kubernetes.io/scheme: internal}}}\n",
		want: "8:39: spec.expose.ingress.tls: an Application Load Balancer takes its certificates from ACM, where it " +
			"searches for the hosts, and reads no Secret; to be sure, name one with " +
			"alb.ingress.kubernetes.io/certificate-arn",
	},
	{
		name: "nobody is let in to a site that browsers reach",
		text: "  expose: {https: true}\n",
		want: "8:19: spec.expose.https: no network policy admits what ends TLS in front of the site; name it: " +
			"network.ingress: {NAME: {namespace: …}}, or with cidr if it is not a pod",
	},
	{
		name: "hosts that a public authority's certificate lacks",
		text: "  django: {settings: s.settings, hosts: [shop.example.com, shop.corp, shop]}\n" +
			"  expose: {ingress: {class: traefik, tls: {issuer: le}}}\n",
		want: "8:52: spec.expose.ingress.tls.issuer: its certificate leaves out shop.corp, shop, which no public authority " +
			"certifies; if the issuer is a private one, have it make a certificate for all hosts, and name its Secret under " +
			"tls.secret without issuer",
	},
	{
		name: "production without TLS",
		text: "  expose: {ingress: {class: traefik}}\n  environments: {prod: {}}\n",
		want: "8:11: spec.expose: the site is reached by plain http in production; set ingress.tls, or https: true where " +
			"something in front of the cluster ends TLS",
	},
	{
		name: "the Ingress host of environments that nobody wrote",
		text: "  expose: {ingress: {class: traefik, tls: {issuer: le}}}\n",
		want: "8:21: spec.expose.ingress: the environments dev, staging, prod, which are made where none are written, all " +
			"have the Ingress host shop.example.com, and it is by chance which of them a request reaches; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
	{
		name: "several of their hosts",
		text: "  django: {settings: s.settings, hosts: [a.de, b.de, c.de]}\n  expose: {https: true, ingress: {class: haproxy}}\n",
		want: "8:34: spec.expose.ingress: the environments dev, staging, prod, which are made where none are written, all " +
			"have the Ingress host a.de and 2 more, and it is by chance which of them a request reaches; write those that " +
			"you have, such as environments: {prod: {}}, and give each its own, or set cluster in each if they run in " +
			"different clusters",
	},
	{
		name: "a class that may be anybody's",
		text: "  expose: {ingress: {class: public, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the controller of class public is not known, so it is told neither how long " +
			"requests may take nor how large they may be, and the network policies admit the pods of any namespace but " +
			"no load balancer outside the cluster; write controller, or controller: other if it needs none of this",
	},
	{
		name: "the cluster's own class",
		text: "  expose: {https: true, ingress: {}}\n",
		want: "8:34: spec.expose.ingress: the controller of the cluster's default class is not known, so it is told neither " +
			"how long requests may take nor how large they may be, and the network policies admit the pods of any namespace " +
			"but no load balancer outside the cluster; write controller, or controller: other if it needs none of this",
	},
	{
		name: "a second controller of a kind",
		text: "  expose: {ingress: {class: internal-nginx, tls: {issuer: le}}}\n",
		want: "8:29: spec.expose.ingress.class: the community's ingress-nginx was retired in March 2026 and gets no " +
			"more fixes, not even for security; move to Traefik, HAProxy, Contour, Cilium or your cloud's own, or write " +
			"controller: nginx-f5 if it is F5's",
	},
	{
		name: "an address of a family that pods do not have",
		text: "  network: {egress: {mail: {ports: [25], cidr: \"fd00::/8\"}}}\n",
		want: "8:48: spec.network.egress.mail.cidr: \"fd00::/8\" is an address of IPv6, which pods do not have according to " +
			"network.ipFamilies; write one of IPv4, or list both families there",
	},
}
