package spec

import (
	"reflect"

	"github.com/djangostack/djangostack/internal/strict"
)

// standsOnce are the fields whose entries are not repeated in the pods and objects of
// every component, by the type that declares them: they are made into one object, or
// stand in the pods of their own component. All others count, so that a field that is
// added counts until it is known to stand once.
var standsOnce = map[string]bool{
	"Celery.beat":         true,
	"Celery.flower":       true,
	"Celery.workers":      true,
	"ConfigFile.content":  true,
	"Django.env":          true,
	"Django.hosts":        true,
	"StackSpec.cron":      true,
	"StackSpec.expose":    true,
	"StackSpec.manifests": true,
	"StackSpec.processes": true,
	"StackSpec.proxy":     true,
	"StackSpec.routes":    true,
	"StackSpec.services":  true,
	"StackSpec.superuser": true,
	"StackSpec.values":    true,
	"StackSpec.web":       true,
}

// entryLength is the length of text that counts as an entry of its own.
const entryLength = 100

// entriesOfServer is how many further entries count for what Django's pods connect to:
// each of them has a rule in its network policy, a label and variables for it.
const entriesOfServer = 4

// entriesOfPatch is how many further entries count for a patch, for which the objects that it
// changes are read and made again.
const entriesOfPatch = 20

// carries counts what the stack says once and every pod or object repeats: the entries of
// maps and lists, long texts as several, and the servers that all pods connect to.
func carries(s *DjangoStack) int {
	return carriedBy(reflect.ValueOf(s), plainStack()) + entriesOfServer*servers(&s.Spec) + namedOptions(&s.Spec) +
		entriesOfPatch*len(s.Spec.Patches)
}

// namedOptions counts the options of servers, which URLs contain, for each name that envNames
// gives a variable.
func namedOptions(s *StackSpec) int {
	n := 0
	count := func(names EnvNames, options map[string]string) {
		for _, all := range names {
			n += len(all) * (textSize(options) / entryLength)
		}
	}
	for _, db := range s.Databases {
		count(db.EnvNames, db.Options)
	}
	for _, c := range s.Caches {
		count(c.EnvNames, c.Options)
	}
	if s.Broker != nil {
		count(s.Broker.EnvNames, s.Broker.Options)
	}
	return n
}

// servers counts what listens for Django's pods, and there can be many of.
func servers(s *StackSpec) int {
	n := len(s.Databases) + len(s.Caches)
	for _, p := range s.Processes {
		if p.Port != 0 || p.HTTP != nil {
			n++
		}
	}
	for _, m := range s.Manifests {
		n += len(m.Ports)
	}
	for _, one := range s.Services {
		n += len(one.Ports) + len(one.Bindings)
	}
	return n
}

func carriedBy(v reflect.Value, t *strict.Type) int {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return 0
		}
		v = v.Elem()
	}
	n := 0
	switch t.Kind {
	case strict.Struct:
		for i := range t.Fields {
			if f := &t.Fields[i]; !standsOnce[fieldName(f)] && !f.HasPatches() {
				n += carriedBy(f.In(v), f.Type)
			}
		}
	case strict.Map:
		for name, entry := range v.Seq2() {
			n += 1 + name.Len()/entryLength + carriedBy(entry, t.Elem)
		}
	case strict.Sections:
		for _, section := range v.Interface().(map[string]Extension) {
			n += 1 + carriedByData(section.Data)
		}
	case strict.List:
		for i := range v.Len() {
			n += 1 + carriedBy(v.Index(i), t.Elem)
		}
	case strict.Any, strict.Whole:
		n = carriedByData(v.Interface())
	case strict.String:
		n = v.Len() / entryLength
	default: // a word of a few characters
	}
	return n
}

// carriedByData counts the same of a section whose type is not known yet: of an extension
// nobody can tell what is repeated.
func carriedByData(data any) int {
	n := 0
	switch d := data.(type) {
	case map[string]any:
		for name, entry := range d {
			n += 1 + len(name)/entryLength + carriedByData(entry)
		}
	case []any:
		for _, item := range d {
			n += 1 + carriedByData(item)
		}
	case string:
		n = len(d) / entryLength
	}
	return n
}
