package gotemplate

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"text/template"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/internal/strict"
)

// The bounds of one run.
const (
	// MaxSteps is how many steps the templates of a run may take together: one for each node
	// that is executed, each function that is called, each value that is copied, and each 100
	// bytes of text that are made.
	MaxSteps = 1_000_000
	// MaxText is how many bytes a text or a value may have.
	MaxText = 1 << 20
	// MaxItems is how many numbers until, untilStep and seq count, and how many items uniq,
	// without and has look through.
	MaxItems = 1000
	// MaxWidth is how wide a verb of printf may print.
	MaxWidth = 1000
	// MaxDepth is how deep templates may include each other, and values be nested.
	MaxDepth = 64

	textOfStep     = 100
	stepsOfInclude = 10
)

// Run renders templates of a set, one after the other, within one budget.
type Run struct {
	options Options
	set     *template.Template // what include and tpl look names up in
	steps   int
	depth   int     // of include and tpl
	output  *Output // of the template that is rendered
	at      place
}

// place is a node of a template.
type place struct {
	template string
	line     int
}

// NewRun begins a run.
func (s *Set) NewRun() (*Run, error) {
	set, err := s.templates.Clone()
	if err != nil {
		return nil, err
	}
	r := &Run{options: s.Options, set: set}
	set.Funcs(r.functions())
	return r, nil
}

// Render renders a template with data, which it copies.
func (r *Run) Render(name string, data map[string]any) (out *Output, wrong *Error) {
	r.output, r.depth, r.at = &Output{Template: name}, 0, place{template: name}
	defer func() {
		if p := recover(); p != nil {
			out, wrong = nil, &Error{
				Template: name, Line: r.at.line, Message: fmt.Sprintf("panics: %v\n%s", p, debug.Stack()),
			}
		}
	}()
	own, err := (*Run)(nil).copy(data)
	if err == nil {
		err = r.execute(name, own, r.output)
	}
	if err != nil {
		return nil, r.failed(err)
	}
	return r.output, nil
}

func (r *Run) execute(name string, data any, to interface{ Write([]byte) (int, error) }) error {
	t := r.set.Lookup(name)
	if t == nil || t.Tree == nil {
		var names []string
		for _, other := range r.set.Templates() {
			names = append(names, other.Name())
		}
		sorted.By(names, func(name string) string { return name })
		return fmt.Errorf("there is no template %q; %s", name, strict.OneOf(name, names))
	}
	return t.Execute(bounded{r, to}, data)
}

// take counts steps.
func (r *Run) take(n int) error {
	if r.steps += n; n < 0 || r.steps > MaxSteps {
		r.steps = MaxSteps
		return fmt.Errorf("takes more than %d steps; render less", MaxSteps)
	}
	return nil
}

// text counts the steps of a text that is made.
func (r *Run) text(size int) error {
	if size > MaxText {
		return fmt.Errorf("makes a text of more than %d bytes; divide it", MaxText)
	}
	return r.take(size / textOfStep)
}

// bounded counts what is written.
type bounded struct {
	run *Run
	to  interface{ Write([]byte) (int, error) }
}

// Write counts and passes on.
func (b bounded) Write(p []byte) (int, error) {
	if err := b.run.take(len(p) / textOfStep); err != nil {
		return 0, err
	}
	return b.to.Write(p)
}

// text that a template writes, up to a bound.
type text struct{ strings.Builder }

// Write refuses what is too much.
func (t *text) Write(p []byte) (int, error) {
	if t.Len()+len(p) > MaxText {
		return 0, fmt.Errorf("makes a text of more than %d bytes; divide it", MaxText)
	}
	return t.Builder.Write(p)
}

// next counts a node, and remembers where the template is.
func (r *Run) next(template string, line int, isText bool) (string, error) {
	r.at = place{template, line}
	if r.depth == 0 {
		r.output.mark(line, isText)
	}
	return "", r.take(1)
}

// include renders another template of the set.
func (r *Run) include(name string, data ...any) (any, error) {
	var dot any
	if len(data) > 0 {
		dot = data[0]
	}
	return r.nested(func(to *text) error { return r.execute(name, dot, to) })
}

// nested renders within a template, and returns to the place where that was.
func (r *Run) nested(render func(*text) error) (string, error) {
	if r.depth == MaxDepth {
		return "", fmt.Errorf("includes templates more than %d deep; end the recursion", MaxDepth)
	}
	at, out := r.at, text{}
	r.depth++
	if err := r.take(stepsOfInclude); err != nil {
		return "", err
	}
	if err := render(&out); err != nil {
		return "", r.failed(err)
	}
	r.depth--
	r.at = at
	return out.String(), nil
}

// inText is what the template is called that tpl renders.
const inText = "tpl"

// tpl renders a text as a template that can include those of the set.
func (r *Run) tpl(source string, data any) (any, error) {
	if err := r.take(len(source) / 10); err != nil {
		return nil, err
	}
	at := r.at
	trees, wrong := parseSource(Source{inText, source})
	if wrong != nil {
		return nil, ofText(at, wrong)
	}
	outer := r.set
	inner, err := outer.Clone()
	if err != nil {
		return nil, err
	}
	for _, name := range sorted.Keys(trees) {
		if _, err := inner.AddParseTree(name, trees[name]); err != nil {
			return nil, err
		}
	}
	r.set = inner
	defer func() { r.set = outer }()
	return r.nested(func(to *text) error {
		if err := r.execute(inText, data, to); err != nil {
			return ofText(at, r.failed(err))
		}
		return nil
	})
}

// ofText is an error in the text that tpl was given at a place.
func ofText(at place, wrong *Error) *Error {
	if wrong.Template != inText {
		return wrong
	}
	return &Error{
		Template: at.template, Line: at.line,
		Message: "in line " + strconv.Itoa(wrong.Line) + " of the text that tpl renders: " + wrong.Message,
	}
}

// Output is what a template renders.
type Output struct {
	// Template is its name.
	Template string

	text  text
	marks []mark
}

// mark says which node wrote what stands at an offset.
type mark struct {
	offset, line int
	isText       bool
}

// Write appends.
func (o *Output) Write(p []byte) (int, error) { return o.text.Write(p) }

// Text is what was rendered.
func (o *Output) Text() string { return o.text.String() }

func (o *Output) mark(line int, isText bool) {
	m := mark{o.text.Len(), line, isText}
	if last := len(o.marks) - 1; last >= 0 && o.marks[last].offset == m.offset {
		o.marks[last] = m
	} else {
		o.marks = append(o.marks, m)
	}
}

// Source returns the line of the template that made a line of the output, both from 1; 0 where
// none did.
func (o *Output) Source(line int) int {
	text := o.Text()
	offset := 0
	for ; line > 1; line-- {
		end := strings.IndexByte(text[offset:], '\n')
		if end < 0 {
			return 0
		}
		offset += end + 1
	}
	rest := text[offset:]
	offset += len(rest) - len(strings.TrimLeft(rest, " "))
	source := 0
	for _, m := range o.marks {
		if m.offset > offset {
			break
		}
		if source = m.line; m.isText {
			source += strings.Count(text[m.offset:offset], "\n")
		}
	}
	return source
}
