package spec

import (
	"strconv"
	"strings"
)

// version checks the tag of an official image. There is none for an engine that
// is unknown, which its own value's check says.
func (r *report) version(path, version string) {
	switch {
	case version == "":
	case version == "latest":
		r.invalid(path+".version", "must not be latest, which is whatever was pushed last; write a version")
	case !isTag(version):
		r.invalid(path+".version", `%q must be a version; write one such as "17"`, version)
	default:
		return
	}
	r.mute(path + ".image") // made of it
}

// djangoTakes are the oldest servers that Django's releases take, the oldest release
// that still gets security fixes first. Sources: the release notes, "Backwards
// incompatible changes": 5.2 dropped PostgreSQL 13; 6.0 MariaDB 10.5; 6.1 PostgreSQL 14,
// MySQL before 8.4 and MariaDB before 10.11. The rest is on 5.2's page "Databases".
var djangoTakes = []struct {
	django string
	oldest map[DatabaseEngine]string
}{
	{"5.2", map[DatabaseEngine]string{EnginePostgres: "14", EngineMySQL: "8.0.11", EngineMariaDB: "10.5"}},
	{"6.0", map[DatabaseEngine]string{EnginePostgres: "14", EngineMySQL: "8.0.11", EngineMariaDB: "10.6"}},
	{"6.1", map[DatabaseEngine]string{EnginePostgres: "15", EngineMySQL: "8.4", EngineMariaDB: "10.11"}},
}

// engineVersion checks a database server against the Django in the image, or where that
// is not known, against the one that takes the oldest servers.
func (r *report) engineVersion(path string, db Database, django string) {
	takes := djangoTakes[0]
	for _, release := range djangoTakes {
		if django != "" && !older(django, release.django) {
			takes = release
		}
	}
	oldest := takes.oldest[db.Engine]
	switch {
	case oldest == "" || !older(db.Version, oldest) || django != "" && older(django, takes.django):
	case django == "":
		r.warn(path+".version", "no Django that still gets security fixes takes %s before %s; choose a newer version",
			db.Engine, oldest)
	default:
		r.invalid(path+".version", "must be at least %s with Django %s; choose a newer version of %s",
			oldest, takes.django, db.Engine)
	}
}

// older reports whether a version comes before another. What is no number ends a
// version: 16-bookworm is 16. One without any number is not older.
func older(version, than string) bool {
	a, b := numbers(version), numbers(than)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false // the same as far as it is said: 8.0 may be 8.0.40
}

// numbers are those that a version begins with.
func numbers(version string) []int {
	var all []int
	for part := range strings.SplitSeq(version, ".") {
		number := part[:len(part)-len(strings.TrimLeft(part, digits))]
		n, err := strconv.Atoi(number)
		if err != nil {
			break
		}
		all = append(all, n)
		if number != part {
			break
		}
	}
	return all
}
