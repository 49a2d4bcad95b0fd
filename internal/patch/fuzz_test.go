package patch_test

import (
	"encoding/json"
	"reflect"
	"testing"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/djangostack/djangostack/internal/patch"
)

// FuzzApply: whatever a patch is, it is refused with a reason or makes an object that is no larger
// than both, but for copies.
func FuzzApply(f *testing.F) {
	for _, seed := range []string{
		`{"spec":{"replicas":null}}`, `[{"op":"copy","from":"/spec","path":"/spec/a"}]`, `{"$patch":"delete"}`,
		`{"spec":{"template":{"spec":{"containers":[{"name":"web","$patch":"delete"},{"$patch":"replace"}]}}}}`,
		`[{"op":"test","path":"/a/-","value":null},{"op":"move","from":"/a","path":"/a/b"}]`,
		`{"metadata":{"$deleteFromPrimitiveList/finalizers":["one"],"$retainKeys":["name"]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var given any
		if json.Unmarshal(data, &given) != nil {
			return
		}
		body, err := patch.Read(given)
		if err != nil {
			return
		}
		for _, typ := range []reflect.Type{reflect.TypeFor[appsv1.Deployment](), nil} {
			var object map[string]any
			parse(t, deployment, &object)
			got, wrong := body.Apply(object, typ)
			if wrong != nil {
				if wrong.Message == "" {
					t.Error("refused without a reason")
				}
				continue
			}
			made, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if len(made) > 2<<20 {
				t.Errorf("%d bytes", len(made))
			}
		}
	})
}
