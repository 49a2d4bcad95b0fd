package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/stacktest"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// TestBucketVariables: each store by django-storages' names or the project's, what is
// left out asks for no key, and a key file is where its variable says.
func TestBucketVariables(t *testing.T) {
	for _, tc := range []struct{ name, reason, spec, want string }{{
		name:   "s3, by the project's names",
		reason: "one value may have two names; a key nobody is told is not asked for",
		spec: `media: {bucket: {name: shop-media, secret: s3, envNames: {
			name: [AWS_MEDIA_BUCKET_NAME, DJANGO_AWS_STORAGE_BUCKET_NAME], accessKey: ""}}}`,
		want: "AWS_MEDIA_BUCKET_NAME=shop-media\nDJANGO_AWS_STORAGE_BUCKET_NAME=shop-media\n" +
			"AWS_SECRET_ACCESS_KEY<s3/AWS_SECRET_ACCESS_KEY",
	}, {
		name:   "two buckets",
		reason: "they may be in different stores, and neither takes the other's names",
		spec: `{media: {bucket: {provider: azure, name: media, account: acme, secret: az}}, static: {mode: bucket,
			url: "https://cdn.example/", bucket: {name: assets, region: eu-central-1}}}`,
		want: "AZURE_ACCOUNT_NAME=acme\nAZURE_CONTAINER=media\nSTATIC_AWS_S3_REGION_NAME=eu-central-1\n" +
			"STATIC_AWS_STORAGE_BUCKET_NAME=assets\nAZURE_ACCOUNT_KEY<az/AZURE_ACCOUNT_KEY",
	}, {
		name:   "gcs",
		reason: "Google's library reads a file",
		spec:   `media: {bucket: {provider: gcs, name: shop, project: acme, customDomain: cdn.example, secret: gcs}}`,
		want: "GOOGLE_APPLICATION_CREDENTIALS=/etc/djangostack/secrets/media-bucket/credentials.json\n" +
			"GS_BUCKET_NAME=shop\nGS_CUSTOM_ENDPOINT=https://cdn.example\nGS_PROJECT_ID=acme",
	}} {
		t.Run(tc.name, func(t *testing.T) {
			st := resolve(t, strings.ReplaceAll(tc.spec, "\t", " "))
			if diff := cmp.Diff(strings.Split(tc.want, "\n"), bucketEnvironment(st)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			prove(t, st)
		})
	}
	keys := stack.Secrets(stacktest.Objects(resolve(t, `media: {bucket: {provider: gcs, name: shop, secret: gcs}}`)))["gcs"]
	if !slices.Equal(keys, []string{"credentials.json"}) {
		t.Errorf("asks for %v of the Secret", keys)
	}
}

// bucketEnvironment is what the processes are told of buckets.
func bucketEnvironment(st *stack.Stack) []string {
	var out []string
	config, vars := django.EnvironmentOf(st).Copy()
	for _, name := range sorted.Keys(config) {
		if strings.Contains(name, "AWS_") || strings.Contains(name, "AZURE_") || strings.HasPrefix(name, "G") {
			out = append(out, name+"="+config[name])
		}
	}
	for _, v := range vars[1:] { // after SECRET_KEY
		out = append(out, variable(v))
	}
	return out
}

// TestNamesLeftOut: a variable of section django that is left out is in no process,
// and the stack asks for no key of it.
func TestNamesLeftOut(t *testing.T) {
	st := resolve(t, `{django: {hosts: [shop.example], envNames: {secretKey: "", allowedHosts: "", csrfTrustedOrigins: [ORIGINS, MORE]}},
 broker: {password: {}, external: {host: r}, envNames: {url: "", password: ""}},
 databases: {default: {external: {host: pg, secret: pg}, envNames: {url: "", user: "", password: ""}}}}`)
	config, vars := django.EnvironmentOf(st).Copy()
	for _, name := range []string{"", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"} {
		if _, given := config[name]; given || len(vars) > 0 {
			t.Errorf("%q is given: %v", name, vars)
		}
	}
	if config["ORIGINS"] != config["MORE"] || config["MORE"] == "" {
		t.Errorf("one value under two names: %q, %q", config["ORIGINS"], config["MORE"])
	}
	if secrets := stack.Secrets(stacktest.Objects(st)); len(secrets) > 0 {
		t.Errorf("asks for %v", secrets)
	}
}

// TestWaysToBuckets: policies open the way to each store's own endpoint.
func TestWaysToBuckets(t *testing.T) {
	for _, tc := range []struct{ reason, spec, want string }{
		{"the provider's own", `media: {bucket: {name: a}}`, "0.0.0.0/0:443"},
		{"two of one provider", `{media: {bucket: {name: a}}, static: {mode: bucket, url: "https://c.example/", bucket: {name: b}}}`, "0.0.0.0/0:443"},
		{"in the cluster", `media: {bucket: {name: a, endpoint: "http://minio.data.svc:9000"}}`, "data:9000"},
		{"a Service of the stack's namespace", `media: {bucket: {name: a, endpoint: "http://minio:9000"}}`, "shop-prod:9000"},
		{"an address of IPv6", `media: {bucket: {name: a, endpoint: "http://[fd00::1]:9000"}}`, "0.0.0.0/0:9000"},
		{"the scheme's port", `media: {bucket: {name: a, endpoint: "http://s3.example.com"}}`, "0.0.0.0/0:80"},
		{
			"a store for static files that the settings name, beside one in the cluster",
			`{media: {bucket: {name: a, endpoint: "http://minio.data.svc:9000"}}, static: {mode: bucket, url: "https://c.example/"}}`,
			"0.0.0.0/0:443 data:9000",
		},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			st := resolve(t, tc.spec)
			var got []string
			for _, e := range st.Edges {
				if e.From == "web" {
					got = append(got, fmt.Sprintf("%s%s:%d", e.Namespace, strings.Join(e.CIDRs, ","), e.Port))
				}
			}
			if all := strings.Join(got, " "); all != tc.want {
				t.Errorf("ways out: %s, want %s", all, tc.want)
			}
		})
	}
}
