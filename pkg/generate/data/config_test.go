package data

import (
	"slices"
	"testing"
)

// TestLongOptions: an empty value is the empty text, unless the option has no value.
func TestLongOptions(t *testing.T) {
	got := longOptions([]directive{
		{"max-item-size", "4m"},
		{"sql_mode", ""},
		{"loose-init-connect", ""},
		{"skip_name_resolve", ""},
		{"disable-log-bin", ""},
		{"enable-shutdown", ""},
		{"skip-name-resolve", "OFF"},
		{"a", "$(B)"},
	})
	want := []string{
		"--max-item-size=4m", "--sql_mode=", "--loose-init-connect=", "--skip_name_resolve", "--disable-log-bin",
		"--enable-shutdown", "--skip-name-resolve=OFF", "--a=$$(B)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRedisConfig: Redis ends with an error about a line without a value.
func TestRedisConfig(t *testing.T) {
	const want = "bind * -::*\nprotected-mode no\nport 6379\ntcp-keepalive 60\nsave \"\"\nnotify-keyspace-events \"\"\n"
	got := redisConfig(map[string]string{"notify-keyspace-events": "", "SAVE": ""}, directive{"save", "900 1"})
	if got.content != want {
		t.Errorf("%q, want %q", got.content, want)
	}
}
