package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/secrets"
)

// shownOrigin is an origin on one line.
func shownOrigin(o Origin) string {
	text := o.Path + " = " + o.Value + " by " + string(o.Layer)
	if o.Line > 0 {
		text += fmt.Sprintf(" %s:%d:%d", o.File, o.Line, o.Column)
	}
	return text
}

func TestOrigins(t *testing.T) {
	files := map[string]string{
		"team.yaml": "  extends: [all.yaml]\n  web: {timeout: 9s}\n  environments: {prod: {web: {replicas: 5}}}\n",
		"all.yaml":  "  web: {replicas: 3, port: 9000, timeout: 8s}\n  celery: {workers: {a: {}}}\n  proxy: {}\n",
	}
	const body = "  extends: [../team.yaml]\n" +
		"  image: {repository: a/b, tag: x, pullSecrets: [r]}\n" +
		"  web: {resources: {limits: {cpu: null}}}\n" +
		"  proxy: null\n" +
		"  django: {env: {A: b, API_PASSWORD: correct-horse-battery}, secretEnv: {MAIL: {key: mail-key}}}\n" +
		"  environments: {prod: {web: {port: 7000}}, qa: {profile: dev, web: {timeout: null}}}\n"
	for _, tt := range []struct{ reason, environment, path, want string }{
		{"the stack's environment", "prod", "spec.web.port", "spec.web.port = 7000 by environment shop/stack.yaml:10:37"},
		{"that of a file", "prod", "web.replicas", "spec.web.replicas = 5 by environment of an extended file team.yaml:6:41"},
		{"of which this environment has nothing", "qa", "web.replicas", "spec.web.replicas = 3 by extended file all.yaml:4:19"},
		{"the higher of two files", "prod", "web.timeout", "spec.web.timeout = 9s by extended file team.yaml:5:18"},
		{"the stack's own spec", "prod", "image.tag", "spec.image.tag = x by spec shop/stack.yaml:6:33"},
		{"a list as a whole", "prod", "image.pullSecrets", `spec.image.pullSecrets = ["r"] by spec shop/stack.yaml:6:49`},
		{"an item of a list is not looked for", "prod", "image.pullSecrets[0]", "spec.image.pullSecrets[0] =  by "},
		{"an entry of a map", "prod", "django.env[A]", "spec.django.env.A = b by spec shop/stack.yaml:9:21"},
		{"a default of a profile", "qa", "web.resources.requests.memory", "spec.web.resources.requests.memory = 256Mi by profile"},
		{"the profile itself", "prod", "profile", "spec.profile = prod by default"},
		{"which an environment says", "qa", "profile", "spec.profile = dev by environment shop/stack.yaml:10:59"},
		{"any other default", "prod", "web.servicePort", "spec.web.servicePort = 80 by default"},
		{"null that removes a default", "prod", "web.resources.limits.cpu", "spec.web.resources.limits.cpu =  by spec shop/stack.yaml:7:35"},
		{"null that removes what a file has", "prod", "proxy", "spec.proxy =  by spec shop/stack.yaml:8:10"},
		{"and all that is in it", "prod", "proxy.bodySize", "spec.proxy.bodySize =  by spec shop/stack.yaml:8:10"},
		{"null in an environment", "qa", "web.timeout", "spec.web.timeout =  by environment shop/stack.yaml:10:79"},
		{"nothing at all", "prod", "media", "spec.media =  by "},
		{"a secret in plain text", "prod", "django.env.API_PASSWORD", "spec.django.env.API_PASSWORD = " + secrets.Hidden + " by spec shop/stack.yaml:9:38"},
		{"the name of one", "prod", "django.secretEnv.MAIL.key", "spec.django.secretEnv.MAIL.key = mail-key by spec shop/stack.yaml:9:86"},
		{"the spec alone", "", "web.port", "spec.web.port = 9000 by extended file all.yaml:4:28"},
		{"metadata have no layers", "prod", "metadata.name", "metadata.name = shop by spec shop/stack.yaml:3:18"},
	} {
		doc, err := loadExtending(body, files)
		if err != nil {
			t.Fatal(err)
		}
		found, err := doc.Origins(tt.path, tt.environment)
		if err != nil {
			t.Errorf("%s: %v", tt.reason, err)
			continue
		}
		var got []string
		for _, o := range found {
			got = append(got, shownOrigin(o))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestOriginsBegunAnew: what a higher layer begins anew after null has none of what was beneath.
func TestOriginsBegunAnew(t *testing.T) {
	doc, err := loadExtending("  extends: [../all.yaml, ../team.yaml]\n", map[string]string{
		"all.yaml":  "  web: {port: 9000}\n  environments: {prod: {web: null}}\n",
		"team.yaml": "  web: {timeout: 9s}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	for environment, want := range map[string]string{
		"prod": "spec.web.port = 8000 by default", "": "spec.web.port = 9000 by extended file all.yaml:4:15",
	} {
		found, err := doc.Origins("web.port", environment)
		if err != nil || len(found) != 1 || shownOrigin(found[0]) != want {
			t.Errorf("%s: %v, %v, want %s", environment, found, err, want)
		}
	}
}

func TestOriginsDefault(t *testing.T) {
	doc, err := loadExtending("  web: {}\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"web.replicas": "2; profile dev: 1", "celery": "no Celery", "web.server": "gunicorn",
	} {
		found, err := doc.Origins(path, "dev")
		if err != nil || len(found) != 1 || found[0].Default != want {
			t.Errorf("%s: %+v, %v, want %s", path, found, err, want)
		}
	}
	for path, want := range map[string]string{
		"web.replicsa": `spec.web.replicsa: unknown field; did you mean "replicas"?`,
	} {
		if _, err := doc.Origins(path, "dev"); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if _, err := doc.Origins("web", "nowhere"); err == nil || !strings.Contains(err.Error(), `no environment "nowhere"`) {
		t.Errorf("no such environment: %v", err)
	}
}
