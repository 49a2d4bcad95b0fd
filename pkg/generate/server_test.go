package generate

import "testing"

// TestUvicornLimitsRequestsWhereAParentReplacesWorkers: a single worker that ends
// after so many requests, the probes' among them, ends the container.
func TestUvicornLimitsRequestsWhereAParentReplacesWorkers(t *testing.T) {
	for workers, want := range map[string]string{"1": "", "2": "1000"} {
		text := "{image: {repository: r, tag: '1'}, django: {settings: shop.settings}, web: {server: uvicorn, workers: " + workers + "}}"
		command := deploymentOf(t, text, "web").Spec.Template.Spec.Containers[0].Command
		if got := option(command, "--limit-max-requests"); got != want {
			t.Errorf("%s workers: --limit-max-requests %q, not %q", workers, got, want)
		}
	}
}
