package spec

import "testing"

func TestLiteralSecret(t *testing.T) {
	const named = "seems to hold a secret"
	for _, c := range []struct{ name, value, want, reason string }{
		{"EMAIL_HOST_PASSWORD", "hunter22", named, "Django's own name"},
		{"SECRET_KEY", "django-insecure-x", named, "Django's own name"},
		{"SECRET_KEY_FALLBACKS", "old-one", named, "a list of old ones is as good"},
		{"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI", named, "two pairs in one"},
		{"STRIPE_API_KEY", "abc", named, "a pair of words"},
		{"API_KEY_PROD", "abc", named, "not at the end"},
		{"db_pass", "hunter22", named, "short form, lower case"},
		{"PGPASSWORD", "hunter22", named, "libpq's own name"},
		{"SENTRY_AUTH_TOKEN", "abcdef", named, "a token"},
		{"SOCIAL_AUTH_GITHUB_SECRET", "abcdef", named, "an OAuth client's"},
		{"OIDC_CLIENT_SECRET", "abcdef", named, "an OAuth client's"},
		{"FLOWER_BASIC_AUTH", "admin:admin", named, "user and password"},
		{"TOKEN", "eyJhbGciOi.eyJzdWIi.SflKxw", named, "a JSON web token is no class"},

		{"PASSWORD_RESET_TIMEOUT", "3600", "", "Django's own setting"},
		{"AUTH_PASSWORD_VALIDATORS", "[]", "", "Django's own setting"},
		{"PASSWORD_HASHERS", "argon2", "", "Django's own setting"},
		{"ACCOUNT_PASSWORD_MIN_LENGTH", "12", "", "about passwords"},
		{"PASSWORD_HISTORY", "5", "", "a small number"},
		{"ACCESS_TOKEN_LIFETIME", "15m", "", "about tokens"},
		{"TOKEN_TTL_SECONDS", "900", "", "about tokens"},
		{"MAX_TOKENS", "4096", "", "of a language model"},
		{"TOKENIZER", "gpt2", "", "another word"},
		{"REQUIRE_PASSWORD", "true", "", "a switch"},
		{"VAULT_TOKEN_PATH", "/vault/token", "", "where it is"},
		{"GITHUB_PRIVATE_KEY_FILE", "/etc/key.pem", "", "where it is"},
		{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "", "an identifier"},
		{"STRIPE_PUBLIC_API_KEY", "pk_live_abc", "", "public"},
		{"OAUTH_TOKEN_URL", "https://sso.example.com/token", "", "an address"},
		{"SECRETS_BACKEND", "vault", "", "about secrets"},
		{"PASSWORD_FORM", "accounts.forms.users.PasswordForm", "", "a class"},
		{"COMPASS", "north", "", "not the word pass"},
		{"PWD", "/app", "", "the working directory"},
		{"SECRET_KEY", "", "", "empty"},

		{"DATABASE_URL", "postgres://shop:hunter22@pg/shop", "holds a password within an address", "by its look"},
		{"URLS", "redis://a:6379 amqp://u:p4ss@mq:5672//", "holds a password within an address", "the second one"},
		{"DATABASE_URL", "postgres://shop@pg:5432/shop", "", "a user only"},
		{"DATABASE_URL", "postgres://shop:${PASSWORD}@pg/shop", "", "a place for it"},
		{"DATABASE_URL", "postgres://shop:<password>@pg/shop", "", "a place for it"},
		{"SENTRY_DSN", "https://abcdef0123@o1.ingest.sentry.io/1", "", "a public key"},
		{"LINK", "https://example.com/a:b@c", "", "after the host"},
		{"X", "ghp_0123456789abcdefghij", "holds a token (ghp_…)", "a known prefix"},
		{"X", "the prefix ghp_ is GitHub's", "", "too short for one"},
		{"X", "-----BEGIN OPENSSH PRIVATE KEY-----\nx", "holds a private key", "by its look"},
		{"X", "-----BEGIN CERTIFICATE-----\nx", "", "public"},
	} {
		t.Run(c.name+"="+c.value, func(t *testing.T) {
			if got := literalSecret(c.name, c.value); got != c.want {
				t.Errorf("%q, want %q: %s", got, c.want, c.reason)
			}
		})
	}
}
