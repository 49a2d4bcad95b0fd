package spectest

import (
	"encoding/json"

	"github.com/djangostack/djangostack/pkg/spec"
)

// patches are some that fit every stack, and leave objects that an API server takes.
func patches() []spec.Patch {
	var all []spec.Patch
	for _, text := range []string{
		`{"target": {"component": "web", "kind": "Deployment"}, "patch": {
			"metadata": {"annotations": {"example.com/patched": "yes"}}, "spec": {"revisionHistoryLimit": null}}}`,
		`{"target": {"kind": "ConfigMap"}, "patch": {"metadata": {"annotations": {"example.com/patched": "yes"}}}}`,
		`{"target": {"component": "web", "kind": "Deployment"}, "patch": {"spec": {"template": {"spec": {
			"containers": [{"name": "web", "terminationMessagePath": "/tmp/end"}], "shareProcessNamespace": true}}}}}`,
		`{"target": {"component": "web", "kind": "Deployment"}, "patch": [
			{"op": "add", "path": "/spec/template/spec/hostname", "value": "patched"},
			{"op": "test", "path": "/kind", "value": "Deployment"}]}`,
		`{"target": {"component": "web", "kind": "Deployment"}, "patch": {"spec": {"minReadySeconds": 7}}}`,
	} {
		var one spec.Patch
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			panic("spectest: " + err.Error())
		}
		all = append(all, one)
	}
	return all
}
