package secrets

import (
	"strings"
	"testing"
)

const (
	key     = "holds a private key"
	token   = "holds a token of a service"
	jwt     = webToken
	aws     = "holds an AWS key"
	address = "holds a password within an address"
	opts    = "holds a password among options"
	header  = "holds the credentials of a header"
)

// words that look like secrets are put together here, so that nothing that searches
// this file for leaks finds one.
var (
	someJWT   = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + "SflKxwRJSMeKKF2QT4"
	letters34 = strings.Repeat("aB3", 11) + "x"
	hex32     = strings.Repeat("0a1b", 8)
	awsID     = "AKIA" + "IOSFODNN7EXAMPLE"
	awsKey    = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
)

// TestIn has texts whose look is all there is, and what of them may be shown.
func TestIn(t *testing.T) {
	for _, c := range []struct{ text, want, shown, reason string }{
		{"postgres://shop:hunter22@pg/shop", address, "postgres://shop:…@pg/shop", "an address"},
		{"redis://:hunter22@cache:6379", address, "redis://:…@cache:6379", "without a user"},
		{"redis://a:6379 amqp://u:p4ss@mq:5672//", address, "redis://a:6379 amqp://u:…@mq:5672//", "the second one"},
		{"amqp://a:one1@x,amqp://b:two2@y", address, "amqp://a:…@x,amqp://b:…@y", "both"},
		{"postgres://shop:p%40ss@pg/shop", address, "postgres://shop:…@pg/shop", "with an @ in it"},
		{`the text "https://u:hunter22@h/"`, address, `the text "https://u:…@h/"`, "within a message"},
		{"shop:hunter22@pg.internal", address, "shop:…@pg.internal", "without a scheme"},
		{"https://h/x?token=abcdef12", opts, "https://h/x?token=…", "a query"},
		{
			"https://a.blob.core.windows.net/c?sv=1&sig=abcdefghijklmnop%3D", opts,
			"https://a.blob.core.windows.net/c?sv=1&sig=…", "a signed address",
		},
		{
			"https://a.blob.core.windows.net/c?sig=abcdefghijklmnop%3D&token=abcdef12", opts,
			"https://a.blob.core.windows.net/c?sig=…&token=…", "a signed address with a token",
		},
		{"postgres://u:p4ss@h or shop:hunter22@pg", address, "postgres://u:…@h or shop:…@pg", "with a scheme and without"},
		{"shop:hunter22@pg, postgres://u:p4ss@h", address, "shop:…@pg, postgres://u:…@h", "without a scheme and with one"},
		{"postgres://u:a=x:y1z2@h", address, "postgres://u:…@h", "what could be an address within a password"},
		{"--password=hunter", opts, "--password=…", "an option"},
		{"postgres://shop:p4/ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a / in it"},
		{"postgres://shop:p4#ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a # in it"},
		{"postgres://shop:p4?ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a ? in it"},
		{"postgres://shop:p4$ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a $ in it"},
		{"postgres://shop:$ss9@pg/shop", address, "postgres://shop:…@pg/shop", "that begins with a $"},
		{"postgres://shop:p4{ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a { in it"},
		{"postgres://shop:{ss}9@pg/shop", address, "postgres://shop:…@pg/shop", "that begins with a {"},
		{"postgres://shop:p4<ss@pg/shop", address, "postgres://shop:…@pg/shop", "with a < in it"},
		{"postgres://shop:<ss@pg/shop", address, "postgres://shop:…@pg/shop", "that begins with a <"},
		{"postgres://shop:p4,s@s@pg/shop", address, "postgres://shop:…@pg/shop", "with an @ and a comma in it"},
		{"shop:p4/ss@pg", address, "shop:…@pg", "without a scheme, with a / in it"},
		{`{"password": "hunter"}`, opts, `{"password": "…"}`, "JSON"},
		{`"{\"password\": \"hunter\"}"`, opts, `"{\"password\": \"…\"}"`, "JSON within a message"},
		{`python -c 'PASSWORD = "hunter"; run()'`, opts, `python -c 'PASSWORD = "…"; run()'`, "Python on one line"},
		{`dict(password="hunter")`, opts, `dict(password="…")`, "an argument"},
		{`D = {'PASSWORD': 'hunter', 'USER': 'u'}`, opts, `D = {'PASSWORD': '…', 'USER': 'u'}`, "an entry"},
		{`os.environ["SECRET_KEY"] = "hunter"`, opts, `os.environ["SECRET_KEY"] = "…"`, "a variable that is set"},
		{`env("SECRET_KEY", "hunter22")`, opts, `env("SECRET_KEY", "…")`, "the default of a variable"},
		{`SECRET_KEY: str = 'hunter'`, opts, `SECRET_KEY: str = '…'`, "with a type"},
		{`os.environ.setdefault("SECRET_KEY", "hunter")`, opts, `os.environ.setdefault("SECRET_KEY", "…")`, "a default"},
		{`config("SECRET_KEY", default="hunter")`, opts, `config("SECRET_KEY", default="…")`, "a default"},
		{"rabbitmqctl add_user shop hunter", opts, "rabbitmqctl add_user shop …", "an argument"},
		{"openssl rsa -passin pass:hunter", opts, "openssl rsa -passin pass:…", "an option of openssl"},
		{"https://hooks.slack.com/services/T0/B0/abcd1234", token, "https://…", "an address that is a key"},
		{`settings.SECRET_KEY = b"hunter"`, opts, `settings.SECRET_KEY = b"…"`, "an attribute"},
		{"machine pg login shop password hunter", opts, "machine pg login shop password …", ".netrc"},
		{"machine pg\n  login shop\n  password hunter\n", opts, "machine pg\n  login shop\n  password …\n", ".netrc"},
		{"pg.internal:5432:shop:shop:hunter", opts, "pg.internal:5432:shop:shop:…", ".pgpass"},
		{"# all\n*:*:*:shop:hunter\n", opts, "# all\n*:*:*:shop:…\n", ".pgpass"},
		{"mysql --password hunter shop", opts, "mysql --password … shop", "an option and its value"},
		{"mysqldump -u root -phunter shop", opts, "mysqldump -u root -p… shop", "an option of mysql"},
		{"redis-cli -h cache -a hunter ping", opts, "redis-cli -h cache -a … ping", "an option of redis-cli"},
		{"curl -fsS -u shop:hunter https://h/", opts, "curl -fsS -u shop:… https://h/", "an option of curl"},
		{"http -a shop:hunter https://h/", opts, "http -a shop:… https://h/", "an option of HTTPie"},
		{"curl -H 'X-Api-Key: hunter22' https://h/", opts, "curl -H 'X-Api-Key: …' https://h/", "a header"},
		{"PGPASSWORD=hunter psql -h pg", opts, "PGPASSWORD=… psql -h pg", "before a command"},
		{"sshpass -p hunter ssh h", opts, "sshpass -p … ssh h", "an option of sshpass"},
		{"${DB_PASSWORD:-hunter22}", opts, "${DB_PASSWORD:…}", "a default"},
		{"ALTER USER shop PASSWORD 'hunter'", opts, "ALTER USER shop PASSWORD '…'", "SQL"},
		{"redis-server --requirepass hunter", opts, "redis-server --requirepass …", "an option of redis-server"},
		{"port 6379\nrequirepass hunter\n", opts, "port 6379\nrequirepass …\n", "redis.conf"},
		{"shop.wsgi:password=hunter22", opts, "shop.wsgi:password=…", "behind a colon"},
		{"DB_PASSWORD: hunter22", opts, "DB_PASSWORD: …", "YAML"},
		{
			`proxy_set_header Authorization "Basic c2hvcDpodW50ZXI=";`, header, `proxy_set_header Authorization "Basic …";`,
			"nginx's header",
		},
		{"proxy_set_header X-Api-Key hunter;", header, "proxy_set_header X-Api-Key …;", "nginx's header"},
		{"Cookie: sessionid=0123456789abcdef0123", header, "Cookie: sessionid=…", "a session"},
		{`Cookie "lang=en; sessionid=0123456789abcdef0123"`, header, `Cookie "lang=en; sessionid=…"`, "a session"},
		{"sh -c 'export DB_PASSWORD=hunter; run'", opts, "sh -c 'export DB_PASSWORD=…; run'", "a shell's"},
		{"host=pg user=shop password=hunter22", opts, "host=pg user=shop password=…", "libpq's"},
		{"AccountName=shop;AccountKey=Zm9vYmFyZm9vYmFy==;", opts, "AccountName=shop;AccountKey=…;", "Azure's"},
		{"Authorization: Bearer abcdefgh1234", header, "Authorization: Bearer …", "a header"},
		{"ghp_0123456789abcdefghij", token, "…", "GitHub"},
		{"x xoxb-123456789012-abcdefgh", token, "x …", "Slack"},
		{"sk_live_0123456789abcdef", token, "…", "Stripe"},
		{awsID + ":" + awsKey, aws, awsID + ":…", "a pair"},
		{
			"[default]\naws_access_key_id = " + awsID + "\naws_secret_access_key = " + awsKey + "\n", aws,
			"[default]\naws_access_key_id = " + awsID + "\naws_secret_access_key = …\n", "a pair in a file",
		},
		{"Token " + someJWT, jwt, "Token …", "three parts"},
		{
			"a\n-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----\nb", key,
			"a\n-----BEGIN OPENSSH PRIVATE KEY-----…-----END OPENSSH PRIVATE KEY-----\nb", "a key",
		},
		{"-----BEGIN PRIVATE KEY-----\\nMIIE", key, "-----BEGIN PRIVATE KEY-----…", "cut off, within a message"},
		{"hf_" + letters34, token, "…", "Hugging Face"},
		{"GOCSPX-" + letters34, token, "…", "Google's OAuth"},
		{"sk-" + letters34 + "T3Blbk" + "FJ" + letters34, token, "…", "OpenAI, of old"},
		{"xkeysib-" + hex32, token, "…", "Brevo"},
		{"PMAK-" + hex32 + "-" + hex32, token, "…", "Postman"},
		{"123456789:AA" + letters34, token, "…", "Telegram"},
		{"https://api.telegram.org/bot123456789:AA" + letters34 + "/x", token, "https://api.telegram.org/…/x", "Telegram"},
		{"key-" + hex32, token, "…", "Mailgun"},
		{"sq0atp-" + letters34, token, "…", "Square"},
		{"aws configure set aws_secret_access_key hunter", opts, "aws configure set aws_secret_access_key …", "an argument"},
		{"mc alias set s3 https://minio minioadmin hunter", opts, "mc alias set s3 https://minio minioadmin …", "an argument"},
		{"htpasswd -bc f joe hunter", opts, "htpasswd -bc f joe …", "an argument"},
		{"htpasswd -nbB joe hunter > f", opts, "htpasswd -nbB joe … > f", "an argument"},
		{"bindpw hunter", opts, "bindpw …", "ldap.conf"},
		{"set DB_PASSWORD hunter", opts, "set DB_PASSWORD …", "a shell's"},
		{"set -x DB_PASSWORD hunter", opts, "set -x DB_PASSWORD …", "a shell's"},
		{"<password>hunter</password>", opts, "<password>…</password>", "XML"},
		{"//registry.example/:_authToken=1a2b3c4d-5e", opts, "//registry.example/:_authToken=…", ".npmrc"},
		{"password: |\n  hunter\nuser: a\n", opts, "password: |\n  …\nuser: a\n", "a block of YAML"},
		{"token: >-\n    hunter22\n", opts, "token: >-\n    …\n", "a block of YAML"},
		{"SECRET_KEY = (\n    \"hunter\" \"more\")\n", opts, "SECRET_KEY = (\n    \"…\")\n", "Python, in parts"},
		{"{\"PASSWORD\":\n  \"hunter\"}", opts, "{\"PASSWORD\":\n  \"…\"}", "JSON on two lines"},
		{`PASSWORD = """hunter"""`, opts, `PASSWORD = """…"""`, "Python"},
		{`PASSWORD = os.environ.get("X") or "hunter"`, opts, `PASSWORD = os.environ.get("X") or "…"`, "a default"},
		{`PASSWORD = env.str("X", "hunter")`, opts, `PASSWORD = env.str("X", "…")`, "a default"},
		{`PASSWORD = getenv("X", default="hunter")`, opts, `PASSWORD = getenv("X", default="…")`, "a default"},
		{`SECRET_KEY = config("KEY", "abc123def456ghi789")`, opts, `SECRET_KEY = config("KEY", "…")`, "a default"},

		{"token: |\n  Your token has expired.\n", "", "", "a sentence"},
		{"SECRET_KEY = (\n    load_key()\n)\n", "", "", "a program's text"},
		{"password: [\n  a, b]", "", "", "a list"},
		{"secret: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n", "", "", "a tag of YAML"},
		{"serve --api-key-env API_KEY", "", "", "a variable's name"},
		{"aws configure set region eu-west-1", "", "", "another setting"},
		{"mc alias list", "", "", "no argument"},
		{"htpasswd -c f joe", "", "", "asks for it"},
		{"htpasswd -nb joe $PASSWORD", "", "", "a shell reads it"},
		{"set password rules below", "", "", "a sentence"},
		{"<password>${PASSWORD}</password>", "", "", "a place for it"},
		{"<title>hunter22</title>", "", "", "another name"},
		{"password:\n  \"name\": shop\n", "", "", "a map"},
		{"{\"secret\":\n  \"name\" : \"shop\"}", "", "", "a map"},
		{"description: |\n  hunter22\n", "", "", "another name"},
		{`PASSWORD = os.environ.get("X") or None`, "", "", "a program's text"},
		{`PASSWORD = read("shop/db", "password")`, "", "", "a program's text"},
		{`PASSWORD = env("X", "")`, "", "", "nothing"},
		{"bot-api key-value: a sentence", "", "", "too short for one"},
		{"-----BEGIN CERTIFICATE-----\nx", "", "", "public"},
		{"-----BEGIN PUBLIC KEY-----\nx", "", "", "public"},
		{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIx user@host", "", "", "public"},
		{"the prefix ghp_ is GitHub's", "", "", "too short for one"},
		{"npm_config_cache_directory_of_the_project", "", "", "another word"},
		{"pk_live_0123456789abcdef", "", "", "a publishable key"},
		{"eyJ.eyJ.x", "", "", "too short for one"},
		{awsID, "", "", "the half that is no secret"},
		{"postgres://shop@pg:5432/shop", "", "", "a user only"},
		{"postgres://shop:${PASSWORD}@pg/shop", "", "", "a place for it"},
		{"postgres://shop:$(PASSWORD)@pg/shop", "", "", "a place for it"},
		{"postgres://shop:<password>@pg/shop", "", "", "a place for it"},
		{"postgres://shop:***@pg/shop", "", "", "starred out"},
		{"https://abcdef0123@o1.ingest.sentry.io/1", "", "", "a public key"},
		{"https://example.com/a:b@c", "", "", "after the host"},
		{"postgres:17@sha256:0123456789abcdef", "", "", "an image"},
		{"registry.example/acme/shop:1@sha256:0123456789abcdef", "", "", "an image"},
		{"--password-file=/run/secrets/x", "", "", "where it is"},
		{"--token=/run/secrets/x", "", "", "where it is"},
		{"PASSWORD=$(cat /run/secrets/x)", "", "", "a shell reads it"},
		{"connect(password=password, token=self.token)", "", "", "a program's text"},
		{"SECRET_KEY=os.environ['SECRET_KEY']", "", "", "a program's text"},
		{"PASSWORD_RESET_TIMEOUT=3600", "", "", "about passwords"},
		{"/search?q=secret&page=2", "", "", "a word among values"},
		{"proxy_set_header Authorization $http_authorization;", "", "", "nginx's variable"},
		{"mailto:admin@example.com", "", "", "a mailbox"},
		{"https://example.com/@admin", "", "", "a path"},
		{"mail admin@example.com: now", "", "", "an address of mail"},
		{"ADMINS=Blake:blake@example.com", "", "", "persons' addresses"},
		{"http://shop:8000/a@b", "", "", "a port"},
		{"http://shop:${PORT}/a@b", "", "", "a port"},
		{"http://[::1]:8000/a@b", "", "", "a port"},
		{"redis://a:6379,b:6379/0 x@y", "", "", "ports"},
		{"postgres://shop:${PASSWORD:?}@pg", "", "", "a place for it"},
		{"postgres://$USER:$PASS@pg", "", "", "a place for it"},
		{"postgres://shop:{{ password }}@pg", "", "", "a place for it"},
		{"npm:react@18", "", "", "a package"},
		{"mysql -u root -p shop", "", "", "asks for it"},
		{"mysql -P3306 --protocol=tcp", "", "", "other options"},
		{"redis-cli -a $PASSWORD ping", "", "", "a shell reads it"},
		{`mysql -p"$PASSWORD"`, "", "", "a shell reads it"},
		{"curl -u $USER:$PASSWORD https://h/", "", "", "a shell reads it"},
		{"wget -U agent:1.0 http://h/", "", "", "another option"},
		{"curl -u shop: https://h/", "", "", "without one"},
		{"manage changepassword --reset-password admin", "", "", "an action"},
		{"run --no-password admin", "", "", "a switch"},
		{"createsuperuser --password --noinput", "", "", "the next option"},
		{`{"password": "{{ password }}"}`, "", "", "a template"},
		{`{"password": ["required"]}`, "", "", "a list"},
		{`{"password_reset_timeout": "3600"}`, "", "", "about passwords"},
		{`("DB_PASSWORD", "REDIS_PASSWORD")`, "", "", "names"},
		{`("PASSWORD", "EMAIL")`, "", "", "names"},
		{`env("SECRET_KEY", default=None)`, "", "", "nothing"},
		{`env("SECRET_KEY", default="")`, "", "", "nothing"},
		{`PASSWORD = os.environ.get("DB_PASSWORD")`, "", "", "a program's text"},
		{"if password == 'none': token != x", "", "", "a comparison"},
		{"token: str, password: Optional[str] = None", "", "", "types"},
		{`"password": "This password is too common."`, "", "", "a sentence"},
		{"the password: write it into the Secret", "", "", "a sentence"},
		{"/etc/nginx:1000:1000:shop:x", "", "", "no host"},
		{"root:x:0:0:root:/root:/bin/sh", "", "", "a line of /etc/passwd"},
		{"fe80:12:ab:cd:ef:1:2:3", "", "", "an IPv6 address"},
		{"machine learning: login and password forms", "", "", "a sentence"},
		{"proxy_set_header Cookie $http_cookie;", "", "", "nginx's variable"},
		{"Cookie: lang=en; theme=dark", "", "", "no session"},
		{"the Authorization: Bearer header", "", "", "too short for one"},
	} {
		t.Run(c.text, func(t *testing.T) {
			if got := In(c.text); got != c.want {
				t.Errorf("%q, want %q: %s", got, c.want, c.reason)
			}
			if c.want == "" {
				c.shown = c.text
			}
			if got := Redact(c.text); got != c.shown {
				t.Errorf("shown as %q, want %q: %s", got, c.shown, c.reason)
			}
		})
	}
}

// TestReferencesInCode: entrypoints and settings that say where a secret is are no secret.
func TestReferencesInCode(t *testing.T) {
	for _, text := range []string{
		`export PGPASSWORD="${DB_PASSWORD:-$POSTGRES_PASSWORD}"`,
		`SECRET_KEY=$(python -c 'print(1)') python manage.py collectstatic`,
		`SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" exec "$@"`,
		"PGPASSWORD=`cat /run/x9` psql",
		`PGPASSWORD=${URL_PASSWORD%%/*} psql`,
		`DB_PASSWORD=$(printf '%s' "$(cat /run/x)")`,
		`X_PASSWORD=$pg_password2`,
		"SECRET_KEY = base64.b64decode(os.environ[\"SECRET_KEY_B64\"])",
		"SECRET_KEY = sha256(os.environ['X1'].encode()).hexdigest()",
		"connect(password=base64.b64decode(os.environ[\"P4\"]))",
	} {
		if what := In(text); what != "" {
			t.Errorf("%s: %s", text, what)
		}
	}
	for _, text := range []string{
		`export PGPASSWORD="${DB_PASSWORD:-hunter22}"`, "DB_PASSWORD=hunter(22", `SECRET_KEY = "hunter(22"`,
	} {
		if In(text) == "" {
			t.Errorf("%s is taken for a reference", text)
		}
	}
}
