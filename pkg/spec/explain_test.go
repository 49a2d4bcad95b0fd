package spec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExplain(t *testing.T) {
	for _, tt := range []struct{ reason, path, want string }{
		{"a field with an enum", "web.server", `FIELD: spec.web.server
TYPE:  string
ENUM:  gunicorn, uwsgi, uvicorn, granian, daphne

DESCRIPTION:
      Server runs the app. Default: gunicorn.

      WebServer is a WSGI or ASGI server.
`},
		{"an object in a map, by any name", "spec.databases.NAME.storage", `FIELD: spec.databases.NAME.storage
TYPE:  Storage

DESCRIPTION:
      Storage of the data. Default: 10Gi; profile staging: 5Gi; profile dev:
      1Gi.

      Storage is a persistent volume.

FIELDS:
  size <quantity>
      Size of the volume: 20Gi.
  class <string>
      Class is the StorageClass.
`},
		{"an object that text may stand for", "django.writablePaths[0]", `FIELD: spec.django.writablePaths[0]
TYPE:  WritablePath or string

DESCRIPTION:
      WritablePath is a directory of the image that the project writes to.
      Each pod has a volume of its own for it. Without seed the volume is
      empty at first and hides what the image has there.

FIELDS:
  path <string>
      Path of the directory.
  size <quantity>
      Size is how much may be written there before the pod is evicted.
  seed <boolean>
      Seed copies what the image has at path into the volume before anything
      else in the pod runs, so that the project finds it there and may change
      it.
`},
		{"an item of a list", "web.scheduling.tolerations[0].seconds", `FIELD: spec.web.scheduling.tolerations[0].seconds
TYPE:  integer

DESCRIPTION:
      Seconds a pod stays on a node that gets the taint NoExecute.
`},
		{"within an environment", "environments.prod.web.shutdown.graceful", `FIELD: spec.environments.prod.web.shutdown.graceful
TYPE:  duration

DESCRIPTION:
      Graceful is how long running requests may take to end; with granian 30m
      at most. Default: 30s, for the server unless the project sets it.

      Duration is a length of time in Go's notation, ten years at most: 30s,
      5m, 1h30m.
`},
	} {
		got, err := Explain(tt.path)
		if err != nil {
			t.Errorf("%s: %v", tt.reason, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// TestExplainTable: the rows of a table stay apart, and no line of it is longer than others.
func TestExplainTable(t *testing.T) {
	got, err := Explain("spec.media.bucket")
	const rows = "\n      provider  variables, in brackets their keys in envNames\n      s3        AWS_STORAGE_BUCKET_NAME"
	if err != nil || !strings.Contains(got, rows) || !strings.Contains(got, "\n      azure     AZURE_ACCOUNT_NAME") {
		t.Errorf("%v, %s", err, got)
	}
	for line := range strings.Lines(got) {
		if len(line) > 81 {
			t.Errorf("longer than a terminal is wide: %s", line)
		}
	}
}

func TestExplainUnknown(t *testing.T) {
	for _, tt := range []struct{ reason, path, want string }{
		{"misspelt", "web.replcas", `spec.web.replcas: unknown field; did you mean "replicas"?`},
		{"misplaced", "singleton", `spec.singleton: unknown field; did you mean spec.processes.NAME.singleton?`},
		{"neither", "namespace.zone", `spec.namespace.zone: unknown field; expected one of name, create, podSecurity`},
		{"below a scalar", "web.port.x", `spec.web.port: has no fields; it is a whole number`},
		{
			"nested environments", "environments.prod.environments",
			`spec.environments.prod.environments: unknown field; did you mean spec.environments?`,
		},
	} {
		if _, err := Explain(tt.path); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

// What others' words stand for is there.
func TestOtherWords(t *testing.T) {
	for word, places := range otherWords {
		for _, place := range places {
			if _, err := Explain(place); err != nil {
				t.Errorf("%s: %v", word, err)
			}
		}
		if _, ours := specType().Field(word); ours {
			t.Errorf("%s is the spec's own word", word)
		}
	}
}

// Every path there is can be explained, and says something.
func TestExplainEverything(t *testing.T) {
	for _, paths := range plainStack().FieldPaths() {
		for _, path := range paths {
			text, err := Explain(strings.ReplaceAll(path, "[]", "[0]"))
			if err != nil {
				t.Error(err)
			}
			if _, description, _ := strings.Cut(text, "DESCRIPTION:\n"); strings.TrimSpace(description) == "" {
				t.Errorf("%s: nothing to say", path)
			}
		}
	}
}

// The comments are the reference: nothing public goes without.
func TestEverythingIsDocumented(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil {
					t.Errorf("%s has no doc comment", d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					checkDocumented(t, d, s)
				}
			}
		}
	}
}

func checkDocumented(t *testing.T, decl *ast.GenDecl, s ast.Spec) {
	t.Helper()
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && s.Doc == nil && decl.Doc == nil {
				t.Errorf("%s has no doc comment", name.Name)
			}
		}
	case *ast.TypeSpec:
		if !s.Name.IsExported() {
			return
		}
		if s.Doc == nil && decl.Doc == nil {
			t.Errorf("%s has no doc comment", s.Name.Name)
		}
		object, ok := s.Type.(*ast.StructType)
		if !ok {
			return
		}
		for _, f := range object.Fields.List {
			for _, name := range f.Names {
				if name.IsExported() && f.Doc == nil {
					t.Errorf("%s.%s has no doc comment", s.Name.Name, name.Name)
				}
			}
		}
	}
}
