package spec

import (
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// ownConfig is what the stack relies on of a server's configuration: where it
// listens, where its volume is, who may come in, and what has a field of its own,
// by [SettingName].
var ownConfig = map[string]map[string]string{
	"postgres": {
		"config-file": "", "data-directory": "", "hba-file": "", "listen-addresses": "", "max-connections": "maxConnections",
		"port": "", "unix-socket-directories": "",
	},
	"mysql": {
		"bind-address": "", "datadir": "", "max-connections": "maxConnections", "port": "", "socket": "", "user": "",
	},
	"redis": {
		"aclfile": "", "bind": "", "daemonize": "", "dir": "", "include": "", "masterauth": "password", "port": "",
		"requirepass": "password", "unixsocket": "", "user": "",
	},
	"memcached": {"daemon": "", "listen": "", "memory-limit": "memory", "port": "", "udp-port": "", "user": ""},
	"rabbitmq": {
		"default-pass": "password", "default-user": "user", "default-vhost": "vhost", "listeners.tcp.default": "",
		"listeners.tcp": "",
	},
}

// sameConfig are engines that have the configuration of another.
var sameConfig = map[string]string{"mariadb": "mysql", "valkey": "redis"}

// config checks a server's configuration.
func (r *report) config(path, engine string, config map[string]string) {
	own := ownConfig[or(sameConfig[engine], engine)]
	given := map[string]string{}
	for _, name := range sorted.Keys(config) {
		at := path + segment(name)
		field, taken := own[SettingName(name)]
		same, twice := given[SettingName(name)]
		given[SettingName(name)] = name
		switch {
		case name == "" || !consistsOf(name, letters+digits+"._-") || name[0] == '-':
			r.invalid(at, "%q is not a setting of %s; write only its name", name, engine)
		case field != "":
			r.forbidden(at, "has a field of its own; write %s", field)
		case taken:
			r.forbidden(at, "is set by the stack, which needs it to reach the server; remove it")
		case twice:
			r.invalid(at, "is another spelling of %s; remove one of them", same)
		}
		if strings.ContainsAny(config[name], "\n\r") {
			r.invalid(at, "has a line break, which a setting cannot have; write one line")
		}
	}
}

// SettingName is what the spellings of a setting's name have in common: PostgreSQL and
// MySQL read dashes and underscores alike, PostgreSQL and Redis capitals and small letters.
func SettingName(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "-")) }
