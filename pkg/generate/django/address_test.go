package django

import "testing"

func TestAddress(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		address      address
		want         string
	}{{
		name:    "password by reference",
		reason:  "Kubernetes must find $(NAME) as it is, or it replaces nothing",
		address: address{scheme: "postgres", user: "shop", password: "$(DATABASE_PASSWORD)", host: "db", port: 5432, path: "shop"},
		want:    "postgres://shop:$(DATABASE_PASSWORD)@db:5432/shop",
	}, {
		name:    "user by reference",
		reason:  "a managed database's Secret holds the user as well",
		address: address{scheme: "mysql", user: "$(U)", password: "$(P)", host: "db", port: 3306, path: "shop"},
		want:    "mysql://$(U):$(P)@db:3306/shop",
	}, {
		name:    "user escaped",
		reason:  "a user such as Azure's shop@server would end the user's part",
		address: address{scheme: "postgres", user: "shop@server", password: "$(P)", host: "db", port: 5432},
		want:    "postgres://shop%40server:$(P)@db:5432",
	}, {
		name:    "user that only looks like a reference within",
		reason:  "Kubernetes would replace it",
		address: address{scheme: "postgres", user: "a$(b)c", host: "db", port: 5432},
		want:    "postgres://a$%28b%29c@db:5432",
	}, {
		name:    "password without user",
		reason:  "Redis has a password and no user",
		address: address{scheme: "redis", password: "$(P)", host: "cache", port: 6379, path: "0"},
		want:    "redis://:$(P)@cache:6379/0",
	}, {
		name:    "no credentials",
		reason:  "an @ without credentials would be an empty user",
		address: address{scheme: "redis", host: "cache", port: 6379, path: "3"},
		want:    "redis://cache:6379/3",
	}, {
		name:    "root virtual host",
		reason:  "kombu reads the path behind its first slash as the virtual host",
		address: address{scheme: "amqp", user: "shop", password: "$(P)", host: "broker", port: 5672, path: "/"},
		want:    "amqp://shop:$(P)@broker:5672//",
	}, {
		name:   "options in order and escaped",
		reason: "maps have no order, and a value may hold & and spaces",
		address: address{
			scheme: "postgres", host: "db", port: 5432, path: "shop",
			options: map[string]string{"sslmode": "require", "application_name": "a&b c", "options": "-c x=$(y)"},
		},
		want: "postgres://db:5432/shop?application_name=a%26b+c&options=-c+x%3D%24%28y%29&sslmode=require",
	}, {
		name:    "IPv6",
		reason:  "its colons would be a port",
		address: address{scheme: "postgres", host: "fd00::1", port: 5432, path: "shop"},
		want:    "postgres://[fd00::1]:5432/shop",
	}} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.address.String(); got != tc.want {
				t.Errorf("%s\n got %s\nwant %s", tc.reason, got, tc.want)
			}
		})
	}
}
