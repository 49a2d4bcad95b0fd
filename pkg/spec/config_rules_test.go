package spec

import (
	"slices"
	"strings"
	"testing"
)

// TestOwnSettings: what the stack relies on is refused in every spelling that the server
// takes for it, and nothing else is.
func TestOwnSettings(t *testing.T) {
	for _, engine := range slices.Concat(EnginePostgres.Enum(), CacheRedis.Enum(), BrokerRabbitMQ.Enum()) {
		for setting := range ownConfig[or(sameConfig[engine], engine)] {
			spellings := []string{strings.ToUpper(setting), strings.ReplaceAll(setting, "-", "_")}
			if strings.HasSuffix(setting, ".") {
				spellings = append(spellings, setting+"x")
			}
			if engine == "mysql" || engine == "mariadb" {
				spellings = append(spellings, "loose-"+setting, "loose_"+setting, setting[:len(setting)-1])
			}
			for _, name := range spellings {
				if _, own := ownSetting(engine, name); !own {
					t.Errorf("%s: %s is not taken for %s", engine, name, setting)
				}
			}
		}
		for _, name := range []string{
			"work_mem", "max_connect_errors", "skip-name-resolve", "timeout", "maxmemory-policy", "max-item-size",
			"disable-cas", "listen-backlog", "channel_max", "tcp_listen_options.backlog", "management.path_prefix",
		} {
			if field, own := ownSetting(engine, name); own {
				t.Errorf("%s: %s is taken for one of the stack's own, %s", engine, name, field)
			}
		}
	}
}
