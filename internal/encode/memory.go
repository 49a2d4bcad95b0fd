package encode

import (
	"reflect"
	"unsafe"
)

// memory is where a value stands, whose type somebody else knows. The walk over
// an object reads it there: package reflect, asked about every field that is
// empty, took as long again. This is the only file that does so.
type memory = unsafe.Pointer

// memoryOf is where v is, or a copy of it where it has no address.
func memoryOf(v reflect.Value) memory {
	if !v.CanAddr() {
		addressable := reflect.New(v.Type())
		addressable.Elem().Set(v)
		return addressable.UnsafePointer()
	}
	return v.Addr().UnsafePointer()
}

// reflected is the value of a type at m.
func reflected(t reflect.Type, m memory) reflect.Value { return reflect.NewAt(t, m).Elem() }

// read is the T at m.
func read[T any](m memory) T { return *(*T)(m) }

// pointee is what the pointer at m points to.
func pointee(m memory) memory { return read[memory](m) }

// offset is the part of a struct that many bytes behind its start.
func offset(m memory, bytes uintptr) memory { return unsafe.Add(m, bytes) }

// elements are where the first element of a slice is, and their number.
func elements(slice memory) (first memory, n int) {
	list := read[[]byte](slice) // no element is read as a byte
	return unsafe.Pointer(unsafe.SliceData(list)), len(list)
}

// emptyWord is the offset of a word that is zero only where a value of the kind is
// empty, and in all such values or the most usual ones.
func emptyWord(k reflect.Kind) (at uintptr, ok bool) {
	switch k {
	case reflect.Pointer, reflect.Map:
		return 0, true
	case reflect.String, reflect.Slice: // the length
		return unsafe.Sizeof(at), true
	default:
		return 0, false
	}
}

// isZeroWord reports whether the word that many bytes behind m is zero.
func isZeroWord(m memory, bytes uintptr) bool { return read[uintptr](offset(m, bytes)) == 0 }

// identical reports whether the values at a and b consist of the same bits: then
// they are equal, whatever they point to.
func identical(a, b memory, size uintptr) bool {
	return a == b || unsafe.String((*byte)(a), size) == unsafe.String((*byte)(b), size)
}
