package secrets

import "testing"

func TestInFile(t *testing.T) {
	for _, c := range []struct{ content, want, reason string }{
		{"PASSWORD = 'hunter'\n", "seems to hold a secret, PASSWORD,", "Python"},
		{"x: 1\n  \"apiKey\": \"hunter\",\n", "seems to hold a secret, apiKey,", "JSON"},
		{"mail:\n  host-password: hunter22\n", "seems to hold a secret, host-password,", "YAML without quotes"},
		{"[client]\npassword=hunter22\n", "seems to hold a secret, password,", "an INI file"},
		{"export API_TOKEN = 'abc1'\n", "seems to hold a secret, API_TOKEN,", "a shell's file"},
		{"DATABASE = 'postgres://u:hunter@h/x'\n", address, "by its look"},
		{"pg:5432:shop:shop:hunter\n", opts, ".pgpass"},
		{"machine pg login shop password hunter\n", opts, ".netrc"},
		{`{"a": {"password": "hunter"}}`, "seems to hold a secret, password,", "JSON on one line"},
		{"D = {'PASSWORD': 'hunter'}\n", "seems to hold a secret, PASSWORD,", "Python on one line"},
		{"PASSWORD = '{{ password }}'\n", "", "a place for it"},
		{"PASSWORD = env('DB_PASSWORD')\n", "", "a program's text"},
		{"PASSWORD = settings.PASSWORD\n", "", "a program's text"},
		{"password = get_password\n", "", "a program's text"},
		{"PASSWORD_HASHERS = ['a.b.C']\nPASSWORD_RESET_TIMEOUT = 259200\n", "", "Django's own settings"},
		{"secret_name: shop-mail-2\n", "", "a name"},
		{"token: true\n", "", "a switch"},
	} {
		if got := InFile(c.content); got != c.want {
			t.Errorf("%q: %q, want %q: %s", c.content, got, c.want, c.reason)
		}
	}
}
