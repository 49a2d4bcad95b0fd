package strict_test

import (
	"embed"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/djangostack/djangostack/internal/strict"
)

// Catalog is a file of these tests.
type Catalog struct {
	// Version is one.
	Version string `json:"version"`
	// Library is what the catalog is of.
	Library Library `json:"library"`
}

// Library has what a file can hold of each kind.
type Library struct {
	// Street where the library is, and its number.
	Address `json:",inline"`
	// Genre of most books. Default: novel.
	Genre Genre `json:"genre,omitempty"`
	// Floors that are open; see [Library].
	Floors int32 `json:"floors,omitempty"`
	// Cellars may be none.
	Cellars *int `json:"cellars,omitempty"`
	// Open on Sundays.
	Open *bool `json:"open,omitempty"`
	// Hours of a day.
	Hours Hours `json:"hours,omitzero"`
	// Server of the catalog.
	Server netip.Addr `json:"server,omitzero"`
	// Keywords are one or several.
	Keywords Keywords `json:"keywords,omitempty"`
	// Readers by name.
	Readers map[string]Reader `json:"readers,omitempty"`
	// Labels are free.
	Labels map[string]string `json:"labels,omitempty"`
	// Books in order.
	Books []Book `json:"books,omitempty"`
	// Rooms hold rooms.
	Rooms map[string]Room `json:"rooms,omitempty"`
	// Code opens the door.
	Code Code `json:"code,omitempty"`
	// Facts are free, and Motto may be {{ anything }}.
	Facts map[string]any `json:"facts,omitempty"`
	// Motto is for a template.
	Motto Motto `json:"motto,omitempty"`
	// Seasons change the library.
	Seasons map[string]Season `json:"seasons,omitempty"`
	// Extras come with the program.
	Extras map[string]Extra `json:"extras,omitempty"`
	// Cards are in no file.
	Cards int `json:"-"`
}

// Address is embedded.
type Address struct {
	// Street and number.
	Street string `json:"street,omitempty"`
	// City is needed.
	City string `json:"city"`
}

// Reader borrows books, of a library that it has none of.
type Reader struct {
	// Limit of books at a time.
	Limit int64 `json:"limit,omitempty"`
	// Card of the reader.
	Card *Card `json:"card,omitempty"`
}

// Card may be written as its number.
type Card struct {
	// Number on the card.
	Number string `json:"number"`
	// Colour of the card.
	Colour string `json:"colour,omitempty"`
}

// ShortForm is the number.
func (Card) ShortForm() string { return "number" }

// Book is an item of a list.
type Book struct {
	// Title of the book.
	Title string `json:"title"`
	// Pages it has.
	Pages int32 `json:"pages,omitempty"`
}

// Room holds itself.
type Room struct {
	// Rooms within.
	Rooms map[string]Room `json:"rooms,omitempty"`
	// Seats in it.
	Seats int32 `json:"seats,omitempty"`
}

// Keywords may be one.
type Keywords []string

// ShortForm makes one keyword a list.
func (Keywords) ShortForm() string { return "" }

// Season is a patch of the library.
type Season map[string]any

// Motto may be a template.
type Motto string

// Genre is one of some.
type Genre string

// Enum lists them.
func (Genre) Enum() []string { return []string{"novel", "poetry", "science"} }

// Code is well formed or not.
type Code string

// Validate accepts four digits.
func (c Code) Validate() error {
	if len(c) != 4 || strings.Trim(string(c), "0123456789") != "" {
		return fmt.Errorf("%q is not a code; write four digits", string(c))
	}
	return nil
}

// Hours is a number with a unit.
type Hours struct{ n int }

// MarshalJSON writes the unit.
func (h Hours) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf(`"%dh"`, h.n)), nil }

// UnmarshalJSON reads it.
func (h *Hours) UnmarshalJSON(data []byte) error {
	if _, err := fmt.Sscanf(string(data), `"%dh"`, &h.n); err != nil || h.n < 0 {
		return errors.New("expected hours such as 8h")
	}
	return nil
}

// Extra is a section.
type Extra struct {
	Data  map[string]any
	Value any
}

// Cafe is what one section is.
type Cafe struct {
	// Tables there are. Default: 4.
	Tables int32 `json:"tables,omitempty"`
	// Menu by dish.
	Menu map[string]Card `json:"menu,omitempty"`
	// Address of the cafe.
	Address Address `json:"address,omitzero"`
	// Owner is a reader's card.
	Owner Card `json:"owner,omitzero"`
}

//go:embed catalog_test.go
var sources embed.FS

// options are those of a catalog with sections of these names.
func options(sections ...strict.Section) strict.Options {
	return strict.Options{
		Docs:    []strict.Docs{{Package: reflect.TypeFor[Catalog]().PkgPath(), Files: sources}},
		Patches: reflect.TypeFor[Season](),
		Patched: reflect.TypeFor[Library](),
		Sections: strict.SectionMap{
			Map:   reflect.TypeFor[map[string]Extra](),
			Of:    sections,
			Data:  func(entry any) map[string]any { return entry.(Extra).Data },
			Value: func(entry any) any { return entry.(Extra).Value },
			New:   func(data map[string]any) any { return Extra{Data: data} },
			None:  "this library has no extras",
		},
		Scalars:  map[reflect.Type]strict.Scalar{reflect.TypeFor[Hours](): {Description: "hours", Pattern: `^[0-9]+h$`}},
		Nullable: func(f *strict.Field) bool { return f.Name == "floors" },
		Template: reflect.TypeFor[Motto](),
		Title:    "Catalog",
		Const:    map[string]string{"version": "1"},
		Secrets:  codes{},
		Hints: strict.Hints{
			Elsewhere: map[string][]string{"town": {"library.city"}},
			EnumValue: func(value string, _ []string) string {
				return map[string]string{"lyrics": "write poetry"}[value]
			},
		},
	}
}

// codes keeps the door's code out of messages.
type codes struct{}

func (codes) Has(text string) bool      { return strings.Contains(text, "1234") }
func (codes) Redact(text string) string { return strings.ReplaceAll(text, "1234", "…") }
func (codes) Key(_, key string) string  { return key }
func (codes) Message(message string, about strict.Value) string {
	if strings.HasSuffix(about.Path, "code") && about.Text != "" {
		return strings.ReplaceAll(message, about.Text, "…")
	}
	return message
}

var cafe = strict.Section{Name: "cafe", Type: reflect.TypeFor[Cafe]()}

// catalog describes catalogs.
func catalog(tb testing.TB, sections ...strict.Section) *strict.Type {
	tb.Helper()
	t, err := strict.Of(reflect.TypeFor[Catalog](), options(sections...))
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// read reads a catalog's library.
func read(tb testing.TB, t *strict.Type, library string) (c Catalog, removed strict.Nulls, found []string) {
	tb.Helper()
	return readFile(tb, t, "version: \"1\"\nlibrary:\n"+library)
}

func readFile(tb testing.TB, t *strict.Type, text string) (c Catalog, removed strict.Nulls, found []string) {
	tb.Helper()
	documents, wrong := t.Parse([]byte(text))
	if wrong != nil {
		return c, nil, []string{position(*wrong)}
	}
	var top *yaml.Node
	if len(documents) > 0 {
		top = documents[0]
	} else {
		return c, nil, nil
	}
	r := strict.NewReader(t, "")
	tree, ok := r.Read(top)
	if ok {
		var err error
		if removed, err = t.Merge(reflect.ValueOf(&c).Elem(), tree, nil); err != nil {
			tb.Fatalf("what was read does not merge: %v", err)
		}
	}
	all, _ := r.Findings()
	for _, f := range all {
		found = append(found, position(f))
	}
	return c, removed, found
}

func position(f strict.Finding) string {
	return fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Path, f.Message)
}
