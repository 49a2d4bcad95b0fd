package kustomize

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

// TestSchemaIsKustomizes walks the schema kustomize merges with, kind by
// kind, and compares every keyed list with ours. A kustomize release with
// another schema fails here before it fails in anyone's cluster.
func TestSchemaIsKustomizes(t *testing.T) {
	openapi.SchemaForResourceType(kyaml.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"})
	kinds := 0
	for name, definition := range openapi.Schema().Definitions {
		for _, k := range kindsOf(definition) {
			if strings.Contains(k.APIVersion, "alpha") || strings.Contains(k.APIVersion, "beta") || strings.HasSuffix(k.Kind, "List") || strings.HasPrefix(k.APIVersion, "kustomize") {
				continue
			}
			if openapi.IsCertainlyClusterScoped(kyaml.TypeMeta{APIVersion: k.APIVersion, Kind: k.Kind}) == k.HasNamespace() {
				t.Errorf("%s: kustomize says that it has a namespace: %v", k, !k.HasNamespace())
			}
			if unused[k.Kind] {
				continue
			}
			kinds++
			want := map[string][]string{}
			keyed(definition, "", want, map[string]bool{name: true})
			got := map[string][]string{}
			ours(schemas[k], "", got)
			for path, keys := range want {
				if !slices.Equal(got[path], keys) {
					t.Errorf("%s%s: kustomize merges by %v, we by %v", k, path, keys, got[path])
				}
			}
			for path := range got {
				if want[path] == nil {
					t.Errorf("%s%s: kustomize replaces this list", k, path)
				}
			}
		}
	}
	if kinds < 40 {
		t.Errorf("only %d kinds compared; kustomize's schema has moved", kinds)
	}
}

// unused are kinds no builder makes and which we say nothing about.
var unused = map[string]bool{
	"Node": true, "ComponentStatus": true, "CSINode": true, "VolumeAttachment": true, "CertificateSigningRequest": true,
	"SelfSubjectAccessReview": true, "SelfSubjectRulesReview": true, "SubjectAccessReview": true, "TokenReview": true,
}

func kindsOf(definition spec.Schema) []TypeMeta {
	var out []TypeMeta
	list, _ := definition.Extensions["x-kubernetes-group-version-kind"].([]any)
	for _, entry := range list {
		m, _ := entry.(map[string]any)
		group, _ := m["group"].(string)
		version, _ := m["version"].(string)
		name, _ := m["kind"].(string)
		out = append(out, TypeMeta{strings.TrimPrefix(group+"/"+version, "/"), name})
	}
	return out
}

// keyed collects the merged lists that a walk from definition can reach;
// below a list that is replaced there is nothing to merge. Status and the two
// lists of ObjectMeta, which CreatePatch never changes, stay out.
func keyed(definition spec.Schema, path string, out map[string][]string, above map[string]bool) {
	for field, property := range definition.Properties {
		at := path + "." + field
		if field == "status" || strings.HasSuffix(at, "metadata.finalizers") || strings.HasSuffix(at, "metadata.ownerReferences") {
			continue
		}
		resolved, ref := follow(property)
		if above[ref] && ref != "" {
			continue
		}
		s := &openapi.ResourceSchema{Schema: &resolved}
		strategy, keys := s.PatchStrategyAndKeyList()
		switch {
		case slices.Contains(strings.Split(strategy, ","), "merge") && resolved.Items != nil:
			out[at] = keys
			element, _ := follow(*resolved.Items.Schema)
			keyed(element, at, out, above)
		case resolved.Items == nil:
			keyed(resolved, at, out, union(above, ref))
		}
	}
}

func follow(s spec.Schema) (spec.Schema, string) {
	ref := s.Ref.String()
	if ref == "" {
		return s, ""
	}
	resolved, err := openapi.Resolve(&s.Ref, openapi.Schema())
	if err != nil {
		return s, ""
	}
	return *resolved, ref
}

func union(above map[string]bool, ref string) map[string]bool {
	out := map[string]bool{ref: true}
	for key := range above {
		out[key] = true
	}
	return out
}

func ours(s *schema, path string, out map[string][]string) {
	if s == nil {
		return
	}
	for field, child := range s.fields {
		at := path + "." + field
		if child.merges() {
			out[at] = child.keys
			ours(child.elem, at, out)
			continue
		}
		ours(child, at, out)
	}
}
