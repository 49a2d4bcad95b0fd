package secrets

import (
	"slices"
	"testing"
)

// TestUnder has a value under a name, as in an environment.
func TestUnder(t *testing.T) {
	for _, c := range []struct{ name, value, want, reason string }{
		{"EMAIL_HOST_PASSWORD", "hunter22", byName, "Django's own name"},
		{"SECRET_KEY", "django-insecure-x", byName, "Django's own name"},
		{"SECRET_KEY_FALLBACKS", "old-one", byName, "a list of old ones is as good"},
		{"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI", byName, "two pairs in one"},
		{"STRIPE_API_KEY", "abc", byName, "a pair of words"},
		{"API_KEY_PROD", "abc", byName, "not at the end"},
		{"db_pass", "hunter22", byName, "short form, lower case"},
		{"PGPASSWORD", "hunter22", byName, "libpq's own name"},
		{"AUTHTOKEN", "hunter22", byName, "two words in one"},
		{"DB_PASSWORD2", "hunter22", byName, "a number behind it"},
		{"DB_PASSWORD", "87654321", byName, "digits only"},
		{"dbPassword", "hunter22", byName, "camel case"},
		{"api-key", "hunter22", byName, "dashes"},
		{"SENTRY_AUTH_TOKEN", "abcdef", byName, "a token"},
		{"SOCIAL_AUTH_GITHUB_SECRET", "abcdef", byName, "an OAuth client's"},
		{"OIDC_CLIENT_SECRET", "abcdef", byName, "an OAuth client's"},
		{"FLOWER_BASIC_AUTH", "admin:admin", byName, "user and password"},
		{"AZURE_ACCOUNT_KEY", "Zm9vYmFy", byName, "django-storages' own name"},
		{"TOKEN", "eyJhbGciOi.eyJzdWIi.SflKxw", jwt, "no class, though it has dots"},
		{"ANYTHING", someJWT, jwt, "by its look"},
		{"DBPASS", "hunter22", byName, "two words in one"},
		{"PASS", "hunter22", byName, "the word alone"},
		{"PASSPHRASE", "correct horse battery", byName, "of several words"},
		{"MY_JWT", "abc", byName, "a JSON web token, whatever its look"},
		{"HASHID_SALT", "abcdef", byName, "what makes a hash nobody else can make"},
		{"GITHUB_PAT", "abcdef", byName, "a personal access token"},
		{"JWT_SIGNING_KEY", "abcdef", byName, "a pair of words"},
		{"SIGNINGKEY", "abcdef", byName, "a pair in one"},
		{"SMTP_CREDS", "user:abcdef", byName, "short for credentials"},
		{"Authorization", "Bearer abc", byName, "a probe's header"},
		{"Cookie", "sessionid=abc", byName, "a probe's header"},
		{"X-Api-Key", "abc", byName, "a probe's header"},
		{"PASSWORD", "default", byName, "people choose words"},
		{"Proxy-Authorization", "Basic abc", byName, "a header"},
		{"PASSWORD", "12345", byName, "people choose numbers"},
		{"DB_PASSWORD", "changeme", byName, "a word to be replaced is what runs where nobody does"},
		{"DB_PASSWORD", "p$ss{w<rd", byName, "signs of a reference do not make one"},
		{"DB_PASSWORD", "$3cret", byName, "a variable does not begin so"},
		{"DB_PASSWORD", "$Passw0rd", byName, "a variable is not written so"},
		{"DB_PASSWORD", "${PG_PASSWORD:-hunter22}", opts, "a reference with a password beside it"},
		{"DB_PASSWORD", "${PREFIX}hunter22", byName, "a reference with a password beside it"},
		{"DB_PASSWORD", "/hunter22", byName, "a path of one part is a password as likely"},
		{"API_TOKEN", "12345678901234567890", byName, "a number longer than any amount"},
		{"SENTRY_DSN", "https://key:hunter22@sentry.example.com/1", address, "with a password"},
		{"PG_DSN", "host=pg user=shop password=hunter", opts, "a connection string"},
		{"MSSQL_DSN", "Server=tcp:x;Uid=shop;Pwd=hunter;", opts, "a connection string"},
		{"CONFIG", `{"db": {"password": "hunter"}}`, opts, "JSON"},
		{"FERNET_KEYS", "abcdef", byName, "several keys"},
		{"FIELD_ENCRYPTION_KEYS", "abcdef", byName, "several keys"},
		{"API_TOKENS", "abcdef", byName, "several tokens"},
		{"TOKENS", "abcdef,ghijkl", byName, "several tokens"},
		{"REDIS_AUTH", "hunter22", byName, "Redis's word for a password"},
		{"TWILIO_AUTH", "hunter22", byName, "short for its token"},
		{"DATABASE_SECRET", "hunter22", byName, "no name of several parts"},
		{"OIDC_CLIENT_SECRET", "shop-oidc", byName, "an OAuth client's, though it could be a name"},
		{"DATABASE_SECRET", "correct-horse-battery-staple", byName, "a passphrase"},
		{"WALLET_SECRET", "abandon ability able", byName, "a passphrase"},
		{"DB_PASSWORD", "Correct horse battery", byName, "a passphrase"},
		{"PASSWORD", "bearer", byName, "people choose words"},

		{"password_encryption", "scram-sha-256", "", "a setting of Postgres"},
		{"ssl_passphrase_command", "/bin/ask-it x", "", "a setting of Postgres"},
		{"PASSWORD_RESET_SUBJECT", "Reset your password", "", "a text"},
		{"PASSWORD_LABEL", "Passwort", "", "a text"},
		{"PASSWORD_HELP_TEXT", "At least 12 characters", "", "a text"},
		{"PASSWORD_PROMPT", "Please enter", "", "a text"},
		{"SECRET_GREETING", "Welcome to the shop, everybody!", "", "a sentence"},
		{"K8S_SECRET", "shop-s3", "", "a Secret's name"},
		{"TLS_SECRET", "shop-tls", "", "a Secret's name"},
		{"IMAGE_PULL_SECRET", "regcred", "", "a Secret's name"},
		{"DATABASE_SECRET", "shop-db", "", "a Secret's name"},
		{"SECRET_MANAGER_PROJECT", "acme-prod-1", "", "where it is"},
		{"API_KEY_ENV", "STRIPE_KEY", "", "a variable's name"},
		{"AUTH_HEADER_TOKEN", "Bearer", "", "what stands before one"},
		{"WEBAUTHN_TOKEN_BINDING", "preferred", "", "about tokens"},
		{"PASSWORD_RESET_TIMEOUT", "3600", "", "Django's own setting"},
		{"AUTH_PASSWORD_VALIDATORS", "[]", "", "Django's own setting"},
		{"PASSWORD_HASHERS", "argon2", "", "Django's own setting"},
		{"ACCOUNT_PASSWORD_MIN_LENGTH", "12", "", "about passwords"},
		{"PASSWORD_HISTORY", "5", "", "a small number"},
		{"ACCESS_TOKEN_LIFETIME", "15m", "", "about tokens"},
		{"TOKEN_TTL_SECONDS", "900", "", "about tokens"},
		{"TOKEN_LIMIT", "500", "", "about tokens"},
		{"MAX_TOKENS", "4096", "", "of a language model"},
		{"TOKENIZER", "gpt2", "", "another word"},
		{"REQUIRE_PASSWORD", "true", "", "a switch"},
		{"SECRET_NAME", "shop-mail", "", "a Secret's name"},
		{"VAULT_TOKEN_PATH", "/vault/token", "", "where it is"},
		{"GITHUB_PRIVATE_KEY_FILE", "/etc/key.pem", "", "where it is"},
		{"AWS_ACCESS_KEY_ID", awsID, "", "an identifier"},
		{"STRIPE_PUBLIC_API_KEY", "pk_live_abc", "", "public"},
		{"SUPABASE_ANON_KEY", someJWT, "", "a JSON web token that is meant for all"},
		{"OAUTH_TOKEN_URL", "https://sso.example.com/token", "", "an address"},
		{"SECRETS_BACKEND", "vault", "", "about secrets"},
		{"PASSWORD_FORM", "accounts.forms.users.PasswordForm", "", "a class"},
		{"COMPASS", "north", "", "not the word pass"},
		{"PWD", "/app", "", "the working directory"},
		{"DB_PASSWORD", "$(PG_PASSWORD)", "", "a reference, as Kubernetes reads it"},
		{"DB_PASSWORD", "${PG_PASSWORD}", "", "a reference, as shells read it"},
		{"DB_PASSWORD", "$PG_PASSWORD", "", "a reference, as shells read it"},
		{"DB_PASSWORD", "${PG_PASSWORD:?missing}", "", "a reference and what to say without"},
		{"DB_PASSWORD", "{{ password }}", "", "a reference of a template"},
		{"DB_PASSWORD", "<password>", "", "a place to fill in"},
		{"DB_PASSWORD", "/run/secrets/db-password", "", "where it is"},
		{"Authorization", "Bearer ${TOKEN}", "", "a reference"},
		{"GOOGLE_APPLICATION_CREDENTIALS", "/var/secrets/key.json", "", "where they are"},
		{"GOOGLE_APPLICATION_CREDENTIALS", "/key.json", "", "where they are"},
		{"GOOGLE_APPLICATION_CREDENTIALS", "keys/service.json", "", "where they are"},
		{"DB_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf", "", "where it is"},
		{"DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf", "", "where it is"},
		{"API_TOKEN", "op://shop/mail/token", "", "where it is"},
		{"API_TOKEN", "projects/shop/secrets/mail/versions/latest", "", "where it is"},
		{"DB_SECRET_REF", "shop-db", "", "a Secret's name"},
		{"ADMINS", "Blake:blake@example.com", "", "a person's address"},
		{"ADMINS", "blake:blake@example.com,Al Smith:al2@example.com", "", "persons' addresses"},
		{"PACKAGE", "npm:react@18", "", "a version"},
		{"PACKAGE", "npm:react@18.2.0-rc.1", "", "a version"},
		{"MAX_TOKEN", "4096", "", "a bound"},
		{"CONTEXT_TOKEN", "4096", "", "a number"},
		{"SESSION_TOKEN", "15m", "", "a duration"},
		{"CORS_ALLOW_CREDENTIALS", "true", "", "a switch"},
		{"CORS_ALLOW_CREDENTIALS", "same-origin", "", "a switch by its name"},
		{"CSRF_TRUSTED_ORIGINS", "https://shop.example.com", "", "Django's own setting"},
		{"TOKEN_TTL", "15m", "", "about tokens"},
		{"PROXY_PASS", "http://web:8000", "", "an address"},
		{"SIGNED_TOKEN", "optional", "", "a switch"},
		{"CACHE_KEY", "shop", "", "no secret key"},
		{"AUTHORIZATION_MODE", "rbac", "", "about authorization"},
		{"KEY_PREFIX", "shop", "", "no secret key"},
		{"SORT_KEY", "created", "", "no secret key"},
		{"ROUTING_KEY", "orders", "", "no secret key"},
		{"BYPASS", "internal", "", "another word"},
		{"PATH", "/usr/bin", "", "another word"},
		{"SECRET_KEY", "", "", "empty"},
		{"MONKEY_BUSINESS", "hunter22", "", "no word of it"},
	} {
		t.Run(c.name+"="+c.value, func(t *testing.T) {
			if got := Under(c.name, c.value); got != c.want {
				t.Errorf("%q, want %q: %s", got, c.want, c.reason)
			}
		})
	}
}

// TestInAnnotation has names that are looked up, and values that are the secret themselves.
func TestInAnnotation(t *testing.T) {
	for _, c := range []struct{ name, value, want, reason string }{
		{"example.com/password", "hunter2hunter2", byName, "a password"},
		{"example.com/password", "shop", byName, "of which there is no object"},
		{"token", "abcdef", byName, "a token"},
		{"example.com/api-token", "abcdef0123456789", byName, "a token"},
		{"example.com/api-key", "abcdef0123456789", byName, "no name has so many digits"},
		{"example.com/client-secret", "x8-QtG2vA9", byName, "no name has capital letters"},
		{"alb.ingress.kubernetes.io/auth-idp-oidc", `{"issuer":"https://a","clientSecret":"abcdef"}`, opts, "JSON"},

		{"alb.ingress.kubernetes.io/auth-idp-oidc", `{"issuer":"https://a","secretName":"shop-oidc"}`, "", "a Secret's name"},
		{"nginx.ingress.kubernetes.io/auth-secret", "basic", "", "a Secret's name"},
		{"nginx.ingress.kubernetes.io/auth-secret", "shop/basic-auth", "", "a Secret's name"},
		{"nginx.org/jwt-key", "shop-jwk", "", "a Secret's name"},
		{"nginx.org/jwt-token", "$http_token", "", "nginx's variable"},
		{"vault.hashicorp.com/agent-inject-secret-config", "secret/data/shop", "", "where it is"},
		{"vault.hashicorp.com/agent-inject-token", "true", "", "a switch"},
		{"secret.reloader.stakater.com/reload", "shop-db,shop-s3", "", "Secrets' names"},
		{"cert-manager.io/private-key-algorithm", "ECDSA", "", "about a key"},
		{"cert-manager.io/private-key-rotation-policy", "Always", "", "about a key"},
		{"cert-manager.io/private-key-encoding", "PKCS1", "", "about a key"},
		{"azure.workload.identity/service-account-token-expiration", "86400", "", "about tokens"},
		{"nginx.ingress.kubernetes.io/ssl-passthrough", "true", "", "another word"},
	} {
		if got := InAnnotation(c.name, c.value); got != c.want {
			t.Errorf("%s=%s: %q, want %q: %s", c.name, c.value, got, c.want, c.reason)
		}
	}
}

// TestStems: no name is overlooked because its text was not looked at.
func TestStems(t *testing.T) {
	for _, word := range slices.Concat(secretWords, lastWords, secretPairs, headers, passwords, []string{"PASS", "PWD", "PW"}) {
		if !mayHaveName(word) {
			t.Errorf("%s has none of the stems", word)
		}
	}
}
