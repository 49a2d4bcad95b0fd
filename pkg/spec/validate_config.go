package spec

import (
	"slices"
	"strings"

	"github.com/djangostack/djangostack/internal/sorted"
)

// ownConfig is what the stack relies on of a server's configuration: where it
// listens, where its volume is, who may come in, and what has a field of its own.
var ownConfig = map[string]map[string]string{
	"postgres": {
		"config_file": "", "data_directory": "", "hba_file": "", "listen_addresses": "", "max_connections": "maxConnections",
		"port": "", "unix_socket_directories": "",
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
		"default_pass": "password", "default_user": "user", "default_vhost": "vhost", "listeners.tcp.default": "",
		"listeners.tcp": "",
	},
}

// sameConfig are engines that have the configuration of another.
var sameConfig = map[string]string{"mariadb": "mysql", "valkey": "redis"}

// config checks a server's configuration.
func (r *report) config(path, engine string, config map[string]string) {
	own := ownConfig[or(sameConfig[engine], engine)]
	for _, name := range sorted.Keys(config) {
		at := path + segment(name)
		field, taken := own[configName(engine, name)]
		switch {
		case name == "" || !consistsOf(name, letters+digits+"._-") || name[0] == '-':
			r.invalid(at, "%q is not a setting of %s; write only its name", name, engine)
		case field != "":
			r.forbidden(at, "has a field of its own; write %s", field)
		case taken:
			r.forbidden(at, "is set by the stack, which needs it to reach the server; remove it")
		}
		if strings.ContainsAny(config[name], "\n\r") {
			r.invalid(at, "has a line break, which a setting cannot have; write one line")
		}
	}
}

// configName is a setting's name as ownConfig has it: MySQL reads dashes and
// underscores alike, Redis capitals too.
func configName(engine, name string) string {
	if slices.Contains([]string{"mysql", "mariadb"}, engine) {
		return strings.ReplaceAll(name, "_", "-")
	}
	return strings.ToLower(name)
}
