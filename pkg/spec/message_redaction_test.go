package spec_test

import (
	"strings"
	"testing"
)

// TestMistypedSecretsAreNotRepeated: whatever is wrong with the place, the type or the
// form of a secret, no message has it. SECRET stands for one that is wrong in its form
// as well, NUMBER for one of digits, URL for an address that has one.
func TestMistypedSecretsAreNotRepeated(t *testing.T) {
	const secret, number = "Hunter2!x/y", "87654321"
	values := strings.NewReplacer(
		"SECRET", secret, "NUMBER", number, "URL", "postgres://shop:"+secret[:8]+"@pg.internal/shop",
	)
	for _, body := range []string{
		"django: {env: {DB_PASSWORD: NUMBER}}",
		"django: {env: {DB_PASSWORD: 0x87654321}}",
		"django: {env: {API_KEY: 8765432.1}}",
		"django: {env: {apiToken: NUMBER}}",
		"django: {env: {A: {DB_PASSWORD: NUMBER}}}",
		"django: {env: {DB_PASSWORD: [SECRET]}}",
		"django: {env: {DB_PASSWORD: {value: NUMBER}}}",
		"django: {env: {DB_PASSWORD: !secret SECRET}}",
		"django: {env: {DATABASE_URL: URL, 12345: x}}",
		"django: {env: 'DB_PASSWORD=SECRET'}",
		"django: {env: URL}",
		"django: {env: [NUMBER]}",
		"django: {secretKey: SECRET}",
		"django: {secretKey: NUMBER}",
		"django: {secretKey: [NUMBER]}",
		"django: {secretKey: {value: NUMBER}}",
		"django: {secretKey: {secret: SECRET, key: x}}",
		"django: {secretKey: {secret: NUMBER, key: x}}",
		"django: {secretKey: {secret: shop, key: SECRET}}",
		"django: {secretKey: {secret: shop, key: NUMBER}}",
		"django: {secretEnv: SECRET}",
		"django: {secretEnv: {MAIL: SECRET}}",
		"django: {secretEnv: {MAIL: NUMBER}}",
		"django: {secretEnv: {MAIL: [SECRET]}}",
		"django: {secretEnv: {MAIL: {secret: NUMBER}}}",
		"django: {secretEnv: {MAIL: {secret: SECRET, key: SECRET}}}",
		"django: {secretEnv: {MAIL: {name: SECRET}}}",
		"django: {envNames: {secretKey: SECRET}}",
		"django: {envNames: {secretKey: NUMBER}}",
		"django: {envFrom: {secrets: [SECRET]}}",
		"django: {envFrom: {secrets: NUMBER}}",
		"django: {envFrom: {secrets: [NUMBER]}}",
		"django: {hosts: ['shop:SECRET@pg.internal']}",
		"django: {hosts: [URL]}",
		"django: {settings: URL}",
		"django: {manage: 'manage --password=SECRET'}",
		"django: {manage: [--password, NUMBER]}",
		"django: {files: {/a: {secretKey: SECRET}}}",
		"django: {files: {/a: {content: 'PASSWORD=SECRET', secretKey: {secret: NUMBER, key: a}}}}",
		"django: {files: {/a: URL}}",
		"django: {user: NUMBER, password: SECRET}",
		"databases: URL",
		"databases: [URL]",
		"databases: {default: URL}",
		"databases: {default: {password: SECRET}}",
		"databases: {default: {password: NUMBER}}",
		"databases: {default: {external: URL}}",
		"databases: {default: {external: {host: URL}}}",
		"databases: {default: {external: {host: 'shop:SECRET@pg'}}}",
		"databases: {default: {external: {host: pg, secret: SECRET}}}",
		"databases: {default: {external: {host: pg, options: {password: NUMBER}}}}",
		"databases: {default: {engine: URL}}",
		"caches: {default: {password: SECRET}}",
		"caches: {default: {password: NUMBER}}",
		"caches: {default: URL}",
		"broker: URL",
		"broker: {password: SECRET}",
		"broker: {url: URL}",
		"broker: {external: {host: URL}}",
		"broker: {envNames: {password: SECRET}}",
		"secrets: SECRET",
		"secrets: {name: SECRET}",
		"secrets: {envFile: 'A=SECRET'}",
		"superuser: {password: SECRET}",
		"superuser: {password: NUMBER}",
		"superuser: {username: URL}",
		"image: {repository: URL, tag: x, pullSecrets: [SECRET]}",
		"image: {repository: a, tag: x, pullSecrets: SECRET}",
		"image: {repository: a, tag: x, pullSecrets: [NUMBER]}",
		"image: {repository: a, tag: ghp_87654321876543218765}",
		"image: ghp_87654321876543218765",
		"media: URL",
		"media: {url: URL, bucket: {name: a, secret: SECRET, endpoint: URL}}",
		"media: {bucket: {name: a, secret: NUMBER}}",
		"static: {url: URL}",
		"expose: {ingress: {tls: {secret: SECRET}}}",
		"expose: {ingress: {tls: {secret: NUMBER}, annotations: {a: URL}}}",
		"proxy: {image: URL}",
		"web: {command: 'gunicorn --password=SECRET'}",
		"web: {command: [gunicorn, --api-token, SECRET]}",
		"web: {probes: {liveness: {path: '/x?token=SECRET'}}}",
		"cron: {a: {schedule: URL, command: [x]}}",
		"environments: {dev: {django: {env: {DB_PASSWORD: NUMBER}}}}",
		"environments: {dev: {secrets: {envFile: NUMBER}}}",
		"environments: {dev: URL}",
		"environments: [URL]",
		"URL",
		"{ghp_87654321876543218765: true}",
	} {
		text := "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStack\nmetadata: {name: shop}\nspec:\n  " + values.Replace(body) + "\n"
		t.Run(body, func(t *testing.T) {
			got := messages(t, []byte(text))
			if len(got) == 0 {
				t.Error("is accepted")
			}
			for _, message := range got {
				for _, part := range []string{secret, secret[:8], number, "8765432.1", "ghp_8"} {
					if strings.Contains(message, part) {
						t.Errorf("repeats the secret: %s", message)
					}
				}
			}
		})
	}
}
