package programs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// launch runs the main container of a component in a folder of its own, with the
// files of a project in it and the variables an image might have, and returns the JSON
// of the line that the project prints after "SEEN ".
func launch(t *testing.T, text, component string, files map[string]string, image ...string) map[string]any {
	t.Helper()
	dir := t.TempDir()
	at := strings.NewReplacer("/etc/djangostack/celery", dir, "/etc/djangostack/server", dir, "/tmp/", dir+"/", "$$", "$")
	var command []string
	env := append(os.Environ(), "UWSGI_PLUGIN=python3", "PYTHONPATH="+dir)
	env = append(env, image...)
	for _, o := range objectsOf(t, stackOf(t, text), "prod") {
		switch o := o.(type) {
		case *corev1.ConfigMap:
			kind := map[string]string{"web": "server"}[component]
			if launcher := o.Data["launcher.py"]; strings.Contains(o.Name, "-celery-") == (kind == "") && launcher != "" {
				writeInto(t, dir, "launcher.py", at.Replace(launcher))
			}
		case *appsv1.Deployment:
			if o.Name != "shop-"+component {
				continue
			}
			main := o.Spec.Template.Spec.Containers[0]
			for _, word := range main.Command {
				command = append(command, at.Replace(word))
			}
			for _, v := range main.Env {
				if v.Name == "DJANGOSTACK_DEFAULTS" {
					env = append(env, v.Name+"="+v.Value)
				}
			}
		}
	}
	for name, content := range files {
		writeInto(t, dir, name, content)
	}
	cmd := exec.CommandContext(t.Context(), python, command[1:]...)
	cmd.Dir, cmd.Env = dir, env
	out, _ := cmd.CombinedOutput() // the project ends it in the middle
	_, line, found := strings.Cut(string(out), "SEEN ")
	line, _, _ = strings.Cut(line, "\n")
	seen := map[string]any{}
	if err := json.Unmarshal([]byte(line), &seen); !found || err != nil {
		t.Fatalf("%q: %v\n%s", command, err, out)
	}
	for name, value := range seen {
		if text, ok := value.(string); ok {
			seen[name] = strings.ReplaceAll(text, dir+"/", "/tmp/")
		}
	}
	return seen
}

func writeInto(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
