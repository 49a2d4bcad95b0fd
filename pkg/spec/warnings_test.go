package spec_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/pkg/spec"
)

// warningCase is a text that is appended to a valid spec, and what is said of it.
type warningCase struct{ name, text, want string }

// warningCases are those of all areas.
var warningCases = slices.Concat(stackWarnings, webWarnings, celeryWarnings, dataWarnings, exposeWarnings)

// kib is a text of n KiB, none of them a secret's.
func kib(n int) string { return strings.Repeat("word ", n*1024/5+1)[:n*1024] }

func TestWarnings(t *testing.T) {
	for _, c := range warningCases {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if !strings.Contains(c.want, "made where none are written") {
				text = apart(text)
			}
			errs, warnings := check(t, without(valid, text)+text)
			if len(errs) > 0 {
				t.Errorf("errors: %v", errs)
			}
			if diff := cmp.Diff([]string{c.want}, lines(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// apart has the environments of a stack in clusters of their own, where it writes none.
func apart(text string) string {
	if strings.Contains(text, "  environments:") {
		return text
	}
	return text + "  environments: {dev: {cluster: a}, staging: {cluster: b}, prod: {cluster: c}}\n"
}

// TestNoFalseAlarms has what comes near a warning and is meant.
func TestNoFalseAlarms(t *testing.T) {
	for _, text := range []string{
		"  databases: {default: {external: {host: \"2001:db8::5\", secret: s}}}\n  network: {ipFamilies: [IPv6]}\n",
		"  django: {settings: shop.settings, hosts: [a.example], workingDir: /app, writablePaths: [/app/cache, /apps]}\n",
		"  django: {settings: s.settings, hosts: [a.example], workingDir: /srv/shop, writablePaths: [{path: /srv, seed: true}]}\n",
		"  databases: {default: {maxConnections: 101, resources: {limits: {cpu: 64}}}}\n  web: {replicas: 6, workers: 3, threads: 4}\n",
		"  proxy: {}\n  expose: {ingress: {class: gce, tls: {issuer: le}, serviceAnnotations: {cloud.google.com/backend-config: a}}}\n",
		"  proxy: {bodySize: 5Gi}\n  web: {resources: {requests: {ephemeral-storage: 90Gi}}}\n",
		"  databases: {default: {external: {host: rw}}, ro: {replicaOf: default, external: {host: ro}}}\n",
		"  databases: {default: {}, stock: {server: default}}\n  migrate: {command: [./migrate-all]}\n",
		"  databases: {default: {}, stock: {server: default}}\n  migrate: {enabled: false}\n",
		"  databases: {default: {external: {host: pg}}, direct: {replicaOf: default, external: {host: pg}}}\n",
		"  broker: {external: {host: redis}}\n  caches: {default: {index: 2, external: {host: redis}}}\n",
		"  broker: {}\n  caches: {default: {}}\n  celery: {}\n",
		"  broker: {config: {Maxmemory_Policy: noeviction, appendonly: \"yes\", databases: \"2\"}, index: 1}\n",
		"  broker: {config: {databases: \"1\"}}\n  caches: {default: {index: 20, config: {databases: \"32\", save: \"\"}}}\n",
		"  databases: {default: {engine: mysql, config: {sql_mode: \"\", skip-name-resolve: \"\"}}}\n",
		"  caches: {default: {}, other: {index: 1, external: {host: shop-cache}}}\n",
		"  network: {ipFamilies: [IPv6, IPv4], egress: {a: {ports: [1], cidr: 10.0.0.0/8}, b: {ports: [2], cidr: \"fd00::/8\"}}}\n",
		"  network: {ipFamilies: [IPv6], egress: {a: {ports: [1], cidr: 0.0.0.0/0}}}\n",
		"  expose: {https: true, ingress: {class: edge, controller: other}}\n",
		"  namespace: {name: shop}\n  expose: {https: true, ingress: {class: traefik}}\n  environments: {prod: {}}\n",
		"  django: {settings: s.settings, hosts: [shop.corp, shop]}\n  expose: {ingress: {class: traefik, tls: {issuer: ca}}}\n",
		"  django: {settings: s.settings, hosts: [shop.de, shop.corp]}\n  expose: {ingress: {class: traefik, tls: {secret: tls}}}\n",
		"  expose: {https: true}\n  network: {ingress: {edge: {namespace: edge}}}\n",
		"  expose: {https: true}\n  network: {policies: false}\n",
		"  proxy: {bodySize: 1Gi}\n  media: {serve: app, volume: {accessMode: ReadWriteOnce}}\n  web: {replicas: 1}\n",
		"  proxy: {}\n  environments: {dev: {proxy: null, web: {replicas: null}}}\n",
		"  django: {settings: s.settings, hosts: [a.example], entrypoint: [/start.sh], manage: [/venv/bin/python, manage.py], " +
			"writablePaths: [/venv/share, {path: /usr, seed: true}], files: {/venv/bin/python: {content: a}}}\n",
		"  broker: {external: {host: 10.0.0.5, cidr: 10.0.0.0/8}}\n",
		"  web: {resources: {requests: {cpu: null}, limits: {cpu: null, ephemeral-storage: 1Gi}}}\n",
		"  network: {ipFamilies: [IPv6]}\n  expose: {ingress: {class: gce, tls: {issuer: le}, " +
			"serviceAnnotations: {cloud.google.com/backend-config: a}, controllerCIDRs: [\"fd00::/8\"]}}\n  proxy: {}\n",
	} {
		text = apart(text)
		errs, warnings := check(t, without(valid, text)+text)
		if all := spec.JoinErrors(errs, warnings); len(all) > 0 {
			t.Errorf("%s%v", text, all)
		}
	}
}

// TestExamplesAreQuiet: a rule that complains of what the examples do is wrong,
// or they are.
func TestExamplesAreQuiet(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/stack.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		errs, warnings := check(t, string(readFile(t, file)))
		for _, e := range spec.JoinErrors(errs, warnings) {
			switch {
			case e.Path == "spec.django.settings": // NetBox's image sets its own
			case strings.Contains(e.Message, "ingress-nginx was retired"): // they move to another
			default:
				t.Errorf("%s: %v", file, e)
			}
		}
	}
}

// without is a spec without the line of the field that text begins with.
func without(spec, text string) string {
	field, _, _ := strings.Cut(text, ":")
	var kept strings.Builder
	for line := range strings.Lines(spec) {
		if !strings.HasPrefix(line, field+":") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
