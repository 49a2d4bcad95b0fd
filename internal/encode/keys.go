package encode

import (
	"cmp"
	"unicode"
	"unicode/utf8"

	"github.com/djangostack/djangostack/internal/tree"
)

// compareEntries is no order for some sets of keys: a02 < a10 < a1A < a02. They
// come in the order of their bytes, always the same, and so leave in one. (goyaml
// leaves them in random order.)
func compareEntries(a, b tree.Node) int { return compareKeys(a.Key, b.Key) }

// compareKeys orders keys as people count: letters by code point and after
// everything else, runs of digits by their number, so that item2 comes before
// item10.
func compareKeys(a, b string) int {
	for i := 0; i < len(a) && i < len(b); {
		if a[i] == b[i] && a[i] < utf8.RuneSelf {
			i++
			continue
		}
		ra, size := decode(a[i:])
		rb, _ := decode(b[i:])
		if ra == rb {
			i += size
			continue
		}
		la, lb := unicode.IsLetter(ra), unicode.IsLetter(rb)
		switch {
		case la && lb:
			return cmp.Compare(ra, rb)
		case lb:
			return -1
		case la:
			return 1
		}
		return compareNumbers(a, b, i)
	}
	return len(a) - len(b)
}

// compareNumbers decides at i, where the keys part and neither has a letter.
func compareNumbers(a, b string, i int) int {
	var start int64
	if (a[i] == '0' || b[i] == '0') && insideNumber(a[:i]) {
		start = 1 // a zero here is a digit that counts, not a leading one
	}
	na, da := digits(a[i:], start)
	nb, db := digits(b[i:], start)
	ra, _ := decode(a[i:])
	rb, _ := decode(b[i:])
	return cmp.Or(cmp.Compare(na, nb), cmp.Compare(da, db), cmp.Compare(ra, rb))
}

// insideNumber reports whether s ends in digits of which one is not zero.
func insideNumber(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsDigit(r) {
			return false
		}
		if r != '0' {
			return true
		}
		s = s[:len(s)-size]
	}
	return false
}

// digits reads the number s begins with, continuing n, and counts its digits.
func digits(s string, n int64) (number int64, count int) {
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n = n*10 + int64(r-'0')
		count++
	}
	return n, count
}

func decode(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
