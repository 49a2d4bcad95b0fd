package spec

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/internal/sorted"
)

// ownConfig is what the stack relies on of a server's configuration: where it
// listens, where its volume is, who may come in, and what has a field of its own,
// by [SettingName]. A name that ends in a dot stands for all that begin so.
var ownConfig = map[string]map[string]string{
	"postgres": {
		"config-file": "", "data-directory": "", "hba-file": "", "ident-file": "", "listen-addresses": "",
		"max-connections": "maxConnections", "port": "", "unix-socket-directories": "",
	},
	"mysql": {
		"aria-log-dir-path": "", "basedir": "", "bind-address": "", "bootstrap": "", "chroot": "", "daemonize": "",
		"datadir": "", "defaults-extra-file": "", "defaults-file": "", "help": "", "initialize": "",
		"innodb-data-home-dir": "", "innodb-log-group-home-dir": "", "innodb-undo-directory": "",
		"max-connections": "maxConnections", "no-defaults": "", "port": "", "print-defaults": "", "skip-grant-tables": "",
		"skip-networking": "", "socket": "", "user": "",
	},
	"redis": {
		"aclfile": "", "bind": "", "cluster-enabled": "", "daemonize": "", "dir": "", "include": "",
		"masterauth": "password", "masteruser": "", "port": "", "protected-mode": "", "replicaof": "",
		"requirepass": "password", "slaveof": "", "tls-port": "", "unixsocket": "", "user": "",
	},
	"memcached": {
		"auth-file": "", "daemon": "", "enable-sasl": "", "enable-ssl": "", "listen": "", "memory-file": "",
		"memory-limit": "memory", "port": "", "protocol": "", "udp-port": "", "unix-socket": "", "user": "",
	},
	"rabbitmq": {
		"default-pass": "password", "default-user": "user", "default-vhost": "vhost", "listeners.": "",
		"loopback-users.": "", "proxy-protocol": "", "raft.data-dir": "",
	},
}

// sameConfig are engines that have the configuration of another.
var sameConfig = map[string]string{"mariadb": "mysql", "valkey": "redis"}

// abbreviated are the engines that take the beginning of an option for the option.
var abbreviated = []string{"memcached", "mysql"}

// ownSetting is the setting of the stack's own that a name stands for, and the field
// it has.
func ownSetting(engine, name string) (field string, own bool) {
	engine = or(sameConfig[engine], engine)
	settings, name := ownConfig[engine], SettingName(name)
	if field, own = settings[name]; own {
		return field, true
	}
	for _, setting := range sorted.Keys(settings) {
		begins := strings.HasSuffix(setting, ".") && strings.HasPrefix(name, setting)
		abbreviates := slices.Contains(abbreviated, engine) && strings.HasPrefix(setting, name)
		if begins || abbreviates {
			return settings[setting], true
		}
	}
	return "", false
}

// config checks the configuration of a server that may use as much memory as limit.
func (r *report) config(path, engine string, config map[string]string, limit *resource.Quantity) {
	given := map[string]string{}
	for _, name := range sorted.Keys(config) {
		at := path + segment(name)
		field, taken := ownSetting(engine, name)
		same, twice := given[SettingName(name)]
		given[SettingName(name)] = name
		switch {
		case name == "" || !consistsOf(name, letters+digits+"._-") || name[0] == '-':
			r.invalid(at, "%q must be a setting of %s; write only its name", name, engine)
		case field != "":
			r.forbidden(at, "has a field of its own; write %s", field)
		case taken:
			r.forbidden(at, "is set by the stack, which needs it to reach the server and to keep its data; remove it")
		case twice:
			r.invalid(at, "is another spelling of %s; remove one of them", same)
		default:
			r.settingValue(at, engine, name, config[name])
			r.memorySetting(at, or(sameConfig[engine], engine), name, config[name], limit)
		}
	}
}

// settingValue checks a value that the server would not start with. The other engines
// take empty text for empty text.
func (r *report) settingValue(at, engine, name, value string) {
	isSwitch := engine == string(CacheMemcached) && IsSwitch(name)
	_, positive := positiveNumber(value)
	switch {
	case isSwitch && value != "":
		r.invalid(at, `must be empty, since the option has no value; write %s: ""`, name)
	case isSwitch:
	case SettingName(name) == "databases" && or(sameConfig[engine], engine) == "redis" && !positive:
		r.invalid(at, "must be a number greater than 0; write one such as 16")
	case or(sameConfig[engine], engine) == "redis" && !closesQuotes(value):
		r.invalid(at, "%s does not start with a quotation mark that is not closed; write it as \\x27 or \\x22 within "+
			"quotation marks, or remove it", engine)
	case value == "" && (engine == string(CacheMemcached) || engine == string(BrokerRabbitMQ)):
		r.invalid(at, "must not be empty, since %s does not start with it; write a value, or remove the setting", engine)
	}
}

// closesQuotes reports whether Redis finds the end of each quotation in a line, which a
// space has to follow (sdssplitargs in redis/src/sds.c).
func closesQuotes(value string) bool {
	var open byte
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case open == 0 && (c == '"' || c == '\''):
			open = c
		case open != 0 && c == '\\':
			i++ // what follows is no end
		case open != 0 && c == open:
			if i+1 < len(value) && value[i+1] != ' ' {
				return false
			}
			open = 0
		}
	}
	return open == 0
}

// memorySettings are what servers take at once, or fill by and by, and what a number
// without a unit counts.
var memorySettings = map[string]struct {
	name string
	unit int64
}{
	"mysql":    {"innodb-buffer-pool-size", 1},
	"postgres": {"shared-buffers", 8 << 10},
	"redis":    {"maxmemory", 1},
}

// memorySetting refuses an amount of memory that the kernel does not let the server have.
func (r *report) memorySetting(at, engine, name, value string, limit *resource.Quantity) {
	setting, known := memorySettings[engine]
	if !known || setting.name != SettingName(name) || limit == nil {
		return
	}
	if n, ok := bytesOf(value, setting.unit); ok && n >= limit.Value() {
		r.invalid(at, "%s must be less than the container's memory limit, %s, at which the kernel kills it; lower it or "+
			"raise resources.limits.memory", value, limit)
	}
}

// bytesOf is an amount as servers write it: 512MB, 2G, 100mb, or a number of units.
func bytesOf(value string, unit int64) (n int64, ok bool) {
	value = strings.ToLower(strings.TrimSpace(value))
	number := strings.TrimRight(value, "bkmgt ")
	if suffix := strings.TrimSpace(value[len(number):]); suffix != "" {
		unit = 1 << (10 * strings.IndexByte("bkmgt", suffix[0]))
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/unit {
		return math.MaxInt64, err == nil && n > 0
	}
	return n * unit, true
}

// positiveNumber is a setting's value as a number greater than 0, if it is one.
func positiveNumber(value string) (n int64, ok bool) {
	n, err := strconv.ParseInt(value, 10, 32)
	return n, err == nil && n > 0
}

// databasesIn is how many numbered databases a server of Redis or Valkey has; one
// outside the stack may have any number.
func databasesIn(config map[string]string, x *ExternalService) int64 {
	const own = 16 // redis.conf
	if x != nil {
		return math.MaxInt32
	}
	if n, ok := positiveNumber(settingIn(config, "databases")); ok {
		return n
	}
	return own
}

// settingIn is the value of a setting in any of its spellings.
func settingIn(config map[string]string, setting string) string {
	for _, name := range sorted.Keys(config) {
		if SettingName(name) == setting {
			return config[name]
		}
	}
	return ""
}

// IsSwitch reports whether an option of a command line, such as disable-log-bin, has no
// value.
func IsSwitch(name string) bool {
	first, _, _ := strings.Cut(SettingName(name), "-")
	return slices.Contains([]string{"disable", "enable", "lock", "skip", "verbose"}, first)
}

// SettingName returns what the spellings of a setting's name have in common: PostgreSQL
// and MySQL read dashes and underscores alike, PostgreSQL and Redis capitals and small
// letters, and MySQL takes a name behind "loose-" for the same.
func SettingName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, "_", "-")), "loose-")
}
