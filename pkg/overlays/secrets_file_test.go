package overlays_test

import (
	"strings"
	"testing"

	"github.com/djangostack/djangostack/internal/foldertest"
	"github.com/djangostack/djangostack/pkg/overlays"
)

// TestCheckSecrets: a key that the file does not have is named, and no value is.
func TestCheckSecrets(t *testing.T) {
	const example = "overlays/dev/secrets.env.example=# Copy\nDATABASE_PASSWORD=\nSECRET_KEY="
	const no, add = "has no value for ", "; add what the example beside it has and fill it in"
	const link = "is a link or folder where kustomize reads a file; remove it, and fill in a copy of the example beside it"
	for _, test := range []struct {
		reason string
		mess   foldertest.Mess
		want   string
	}{
		{"there is none, as in a clone", foldertest.Puts(), ""},
		{"all keys", foldertest.Puts("overlays/dev/secrets.env=DATABASE_PASSWORD=hunter22\nSECRET_KEY==="), ""},
		{"more keys, and other line ends", foldertest.Puts("overlays/dev/secrets.env=\ufeffSECRET_KEY=hunter22\r\n  DATABASE_PASSWORD=b\r\nMORE=1"), ""},
		{"from a variable where kustomize runs", foldertest.Puts("overlays/dev/secrets.env=DATABASE_PASSWORD\nSECRET_KEY"), ""},
		{"another key", foldertest.Puts("overlays/dev/secrets.env=A=hunter22"), no + "DATABASE_PASSWORD, SECRET_KEY" + add},
		{"one is not filled in", foldertest.Puts("overlays/dev/secrets.env=DATABASE_PASSWORD=hunter22\nSECRET_KEY=\r\n"), no + "SECRET_KEY" + add},
		{"a comment", foldertest.Puts("overlays/dev/secrets.env=#SECRET_KEY=hunter22\nDATABASE_PASSWORD=b"), no + "SECRET_KEY" + add},
		{"a folder", foldertest.Puts("overlays/dev/secrets.env/x=hunter22"), link},
		{"a link", foldertest.Links("overlays/dev/secrets.env", "/etc/passwd"), link},
		{"no file of secrets at all", foldertest.Puts("overlays/dev/secrets.env=" + strings.Repeat("hunter22", 200_000)), "has 2 MiB, and a Secret at most 1; keep in it what the example beside it has"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			dir := t.TempDir()
			list := files(example, "overlays/qa/secrets.env.example=A=", "overlays/zoo/kustomization.yaml=1")
			write(t, dir, list)
			test.mess(t, dir)
			want := test.want
			if want != "" {
				want = dir + ": overlays/dev/secrets.env " + want
			}
			switch err := overlays.CheckSecrets(t.Context(), dir, list); {
			case err == nil && want != "":
				t.Errorf("no error, want %q", want)
			case err != nil && err.Error() != want:
				t.Errorf("%q, want %q", err, want)
			}
		})
	}
}
