package spec

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// defaultsHead is three lines; what tests append stands in line 4 and after.
const defaultsHead = "apiVersion: djangostack.dev/v1alpha1\nkind: DjangoStackDefaults\nspec:\n"

// loadExtending loads shop/stack.yaml, whose spec is body, of a repository with the files given.
func loadExtending(body string, files map[string]string) (*Document, error) {
	repository := fstest.MapFS{}
	for name, content := range files {
		if strings.HasPrefix(content, "  ") {
			content = defaultsHead + content
		}
		repository[name] = holding(content)
	}
	loader := Loader{}.In(Repository{FS: repository, Path: "shop/stack.yaml"})
	return loader.Load(strings.NewReader(head+body), "shop/stack.yaml")
}

func TestExtends(t *testing.T) {
	const one = "  extends: [../all.yaml]\n"
	const two = "  extends: [../all.yaml, ../team.yaml]\n"
	for _, tt := range []struct {
		reason, body string
		files        map[string]string
		environment  string
		path, want   string
	}{
		{
			"what the stack does not say", one,
			map[string]string{"all.yaml": "  web: {replicas: 5}\n"},
			"prod", "web.replicas", "5",
		},
		{
			"the stack's own word holds", one + "  web: {replicas: 2}\n",
			map[string]string{"all.yaml": "  web: {replicas: 5}\n"},
			"prod", "web.replicas", "2",
		},
		{
			"the later of two files holds", two,
			map[string]string{"all.yaml": "  web: {replicas: 5}\n", "team.yaml": "  web: {replicas: 6}\n"},
			"prod", "web.replicas", "6",
		},
		{
			"maps merge", two + "  django: {env: {C: c}}\n",
			map[string]string{"all.yaml": "  django: {env: {A: a, B: a}}\n", "team.yaml": "  django: {env: {B: b}}\n"},
			"prod", "django.env", `{"A":"a","B":"b","C":"c"}`,
		},
		{
			"lists replace", one + "  image: {pullSecrets: [own]}\n",
			map[string]string{"all.yaml": "  image: {pullSecrets: [a, b]}\n"},
			"prod", "image.pullSecrets", `["own"]`,
		},
		{
			"an empty list replaces, too", one + "  image: {pullSecrets: []}\n",
			map[string]string{"all.yaml": "  image: {pullSecrets: [a]}\n"},
			"prod", "image.pullSecrets", "null",
		},
		{
			"a file's environment is over what it says itself", one,
			map[string]string{"all.yaml": "  web: {replicas: 3}\n  environments: {prod: {web: {replicas: 5}}}\n"},
			"prod", "web.replicas", "5",
		},
		{
			"and behind what the stack says in all: it is a default, as that of a profile", one + "  web: {replicas: 2}\n",
			map[string]string{"all.yaml": "  environments: {prod: {web: {replicas: 5}}}\n"},
			"prod", "web.replicas", "2",
		},
		{
			"the stack's environment is over everything", one + "  web: {replicas: 2}\n  environments: {prod: {web: {replicas: 9}}}\n",
			map[string]string{"all.yaml": "  environments: {prod: {web: {replicas: 5}}}\n"},
			"prod", "web.replicas", "9",
		},
		{
			"a later file is over the environments of the earlier", two,
			map[string]string{
				"all.yaml":  "  environments: {prod: {web: {replicas: 5, timeout: 9s}}}\n",
				"team.yaml": "  web: {replicas: 6}\n",
			},
			"prod", "web.replicas", "6",
		},
		{
			"but only where it says something", two,
			map[string]string{
				"all.yaml":  "  environments: {prod: {web: {replicas: 5, timeout: 9s}}}\n",
				"team.yaml": "  web: {replicas: 6}\n",
			},
			"prod", "web.timeout", `"9s"`,
		},
		{
			"environments of two files merge", two + "  environments: {prod: {web: {timeout: 9s}}}\n",
			map[string]string{
				"all.yaml": "  environments: {prod: {web: {replicas: 5}}}\n", "team.yaml": "  environments: {prod: {cluster: b}}\n",
			},
			"prod", "web.replicas", "5",
		},
		{
			"a file extends another, relative to itself", "  extends: [../teams/a/team.yaml]\n",
			map[string]string{
				"teams/a/team.yaml": "  extends: [../../all.yaml]\n  web: {port: 9000}\n", "all.yaml": "  web: {port: 7000, replicas: 5}\n",
			},
			"prod", "web.port", "9000",
		},
		{
			"reached twice, a file counts once, beneath both", two,
			map[string]string{
				"all.yaml":  "  extends: [base.yaml]\n  web: {replicas: 5}\n",
				"team.yaml": "  extends: [base.yaml]\n  web: {port: 9000}\n", "base.yaml": "  web: {replicas: 1}\n",
			},
			"prod", "web.replicas", "5",
		},
		{
			"null removes a part that a file has", one + "  celery: null\n",
			map[string]string{"all.yaml": "  celery: {workers: {default: {}}}\n"},
			"prod", "celery", "null",
		},
		{
			"and one that a file has in an environment", one + "  celery: null\n",
			map[string]string{"all.yaml": "  environments: {prod: {celery: {workers: {default: {}}}}}\n"},
			"prod", "celery", "null",
		},
		{
			"null in a file removes a default", one,
			map[string]string{"all.yaml": "  web: {resources: {limits: {cpu: null}}}\n"},
			"prod", "web.resources.limits.cpu", "null",
		},
		{
			"which the stack can set again", one + "  web: {resources: {limits: {cpu: 3}}}\n",
			map[string]string{"all.yaml": "  web: {resources: {limits: {cpu: null}}}\n"},
			"prod", "web.resources.limits.cpu", `"3"`,
		},
		{
			"a part that was removed begins anew", two,
			map[string]string{
				"all.yaml":  "  web: {replicas: 5, port: 9000}\n  environments: {prod: {web: null}}\n",
				"team.yaml": "  web: {timeout: 9s}\n",
			},
			"prod", "web.port", "8000",
		},
		{
			"an entry of the stack completes one of a file", one + "  cron: {a: {schedule: '@daily'}}\n",
			map[string]string{"all.yaml": "  cron: {a: {manage: [clearsessions], timeZone: Etc/UTC}}\n"},
			"prod", "cron.a.timeZone", `"Etc/UTC"`,
		},
		{
			"a short form is one of the long form", one + "  image: {tag: '1'}\n",
			map[string]string{"all.yaml": "  image: {repository: a/b}\n"},
			"prod", "image.repository", `"a/b"`,
		},
		{"an empty list extends nothing", "  extends: []\n", nil, "prod", "web.replicas", "2"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			doc, err := loadExtending(tt.body, tt.files)
			if err != nil {
				t.Fatal(err)
			}
			e, err := doc.Stack.Effective(tt.environment)
			if err != nil {
				t.Fatal(err)
			}
			v := valueAt(reflect.ValueOf(e.Spec), specType(), strings.Split(tt.path, "."))
			got := "null"
			if v.IsValid() {
				data, err := json.Marshal(v.Interface())
				if err != nil {
					t.Fatal(err)
				}
				got = string(data)
			}
			if got != tt.want {
				t.Errorf("%s is %s, want %s", tt.path, got, tt.want)
			}
			if doc.Stack.Spec.Extends != nil {
				t.Error("extends is still there")
			}
		})
	}
}

// TestExtendsRebases: a template that a file names lies beside that file.
func TestExtendsRebases(t *testing.T) {
	files := map[string]string{
		"teams/all.yaml": "  manifests: {a: {file: a.yaml}, c: {file: none.yaml}}\n" +
			"  environments: {prod: {manifests: {a: null, b: {file: ../b.yaml}}}, dev: {manifests: {d: {file: /d}}}}\n",
		"teams/team.yaml": "  extends: [all.yaml]\n  manifests: {a: {uses: [caches]}}\n",
		"teams/a.yaml":    "text of a", "b.yaml": "text of b", "shop/own.yaml": "own",
	}
	doc, err := loadExtending("  extends: [../teams/team.yaml]\n  manifests: {own: {file: own.yaml}}\n", files)
	want := map[string]string{"../teams/a.yaml": "text of a", "../b.yaml": "text of b", "own.yaml": "own"}
	if diff := cmp.Diff(want, doc.Stack.Spec.Files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	checkErrors(t, "in the file that names them", err, "teams/all.yaml:4:44: spec.manifests.c.file: there is no file "+
		"teams/none.yaml; correct the path, which begins in the folder of the file that names it\n"+
		"teams/all.yaml:5:98: spec.environments.dev.manifests.d.file: must be relative to the folder of this file; write one "+
		"such as ../shared/defaults.yaml")
}

func TestExtendsEnvironments(t *testing.T) {
	files := map[string]string{"all.yaml": "  environments: {dev: {}, prod: {}, qa: {}}\n"}
	for _, tt := range []struct{ reason, body, want string }{
		{"those of the file", "", "dev prod qa"},
		{"and the stack's own", "  environments: {eu: {}}\n", "dev prod eu qa"},
		{"without what null removes", "  environments: {dev: null, qa: null}\n", "prod"},
	} {
		doc, err := loadExtending("  extends: [../all.yaml]\n"+tt.body, files)
		if err != nil {
			t.Fatalf("%s: %v", tt.reason, err)
		}
		if got := strings.Join(doc.Stack.EnvironmentNames(), " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, got, tt.want)
		}
	}
}

// TestExtendsErrors has all that is said of files, with the line in the file that says it.
func TestExtendsErrors(t *testing.T) {
	const image = "  image: {repository: a/b, tag: x}\n  django: {settings: shop.settings, hosts: [a.example.com]}\n  web: {app: shop.wsgi}\n"
	for _, tt := range []struct {
		reason, body string
		files        map[string]string
		want         string
	}{
		{
			"no such file: what else is wrong may be its fault", "  extends: [../all.yaml]\n", nil,
			"shop/stack.yaml:5:13: spec.extends[0]: there is no file all.yaml; correct the path, which begins in the folder of the " +
				"file that names it",
		},
		{
			"no text", "  extends: [1]\n" + image, nil,
			`shop/stack.yaml:5:13: spec.extends[0]: expected text, found the number 1; quote it: "1"`,
		},
		{
			"a mistake in a file", "  extends: [../all.yaml]\n" + image,
			map[string]string{"all.yaml": "  web: {replicsa: 3}\n"},
			"all.yaml:4:9: spec.web.replicsa: unknown field; did you mean \"replicas\"?",
		},
		{
			"a rule is broken by a file", "  extends: [../all.yaml]\n" + image,
			map[string]string{"all.yaml": "  web:\n    timeout: 0s\n"},
			"all.yaml:5:14: spec.web.timeout: must be greater than 0",
		},
		{
			"in one environment of a file", "  extends: [../all.yaml]\n" + image,
			map[string]string{"all.yaml": "  environments: {dev: {web: {timeout: 0s}}, prod: {}}\n"},
			"all.yaml:4:39: spec.environments.dev.web.timeout: must be greater than 0",
		},
		{
			"a part of one file lacks what the other does not have either", "  extends: [../all.yaml]\n" + image + "  cron: {a: {timeZone: Etc/UTC}}\n",
			map[string]string{"all.yaml": "  cron: {a: {manage: [x]}}\n"},
			"shop/stack.yaml:9:13: spec.cron.a.schedule: missing; write",
		},
		{
			"another kind", "  extends: [../other.yaml]\n",
			map[string]string{"other.yaml": head + image},
			`other.yaml:1:1: no DjangoStackDefaults in this file, but a "DjangoStack" (line 1); write apiVersion: ` +
				`djangostack.dev/v1alpha1 and kind: DjangoStackDefaults, or name another file under extends`,
		},
		{
			"another version", "  extends: [../all.yaml]\n",
			map[string]string{"all.yaml": "apiVersion: djangostack.dev/v2\nkind: DjangoStackDefaults\nspec: {}\n"},
			`all.yaml:1:13: apiVersion: unknown version "djangostack.dev/v2"; this release knows djangostack.dev/v1alpha1`,
		},
		{
			"no YAML", "  extends: [../all.yaml]\n",
			map[string]string{"all.yaml": "a: b: c\n"},
			`all.yaml:1:1: a ": " is not expected here; quote the value if the colon belongs to it, else check the indentation`,
		},
		{
			"nothing in it", "  extends: [../all.yaml]\n",
			map[string]string{"all.yaml": ""},
			`all.yaml:1:1: is empty; what stacks extend begins with apiVersion: djangostack.dev/v1alpha1`,
		},
		{
			"labels belong to a stack", "  extends: [../all.yaml]\n" + image,
			map[string]string{"all.yaml": strings.Replace(defaultsHead, "spec:", "metadata: {labels: {a: b}}\nspec: {}", 1)},
			"all.yaml:3:12: metadata.labels: unknown field; all objects of a stack carry what its own file says under metadata; " +
				"write it there",
		},
		{
			"a circle", "  extends: [../a.yaml]\n" + image,
			map[string]string{"a.yaml": "  extends: [b.yaml]\n", "b.yaml": "  extends: [a.yaml]\n"},
			"b.yaml:4:13: spec.extends[0]: extends itself: a.yaml extends b.yaml extends a.yaml; remove one of them",
		},
		{
			"twice in a list", "  extends: [../a.yaml, ../shop/../a.yaml]\n" + image,
			map[string]string{"a.yaml": "  {}\n"},
			"shop/stack.yaml:5:24: spec.extends[1]: a.yaml stands in this list already; remove it",
		},
		{
			"an order that cannot be", "  extends: [../a.yaml, ../b.yaml]\n" + image,
			map[string]string{"a.yaml": "  extends: [b.yaml]\n", "b.yaml": "  {}\n"},
			"shop/stack.yaml:5:24: spec.extends[1]: stands behind a.yaml here, and beneath it in the files that a.yaml extends; put " +
				"it first, or remove it",
		},
		{
			"an environment cannot", "  environments: {dev: {extends: [../a.yaml]}}\n" + image, nil,
			"shop/stack.yaml:5:24: spec.environments.dev.extends: an environment cannot extend files; move it up to spec.extends, " +
				"and what an environment gets of those files into their own environments",
		},
		{
			"null must be written", "  extends: [../a.yaml]\n  celery:\n" + image,
			map[string]string{"a.yaml": "  {}\n"},
			"shop/stack.yaml:6:10: spec.celery: is empty; write {} for the defaults, or remove the line",
		},
		{
			"a secret in a file is not shown", "  extends: [../a.yaml]\n" + image,
			map[string]string{"a.yaml": "  django: {env: {DB_PASSWORD: correct-horse-battery}}\n"},
			"a.yaml:4:31: spec.django.env.DB_PASSWORD: ",
		},
		{
			"more than a stack without files may have", "  extends: [../a.yaml]\n" + image,
			map[string]string{"a.yaml": "  django: {env: {" + manyEntries() + "}}\n"},
			"a.yaml:4:17: spec.django.env: must have at most 1000 entries",
		},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			doc, err := loadExtending(tt.body, tt.files)
			errs := AsErrors(err)
			if doc != nil {
				_, more, _ := doc.Resolve()
				errs = JoinErrors(errs, more)
			}
			if got := errs.Error(); len(errs) != 1 || !strings.HasPrefix(got, tt.want) || strings.Contains(got, "horse") {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func manyEntries() string {
	var all []string
	for i := range MaxEntries + 1 {
		all = append(all, fmt.Sprintf("A%d: b", i))
	}
	return strings.Join(all, ", ")
}

// TestExtendsWithoutFiles: nothing that names files is compiled without them.
func TestExtendsWithoutFiles(t *testing.T) {
	in := head + "  extends: [../all.yaml]\n"
	_, err := Load(strings.NewReader(in), "f")
	checkErrors(t, "loaded without files", err, "f:5:13: spec.extends[0]: "+noRepository)
	s := DjangoStack{Metadata: Metadata{Name: "shop"}, Spec: StackSpec{Extends: []DefaultsFile{"a.yaml"}}}
	_, errs, _ := (&Document{Stack: &s}).Resolve()
	if len(errs) == 0 || !strings.Contains(errs.Error(), "spec.extends: names files, which are read only while a stack is "+
		"loaded; load it with Loader.In, or put what they hold into the spec") {
		t.Errorf("built in Go: %v", errs)
	}
}

// TestExtendsNulls: a null warns where it removes nothing, of what is beneath it.
func TestExtendsNulls(t *testing.T) {
	const rest = "  image: {repository: a/b, tag: x}\n  django: {settings: shop.settings, hosts: [a.example.com]}\n" +
		"  web: {app: shop.wsgi, port: 8000}\n  cluster: a\n"
	const nothing = "null removes nothing, since the spec has no celery there"
	for _, tt := range []struct{ reason, body, file, want string }{
		{"a part of the file", "  celery: null\n", "  celery: {workers: {a: {}}}\n", ""},
		{"one of an environment of the file", "  celery: null\n", "  environments: {dev: {celery: {workers: {a: {}}}}, prod: {}}\n", ""},
		{"nothing", "  celery: null\n", "  {}\n", "shop/stack.yaml:5:11: spec.celery: " + nothing},
		{
			"an environment removes what the same one of the file has", "  environments: {dev: {celery: null}, prod: {}}\n",
			"  environments: {dev: {celery: {workers: {a: {}}}}}\n", "",
		},
		{
			"and nothing", "  environments: {dev: {celery: null}, prod: {}}\n", "  {}\n",
			"shop/stack.yaml:5:32: spec.environments.dev.celery: " + nothing,
		},
		{"a file serves many stacks, of which some have it", "", "  celery: null\n  environments: {dev: {proxy: null}, prod: {}}\n", ""},
	} {
		doc, err := loadExtending(tt.body+"  extends: [../all.yaml]\n"+rest, map[string]string{"all.yaml": tt.file})
		if err != nil {
			t.Fatalf("%s: %v", tt.reason, err)
		}
		_, errs, warnings := doc.Resolve()
		var got string
		for _, w := range warnings {
			if w.Code == CodeNoEffect {
				got += w.Error()
			}
		}
		if !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" || len(errs) > 0 && !strings.Contains(errs.Error(), "broker") {
			t.Errorf("%s: %v, warned of %q, want %q", tt.reason, errs, got, tt.want)
		}
	}
}

// TestExtendsLargeReplacements: a few lines cannot have each environment repeat a large file.
func TestExtendsLargeReplacements(t *testing.T) {
	var low, high strings.Builder
	low.WriteString("  environments:\n")
	for i := range 90 {
		fmt.Fprintf(&low, "    e%d: {processes: null}\n", i)
	}
	high.WriteString("  processes:\n")
	for i := range 3000 {
		fmt.Fprintf(&high, "    p%d: {}\n", i)
	}
	_, err := loadExtending("  extends: [../low.yaml, ../high.yaml]\n", map[string]string{"low.yaml": low.String(), "high.yaml": high.String()})
	checkErrors(t, "each environment would have all processes", err, "shop/stack.yaml:5:12: spec.extends: "+tooLargeMerged)
}

func TestDefaultsSchema(t *testing.T) {
	data, err := Loader{}.DefaultsSchema()
	if err != nil {
		t.Fatal(err)
	}
	schema := compiled(t, data)
	for _, tt := range []struct {
		reason, in string
		want       bool
	}{
		{"nothing is required", defaultsHead + "  {}\n", true},
		{"null removes", defaultsHead + "  celery: null\n  environments: {dev: null, prod: {web: {replicas: 3}}}\n", true},
		{"may extend", defaultsHead + "  extends: [a.yaml]\n", true},
		{"unknown field", defaultsHead + "  web: {replicsa: 3}\n", false},
		{"a stack", head + "  image: {repository: a/b}\n", false},
	} {
		if err := schema.Validate(asEditor(t, tt.in)); (err == nil) != tt.want {
			t.Errorf("%s: accepted is %t: %v", tt.reason, err == nil, err)
		}
	}
}
