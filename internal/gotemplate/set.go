package gotemplate

import (
	"maps"
	"slices"
	"sort"
	"text/template"
	"text/template/parse"
)

// Source is a template, and the name that others include it by and messages call it.
type Source struct{ Name, Text string }

// Options are what belongs to one kind of data.
type Options struct {
	// Elsewhere are names at the top of the data that people know from other programs, and the
	// remedy for each.
	Elsewhere map[string]string
}

// Set is some templates that can include each other.
type Set struct {
	Options
	templates *template.Template
	owners    map[string]string // the source that each template stands in
}

// Parse reads templates. What is wrong are all mistakes, one for each template at most.
func Parse(sources []Source, o Options) (s *Set, wrong []*Error) {
	s = &Set{Options: o, templates: template.New(""), owners: map[string]string{}}
	for _, source := range sources {
		trees, err := parseSource(source)
		if err == nil {
			err = s.add(source, trees)
		}
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	return s, wrong
}

// parseSource returns the trees of a template and of those that it defines.
func parseSource(source Source) (map[string]*parse.Tree, *Error) {
	tree := parse.New(source.Name)
	tree.Mode = parse.SkipFuncCheck // rewriter knows more of functions
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(source.Text, "", "", trees); err != nil {
		return nil, parseError(source, err)
	}
	w := newRewriter(source)
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		if trees[name].Root != nil {
			w.list(trees[name].Root)
		}
	}
	return trees, w.wrong
}

// add enters the trees of a source.
func (s *Set) add(source Source, trees map[string]*parse.Tree) *Error {
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		if owner, taken := s.owners[name]; taken {
			return &Error{
				Template: source.Name,
				Message:  "defines " + strconvQuote(name) + ", as " + strconvQuote(owner) + " does; rename one",
			}
		}
		s.owners[name] = source.Name
		if _, err := s.templates.AddParseTree(name, trees[name]); err != nil {
			return &Error{Template: source.Name, Message: err.Error()}
		}
	}
	return nil
}

// lines finds the line of a place in a text.
type lines []int // where each line ends

func linesOf(text string) lines {
	var all lines
	for i := range len(text) {
		if text[i] == '\n' {
			all = append(all, i)
		}
	}
	return all
}

// at returns the line, from 1, of the byte at an offset.
func (l lines) at(offset int) int { return 1 + sort.SearchInts(l, offset) }
