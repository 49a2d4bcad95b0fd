package encode_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// fill sets v to something random, often something empty.
func fill(v reflect.Value, r *rand.Rand, depth int) {
	if fillSpecial(v, r) {
		return
	}
	sparse := depth > 12 || r.IntN(3) == 0
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field, r, depth+1)
		}
	case reflect.Pointer:
		if !sparse {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), r, depth+1)
		}
	case reflect.Slice:
		if sparse {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			fill(v.Index(i), r, depth+1)
		}
	case reflect.Map:
		if sparse {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(3) {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, r, depth+1)
			fill(elem, r, depth+1)
			v.SetMapIndex(key, elem)
		}
	case reflect.String:
		v.SetString(randomString(r))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(3) * r.IntN(100000)))
	case reflect.Uint8:
		v.SetUint(uint64(r.IntN(256)))
	}
}

func randomString(r *rand.Rand) string {
	s := scalarCases[r.IntN(len(scalarCases))].value
	if len(s) > 150 || unfaithful(s) {
		return fmt.Sprint("name-", r.IntN(20))
	}
	return s
}

// fillSpecial fills the types whose fields alone make no sense.
func fillSpecial(v reflect.Value, r *rand.Rand) bool {
	now := time.Unix(r.Int64N(2e9), r.Int64N(1e9))
	switch x := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*x = []resource.Quantity{
			{},
			resource.MustParse("1.5Gi"), resource.MustParse("0.1"), *resource.NewQuantity(5e9, resource.DecimalSI),
			*resource.NewMilliQuantity(250, resource.DecimalSI), resource.MustParse("123456789012345678901234567890"),
		}[r.IntN(6)]
	case *metav1.Time:
		*x = []metav1.Time{{}, metav1.NewTime(now)}[r.IntN(2)]
	case *metav1.MicroTime:
		*x = []metav1.MicroTime{{}, metav1.NewMicroTime(now)}[r.IntN(2)]
	case *intstr.IntOrString:
		*x = []intstr.IntOrString{{}, intstr.FromInt32(8000), intstr.FromString("25%"), intstr.FromString("80")}[r.IntN(4)]
	case *metav1.FieldsV1:
		x.SetRawString(`{"f:spec":{}}`)
	default:
		return false
	}
	return true
}
