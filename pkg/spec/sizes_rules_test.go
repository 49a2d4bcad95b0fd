package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/djangostack/djangostack/pkg/spec"
)

// TestSizes holds each limit of a size on both of its sides.
func TestSizes(t *testing.T) {
	for _, c := range []struct {
		reason  string
		change  func(*spec.DjangoStack, string)
		limit   int // bytes that are taken
		warning bool
		want    string
	}{
		{
			reason: "the values of a ConfigMap have 1 MiB together",
			change: func(s *spec.DjangoStack, text string) {
				half := len(text) / 2
				s.Spec.Django.Files = map[string]spec.ConfigFile{"/etc/a": {Content: text[:half]}, "/etc/b": {Content: text[half:]}}
			},
			limit: 1 << 20,
			want:  "spec.django.files: must have at most 1024 KiB and has 1025",
		},
		{
			reason: "so do variables, which are in one too",
			change: func(s *spec.DjangoStack, text string) {
				s.Spec.Django.Env = map[string]string{}
				for i := range 10 {
					s.Spec.Django.Env[fmt.Sprint("V", i)] = text[len(text)*i/10 : len(text)*(i+1)/10]
				}
			},
			limit: 1 << 20,
			want:  "spec.django.env: must have at most 1024 KiB and has 1025",
		},
		{
			reason: "the annotations of an object have 256 KiB together, their keys counted",
			change: func(s *spec.DjangoStack, text string) {
				s.Metadata.Annotations = map[string]string{"a": text[1:]}
			},
			limit: 256 << 10,
			want:  "metadata.annotations: must have at most 256 KiB and has 257",
		},
		{
			reason: "every object has those of the stack as well",
			change: func(s *spec.DjangoStack, text string) {
				s.Metadata.Annotations = map[string]string{"a": text[:1000]}
				s.Spec.Django.ServiceAccount.Annotations = map[string]string{"b": text[1002:]}
			},
			limit: 256 << 10,
			want:  "spec.django.serviceAccount.annotations: must have at most 256 KiB and has 257",
		},
		{
			reason: "an argument ends in a byte of its own",
			change: func(s *spec.DjangoStack, text string) { s.Spec.Web.Command = []string{"serve", text} },
			limit:  128<<10 - 1,
			want:   "spec.web.command[1]: must have less than 128 KiB and has 128",
		},
		{
			reason: "a variable has its name before it",
			change: func(s *spec.DjangoStack, text string) {
				s.Spec.Django.Env = map[string]string{"LONG": text[len("LONG="):]}
			},
			limit: 128<<10 - 1,
			want:  "spec.django.env.LONG: must have less than 128 KiB and has 128",
		},
		{
			reason: "hosts are in one variable together",
			change: func(s *spec.DjangoStack, text string) {
				s.Spec.Expose, s.Spec.Django.Hosts = nil, nil
				label := strings.Repeat("a", 60)
				for i := range (len(text) - len("CSRF_TRUSTED_ORIGINS=")) / 200 {
					s.Spec.Django.Hosts = append(s.Spec.Django.Hosts, spec.Host(fmt.Sprintf("%s.%s.%060d.example", label, label, i)))
				}
			},
			limit: len("CSRF_TRUSTED_ORIGINS=") + 656*200 - 1, // with 655 hosts
			want:  "spec.django.hosts: must have less than 128 KiB as origins and has 129",
		},
		{
			reason: "the JSON of a file is longer than the file",
			change: func(s *spec.DjangoStack, text string) {
				s.Spec.Django.Files = map[string]spec.ConfigFile{"/etc/a": {Content: strings.Repeat("\n", len(text))}}
			},
			limit:   125 << 10,
			warning: true,
			want:    "spec.django.files: holds 126 KiB, and kubectl apply keeps a copy",
		},
		{
			reason: "a database's settings are in its StatefulSet",
			change: func(s *spec.DjangoStack, text string) {
				config := map[string]string{}
				for i := range 4 {
					config[fmt.Sprint("v", i)] = text[len(text)*i/4 : len(text)*(i+1)/4]
				}
				s.Spec.Databases["default"] = spec.Database{Config: config}
			},
			limit:   251 << 10,
			warning: true,
			want:    "spec.databases.default.config: holds 252 KiB, and kubectl apply keeps a copy",
		},
	} {
		t.Run(c.reason, func(t *testing.T) {
			over := c.limit + 1
			if c.warning { // which begins where there is no room for what else an object has
				over = c.limit + 1024
			}
			for size, want := range map[int]string{c.limit: "", over: c.want} {
				doc, err := spec.Load(strings.NewReader(valid), "")
				if err != nil {
					t.Fatal(err)
				}
				c.change(doc.Stack, strings.Repeat("word ", size/5+1)[:size])
				_, found, warnings := doc.Resolve()
				if c.warning {
					found = warnings
				}
				var said string
				if len(found) > 0 {
					said = found[0].Error()
				}
				if want == "" && said != "" || !strings.Contains(said, want) {
					t.Errorf("%d bytes: %.300s; want %q", size, said, want)
				}
			}
		})
	}
}
