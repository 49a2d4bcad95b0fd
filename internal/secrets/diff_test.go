package secrets

import "testing"

func TestRedactDiff(t *testing.T) {
	for _, c := range []struct{ diff, want, reason string }{
		{"-  DB_PASSWORD: hunter\n", "-  DB_PASSWORD: …\n", "a key of a ConfigMap"},
		{"-  DB_PASSWORD: 'hunter 2 x'\n", "-  DB_PASSWORD: '…'\n", "in quotes"},
		{"-- db.password=hunter\n", "-- db.password=…\n", "a literal"},
		{"         - name: DB_PASSWORD\n-          value: hunter\n", "         - name: DB_PASSWORD\n-          value: …\n", "a variable"},
		{"-        - --password\n-        - hunter\n", "-        - --password\n-        - …\n", "an argument behind its option"},
		{"-  password: |\n-    hunter\n-    two\n-  a: b\n", "-  password: |\n-    …\n-    …\n-  a: b\n", "a text of several lines"},
		{"-  A: postgres://u:hunter@h\n", "-  A: postgres://u:…@h\n", "by its look"},
		{"+  password: hunter\n", "+  password: hunter\n", "what the spec says, which has been judged"},
		{"-        - name: MODE\n-          value: dev\n", "-        - name: MODE\n-          value: dev\n", "another variable"},
		{
			"-      secretName: shop-secrets\n-  automountServiceAccountToken: false\n-  passwordFile: /run/x/y\n",
			"-      secretName: shop-secrets\n-  automountServiceAccountToken: false\n-  passwordFile: /run/x/y\n", "names and switches",
		},
		{"-  password:\n-\n--- a\n", "-  password:\n-\n--- a\n", "nothing"},
	} {
		if got := RedactDiff(c.diff); got != c.want {
			t.Errorf("%q, want %q: %s", got, c.want, c.reason)
		}
	}
}
