package imageref_test

import (
	_ "crypto/sha512" // without which the library knows no digest of it
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/distribution/reference"

	"github.com/djangostack/djangostack/internal/imageref"
	"github.com/djangostack/djangostack/internal/worktest"
)

// TestParse compares with the library for what is written, and for what is near it.
func TestParse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, text := range images {
		compare(t, text)
		for range worktest.Rounds(1000) {
			compare(t, changed(r, text))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range images {
		f.Add(text)
	}
	f.Fuzz(compare)
}

var images = []string{
	"", "postgres", "postgres:17", "library/postgres:17", "docker.io/postgres", "index.docker.io/postgres:17", "Acme/shop", "acme/Shop:1", "localhost/shop",
	"localhost:5000/shop:v1", "registry.example/acme/shop", "registry.example:5000/a/b/c:1.2-3_4", "REGISTRY.example/a", "[::1]:5000/a:b",
	"[2001:DB8::1]/a", "a__b/c--d.e_f", "a..b", "a___b", "a-._b", "-a", "a-", "a/", "/a", "a//b", "a:b/c", "a:b:c", "a@b", "a.-b/c", "é/a", "a/é", "ſ/a", "a/ſ", "a:é",
	strings.Repeat("a", 247), strings.Repeat("a", 248), "docker.io/" + strings.Repeat("a", 248), "index.docker.io/" + strings.Repeat("a", 248), "r.example/" + strings.Repeat("a", 255), "r.example/" + strings.Repeat("a", 256),
	"a:" + strings.Repeat("b", 128), "a:" + strings.Repeat("b", 129), strings.Repeat("0", 64), strings.Repeat("0", 64) + ":a",
	"a@sha256:" + strings.Repeat("0", 64), "a:b@sha256:" + strings.Repeat("f", 64), "a@sha384:" + strings.Repeat("0", 96), "a@sha512:" + strings.Repeat("0", 128),
	"a@md5:" + strings.Repeat("0", 32), "a@sha256:" + strings.Repeat("F", 64), "a@sha256:" + strings.Repeat("0", 65),
}

func changed(r *rand.Rand, text string) string {
	const written = "aZ09.:/_-@[]é "
	from := r.IntN(len(text) + 1)
	to := min(len(text), from+r.IntN(2))
	at := r.IntN(len(written))
	return text[:from] + written[at:at+r.IntN(min(2, len(written)-at)+1)] + text[to:]
}

func compare(t *testing.T, text string) {
	t.Helper()
	got, err := imageref.Parse(text)
	want, wantErr := reference.ParseNormalizedNamed(text)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%q: %v, and the library says %v", text, err, wantErr)
	}
	if err != nil {
		return
	}
	if tagged, ok := want.(reference.Tagged); ok != (got.Tag != "") || ok && tagged.Tag() != got.Tag {
		t.Errorf("%q: tag %q, and the library's is %v", text, got.Tag, want)
	}
	if digested, ok := want.(reference.Digested); ok != (got.Digest != "") || ok && digested.Digest().String() != got.Digest {
		t.Errorf("%q: digest %q, and the library's is %v", text, got.Digest, want)
	}
	if full := imageref.Full(text); full != reference.TagNameOnly(want).String() {
		t.Errorf("%q: is in full %q, and by the library %v", text, full, reference.TagNameOnly(want))
	}
	if name := imageref.Name(text); imageref.Full(name) != want.Name()+":latest" {
		t.Errorf("%q: has the name %q, and by the library %s", text, name, want.Name())
	}
}
