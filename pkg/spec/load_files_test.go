package spec

import (
	"strings"
	"testing"
)

func TestLoadFiles(t *testing.T) {
	for _, tt := range []struct{ name, reason, in, want string }{
		{"empty", "says how to begin", "", `f:1:1: is empty; a stack begins with apiVersion: djangostack.dev/v1alpha1`},
		{"blank", "as empty", "# nothing\n", `f:1:1: is empty; a stack begins with apiVersion: djangostack.dev/v1alpha1`},
		{"not UTF-8", "position of the byte", "a: 1\nb: \xe4\n", `f:2:4: is not UTF-8 here; save the file as UTF-8`},
		{"UTF-16", "another encoding by its mark", "\xff\xfea\x00", `f:1:1: is UTF-16 or UTF-32; save it as UTF-8`},
		{"UTF-16 without a mark", "no text begins so", "a\x00p\x00", `f:1:1: is UTF-16 or UTF-32; save it as UTF-8`},
		{
			"another version of YAML", "only where a directive stands", head + "%YAML 1.2\n",
			`f:5:1: a %YAML line of a version that is not known, or amid a document; remove it`,
		},
		{"a far version of YAML", "nobody knows it", "%YAML 2.0\n---\n" + head, `f:1:1: a %YAML line of a version that is not known, or amid a document; remove it`},
		{
			"text", "it may be anything, and is not repeated", "root:x:0:0:root\n",
			`f:1:1: no DjangoStack in this file, but text (line 1); ` +
				`write apiVersion: djangostack.dev/v1alpha1 and kind: DjangoStack, or keep the file where no stack is looked for`,
		},
		{
			"a key's name is no line of a message", "everything is on one line", head + "  \"a\\n::error::b\": {}\n",
			`f:5:3: spec[a\n::error::b]: unknown field; expected one of extends, profile, platform, cluster, namespace, image, django, web, proxy, celery, ` +
				`processDefaults, processes, services, databases, caches, broker, mail, migrate, superuser, jobs, cronDefaults, cron, static, media, volumes, expose, routes, network, secrets, manifests, patches, values, valuesSchema, extensions, environments`,
		},
		{
			"too large", "memory stays bounded", strings.Repeat("#", maxSize+1),
			`f:1:1: larger than 1 MiB; a stack's description is a few kilobytes`,
		},
		{
			"tab", "YAML's own rule", head + "  web:\n\treplicas: 1\n",
			`f:6:1: a tab indents this line; YAML takes spaces only`,
		},
		{
			"unclosed", "where it opens, not where the file ends", head + "  web: {\n  image: {}\n",
			`f:5:3: the map that opens here is never closed; add "}"`,
		},
		{
			"a template's line", "YAML has no word for it", head + "{{- if .Values.web }}\n  web: {}\n{{- end }}\n",
			`f:5:1: is a template, and a stack is none; write the value, and what differs between environments under ` +
				`spec.environments`,
		},
		{
			"bad indentation", "the line itself, not the block around it", head + "  web:\n    port: 80\n   workers: 3\n",
			`f:7:4: does not fit the lines above; check the indentation and close quotes and brackets`,
		},
		{
			"colon", "the commonest of all", head + "  web: {}\n  image: a: b\n",
			`f:6:3: a ": " is not expected here; quote the value if the colon belongs to it, else check the indentation`,
		},
		{
			"unknown alias", "the parser's words, with a position", head + "  web: *x\n",
			`f:5:3: "*" begins an alias, and no anchor of that name stands before it; quote a value that begins with one`,
		},
		{
			"other version", "the versions this release knows", "apiVersion: djangostack.dev/v2\nkind: DjangoStack\nx: 1\n",
			`f:1:13: apiVersion: unknown version "djangostack.dev/v2"; this release knows djangostack.dev/v1alpha1`,
		},
		{
			"other kind", "the group is ours", "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStak\n",
			`f:2:7: kind: unknown kind "DjangoStak"; expected DjangoStack`,
		},
		{
			"no version", "the rest is still checked", "kind: DjangoStack\nsepc: {}\n",
			"f:1:1: apiVersion: missing; write apiVersion: djangostack.dev/v1alpha1\n" +
				`f:2:1: sepc: unknown field; did you mean "spec"?`,
		},
		{
			"none of ours", "what there is, and where", "kind: Service\n---\nkind: Deployment\n",
			`f:1:1: no DjangoStack in this file, but a "Service" (line 1), a "Deployment" (line 3); ` +
				`write apiVersion: djangostack.dev/v1alpha1 and kind: DjangoStack, or keep the file where no stack is looked for`,
		},
		{
			"two of ours", "which one is meant?", head + "---\n" + head,
			`f:6:1: another DjangoStack, after the one in line 1; keep one per file`,
		},
		{
			"not a map", "a list of stacks is none", "- a\n",
			`f:1:1: no DjangoStack in this file, but a list without a kind (line 1); ` +
				`write apiVersion: djangostack.dev/v1alpha1 and kind: DjangoStack, or keep the file where no stack is looked for`,
		},
		{
			"top level", "a section without spec around it", head + "  image: {repository: a/b}\nweb: {}\n",
			`f:6:1: web: unknown field; did you mean spec.web?`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(strings.NewReader(tt.in), "f")
			checkErrors(t, tt.reason, err, tt.want)
		})
	}
}
