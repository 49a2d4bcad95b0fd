package policy_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/policy"
	"github.com/djangostack/djangostack/pkg/spec"
)

// FuzzLoad: no file brings the reader down, each mistake has its place on one line, and what is
// read is read again from what is written of it.
func FuzzLoad(f *testing.F) {
	example, err := os.ReadFile(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example))
	f.Add(head + "spec: {network: {to: {cidrs: [10.0.0.0/8]}}, loweredSecurity: [], images: [\"!*:latest\"]}")
	f.Add(head + "spec: &a {images: [*a]}")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := policy.Load(strings.NewReader(text), "policy.yaml")
		if err != nil {
			errs := spec.AsErrors(err)
			for _, e := range errs {
				if e.Line < 1 && e.Message != "" && e.Code != spec.CodeMore || strings.Contains(e.Error(), "\n") {
					t.Errorf("%q", e.Error())
				}
			}
			if errs == nil {
				t.Error(err)
			}
			return
		}
		data, err := json.Marshal(p.DjangoStackPolicy)
		if err != nil {
			t.Fatal(err)
		}
		again, err := policy.Load(strings.NewReader(string(data)), "policy.yaml")
		if err != nil || !reflect.DeepEqual(p.DjangoStackPolicy, again.DjangoStackPolicy) {
			t.Errorf("%s: %v", data, err)
		}
	})
}

// FuzzPattern compares with a regular expression what a pattern of images allows.
func FuzzPattern(f *testing.F) {
	for _, pattern := range []string{"*", "a*", "*a", "a*b", "a**b", "*a*b*", "ab*ba", "docker.io/*:1"} {
		f.Add(pattern, "docker.io/library/aba:1")
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if policy.Pattern(pattern).Validate() != nil || strings.HasPrefix(pattern, "!") || name == "" {
			return
		}
		parts := strings.Split(pattern, "*")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		want, err := regexp.MatchString(`(?s)\A`+strings.Join(parts, ".*")+`\z`, name)
		if err != nil {
			return // it is no UTF-8
		}
		if got := policy.Matches(policy.Pattern(pattern), name); got != want {
			t.Errorf("%q, %q: %t", pattern, name, got)
		}
	})
}
