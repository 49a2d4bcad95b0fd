package gotemplate

import (
	"fmt"
	"strconv"
	"strings"
	"text/template/parse"
)

// The functions that are put into parse trees. No template can name them.
const (
	nextNode   = "_next"  // counts a step, and remembers where the template is
	printed    = "_print" // checks what is printed
	checkRange = "_range" // checks what is ranged over
	needField  = "_field" // a field that must be there
	mayField   = "_maybe" // a field that the template asks for whether it is there
)

func strconvQuote(text string) string { return strconv.Quote(text) }

// asks are the functions whose arguments may be fields that are not there.
var asks = map[string]bool{
	"all": true, "and": true, "any": true, "coalesce": true, "default": true, "empty": true, "kindIs": true,
	"kindOf": true, "not": true, "or": true, "required": true, "typeIs": true, "typeIsLike": true, "typeOf": true,
}

// rewriter puts these functions into the parse trees of a source.
type rewriter struct {
	source Source
	lines  lines
	wrong  *Error // the first mistake
}

func newRewriter(source Source) *rewriter {
	return &rewriter{source: source, lines: linesOf(source.Text)}
}

func (w *rewriter) refuse(at parse.Node, format string, args ...any) {
	if w.wrong == nil {
		w.wrong = &Error{
			Template: w.source.Name, Line: w.lines.at(int(at.Position())), Message: fmt.Sprintf(format, args...),
		}
	}
}

// list changes the nodes of a list, and puts a step in front of each. One that is empty gets a
// step, too: the body of a loop may be.
func (w *rewriter) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	nodes := make([]parse.Node, 0, 2*len(l.Nodes)+1)
	for _, n := range l.Nodes {
		nodes = append(nodes, w.step(n), w.node(n))
	}
	if len(nodes) == 0 {
		nodes = append(nodes, w.step(l))
	}
	l.Nodes = nodes
}

// step is what counts a node.
func (w *rewriter) step(n parse.Node) parse.Node {
	text := n.Type() == parse.NodeText
	at := n.Position()
	return action(at, command(at, nextNode, stringOf(at, w.source.Name), numberOf(at, w.lines.at(int(at))),
		&parse.BoolNode{NodeType: parse.NodeBool, Pos: at, True: text}))
}

// node changes what stands in a list.
func (w *rewriter) node(n parse.Node) parse.Node {
	switch n := n.(type) {
	case *parse.ActionNode:
		w.pipe(n.Pipe, needField)
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, command(n.Pos, printed))
		}
	case *parse.TemplateNode:
		args := []parse.Node{stringOf(n.Pos, n.Name), &parse.NilNode{NodeType: parse.NodeNil, Pos: n.Pos}}
		if n.Pipe != nil {
			w.pipe(n.Pipe, needField)
			args[1] = n.Pipe
		}
		return action(n.Pos, command(n.Pos, "include", args...))
	case *parse.IfNode:
		w.branch(&n.BranchNode, mayField)
	case *parse.WithNode:
		w.branch(&n.BranchNode, mayField)
	case *parse.RangeNode:
		w.branch(&n.BranchNode, needField)
		n.Pipe.Cmds = append(n.Pipe.Cmds, command(n.Pos, checkRange))
	}
	return n
}

func (w *rewriter) branch(n *parse.BranchNode, field string) {
	w.pipe(n.Pipe, field)
	w.list(n.List)
	w.list(n.ElseList)
}

// pipe changes the commands of a pipeline. Field says how its last value is asked for.
func (w *rewriter) pipe(p *parse.PipeNode, field string) {
	for i, c := range p.Cmds {
		name, isFunction := c.Args[0].(*parse.IdentifierNode)
		switch {
		case isFunction:
			w.call(c, name)
			continue
		case len(c.Args) > 1 || i > 0:
			w.refuse(c, "%s is no function, and is given a value; put the function's name in front", c.Args[0])
			return
		}
		how := needField
		if i+1 == len(p.Cmds) {
			how = field
		} else if next, ok := p.Cmds[i+1].Args[0].(*parse.IdentifierNode); ok && asks[next.Ident] {
			how = mayField
		}
		c.Args[0] = w.operand(c.Args[0], how)
	}
}

// call changes the arguments of a function, which must be a known one.
func (w *rewriter) call(c *parse.CommandNode, name *parse.IdentifierNode) {
	if wrong := checkFunction(name.Ident); wrong != "" {
		w.refuse(name, "function %s %s", name.Ident, wrong)
		return
	}
	how := needField
	if asks[name.Ident] {
		how = mayField
	}
	for i := 1; i < len(c.Args); i++ {
		c.Args[i] = w.operand(c.Args[i], how)
	}
}

// operand changes a value: its fields are asked for by functions.
func (w *rewriter) operand(n parse.Node, how string) parse.Node {
	switch n := n.(type) {
	case *parse.FieldNode:
		return w.field(n, "", &parse.DotNode{NodeType: parse.NodeDot, Pos: n.Pos}, n.Ident, how)
	case *parse.VariableNode:
		if len(n.Ident) == 1 {
			return n
		}
		variable := &parse.VariableNode{NodeType: parse.NodeVariable, Pos: n.Pos, Ident: n.Ident[:1]}
		return w.field(n, n.Ident[0], variable, n.Ident[1:], how)
	case *parse.ChainNode:
		inner := w.operand(n.Node, mayField)
		if _, name := inner.(*parse.IdentifierNode); name {
			inner = &parse.PipeNode{NodeType: parse.NodePipe, Pos: n.Pos, Cmds: []*parse.CommandNode{{
				NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{inner},
			}}}
		}
		return w.field(n, "(…)", inner, n.Field, how)
	case *parse.PipeNode:
		w.pipe(n, how)
	case *parse.IdentifierNode:
		if wrong := checkFunction(n.Ident); wrong != "" {
			w.refuse(n, "function %s %s", n.Ident, wrong)
		}
	}
	return n
}

// field is a call that returns the field which keys lead to. Shown is what stands in front of
// them in messages.
func (*rewriter) field(at parse.Node, shown string, from parse.Node, keys []string, how string) parse.Node {
	pos := at.Position()
	args := []parse.Node{stringOf(pos, shown), from}
	for _, key := range keys {
		args = append(args, stringOf(pos, key))
	}
	return &parse.PipeNode{NodeType: parse.NodePipe, Pos: pos, Cmds: []*parse.CommandNode{command(pos, how, args...)}}
}

func action(at parse.Pos, c *parse.CommandNode) *parse.ActionNode {
	return &parse.ActionNode{
		NodeType: parse.NodeAction, Pos: at,
		Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Cmds: []*parse.CommandNode{c}},
	}
}

func command(at parse.Pos, function string, args ...parse.Node) *parse.CommandNode {
	name := parse.NewIdentifier(function).SetPos(at)
	return &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: append([]parse.Node{name}, args...)}
}

func stringOf(at parse.Pos, text string) parse.Node {
	return &parse.StringNode{NodeType: parse.NodeString, Pos: at, Quoted: strconv.Quote(text), Text: text}
}

func numberOf(at parse.Pos, n int) parse.Node {
	return &parse.NumberNode{
		NodeType: parse.NodeNumber, Pos: at, IsInt: true, Int64: int64(n), Text: strconv.Itoa(n),
	}
}

// isOwn reports whether a name is that of a function which only trees have.
func isOwn(name string) bool { return strings.HasPrefix(name, "_") }
