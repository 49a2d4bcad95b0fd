package gotemplate

import (
	"fmt"
	"math"
	"strings"
)

// costs are what functions cost beside what their arguments do: those whose result may be much
// larger than these, or that compare all with all.
var costs = map[string]func(*Run, []any) (int, error){
	"chunk": chunked, "mustChunk": chunked,
	"has": compared, "mustHas": compared, "mustUniq": compared, "mustWithout": compared, "uniq": compared,
	"without": compared,
	"indent":  indented, "nindent": indented,
	"join":   joined,
	"printf": formatted,
	"repeat": repeated,
	"replace": func(_ *Run, a []any) (int, error) {
		return replaced(strings.Count(textOf(a, 2), textOf(a, 0)), textOf(a, 1), textOf(a, 2))
	},
	"seq": countedBy, "until": counted, "untilStep": counted,
	"semver": short, "semverCompare": short,
	"trimAll": short, "trimall": short,
	"wrap": wrapped, "wrapWith": wrapped,

	"mustRegexFind": matched, "mustRegexFindAll": matched, "mustRegexMatch": matched, "mustRegexReplaceAll": matched,
	"mustRegexReplaceAllLiteral": matched, "mustRegexSplit": matched, "regexFind": matched, "regexFindAll": matched,
	"regexMatch": matched, "regexReplaceAll": matched, "regexReplaceAllLiteral": matched, "regexSplit": matched,
}

// textOf returns the text among arguments, and wholeOf the number.
func textOf(args []any, i int) string {
	if i >= len(args) {
		return ""
	}
	text, _ := args[i].(string)
	return text
}

func wholeOf(args []any, i int) float64 {
	if i >= len(args) {
		return 0
	}
	switch n := args[i].(type) {
	case int:
		return float64(n)
	case int64:
		return float64(n)
	case float64:
		return n
	default:
		return 0
	}
}

// sized returns the cost of a text of a size, which may be larger than any number of bytes.
func sized(size float64) (int, error) {
	if size > MaxText {
		return 0, fmt.Errorf("makes a text of more than %d bytes; divide it", MaxText)
	}
	return int(size) / textOfStep, nil
}

func repeated(_ *Run, args []any) (int, error) {
	if wholeOf(args, 0) < 0 {
		return 0, fmt.Errorf("must not be repeated %.0f times; write 0 or more", wholeOf(args, 0))
	}
	return sized(wholeOf(args, 0) * float64(len(textOf(args, 1))))
}

func indented(_ *Run, args []any) (int, error) {
	if wholeOf(args, 0) < 0 {
		return 0, fmt.Errorf("must not indent by %.0f; write 0 or more", wholeOf(args, 0))
	}
	text := textOf(args, 1)
	return sized(wholeOf(args, 0)*float64(1+strings.Count(text, "\n")) + float64(len(text)))
}

func joined(_ *Run, args []any) (int, error) {
	list, _ := at(args, 1).([]any)
	return sized(float64(len(list)) * float64(len(textOf(args, 0))))
}

func replaced(times int, by, text string) (int, error) {
	return sized(float64(times)*float64(len(by)) + float64(len(text)))
}

func wrapped(_ *Run, args []any) (int, error) {
	width, separator, text := max(wholeOf(args, 0), 1), "\n", textOf(args, len(args)-1)
	if len(args) > 2 {
		separator = textOf(args, 1)
	}
	return sized(float64(len(text)) + (float64(len(text))/width+1)*float64(len(separator)))
}

// short refuses long texts: each is one version, or some characters.
func short(_ *Run, args []any) (int, error) {
	for _, arg := range args[:min(len(args), 2)] {
		if text, _ := arg.(string); len(text) > MaxItems {
			return 0, fmt.Errorf("an argument has more than %d bytes; shorten it", MaxItems)
		}
	}
	return 0, nil
}

func chunked(_ *Run, args []any) (int, error) {
	if wholeOf(args, 0) < 1 {
		return 0, fmt.Errorf("must not divide into parts of %.0f; write 1 or more", wholeOf(args, 0))
	}
	return 0, nil
}

// compared is the cost of comparing the items of a list with some, or with each other.
func compared(_ *Run, args []any) (int, error) {
	items := len(args)
	for _, arg := range args {
		list, _ := arg.([]any)
		items += len(list)
	}
	if items > MaxItems {
		return 0, fmt.Errorf("compares more than %d items; divide the list", MaxItems)
	}
	return items, nil
}

// counted refuses long ranges of numbers, and numbers near the end of all.
func counted(_ *Run, args []any) (int, error) {
	switch len(args) {
	case 1:
		return count(0, wholeOf(args, 0), 1)
	case 2:
		return count(wholeOf(args, 0), wholeOf(args, 1), 1)
	default:
		return count(wholeOf(args, 0), wholeOf(args, 1), wholeOf(args, 2))
	}
}

// countedBy is that of seq, which has the step in the middle.
func countedBy(r *Run, args []any) (int, error) {
	if len(args) == 3 {
		return count(wholeOf(args, 0), wholeOf(args, 2), wholeOf(args, 1))
	}
	return counted(r, args)
}

func count(from, to, step float64) (int, error) {
	numbers := math.Abs(to-from) / max(math.Abs(step), 1)
	if numbers > MaxItems || max(math.Abs(from), math.Abs(to), math.Abs(step)) > 1<<40 {
		return 0, fmt.Errorf("counts more than %d numbers; count fewer", MaxItems)
	}
	return int(numbers), nil
}

func at(args []any, i int) any {
	if i >= len(args) {
		return nil
	}
	return args[i]
}

// formatted refuses what makes a verb of printf print more than its value, or an address.
func formatted(_ *Run, args []any) (int, error) {
	format := textOf(args, 0)
	for {
		start := strings.IndexByte(format, '%')
		if start < 0 {
			return 0, nil
		}
		format = format[start+1:]
		end := strings.IndexFunc(format, func(c rune) bool { return !strings.ContainsRune("+-# 0123456789.", c) })
		if end < 0 {
			return 0, nil
		}
		switch format[end] {
		case '*', '[':
			return 0, fmt.Errorf("printf must not take a width or the place of a value from %q; write the width", format[end])
		case 'p':
			return 0, fmt.Errorf("printf must not print an address by %%p; write %%v")
		}
		for number := range strings.FieldsFuncSeq(format[:end], func(c rune) bool { return c < '0' || c > '9' }) {
			if number = strings.TrimLeft(number, "0"); len(number) > 3 {
				return 0, fmt.Errorf("printf must not print wider than %d; write a smaller width", MaxWidth-1)
			}
		}
		format = format[end+1:]
	}
}
