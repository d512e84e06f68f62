// The layers of the goldens, called. What they answer is compared as text: structs and slices by what is in them.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"goldens/arrays"
	"goldens/buffers"
	"goldens/keywords"
	"goldens/scalars"
	"goldens/statuses"
	"goldens/structs"
	"machport/raw"
)

var done int

// is compares what a call gave, its error last.
func is(wanted string, got ...any) {
	done++
	told := make([]string, len(got))
	for i, each := range got {
		told[i] = fmt.Sprint(each)
		var failure *raw.Error
		if err, failed := each.(error); failed && errors.As(err, &failure) {
			told[i] = strings.TrimSpace(failure.Name() + " " + fmt.Sprint(failure.Results...))
		}
	}
	if text := strings.Join(told, ", "); text != wanted {
		panic("wanted " + wanted + ", got " + text)
	}
}

func all(results ...any) []any { return results }

func main() {
	high := uint64(1) << 63
	is(fmt.Sprint(high+255+65535+math.MaxUint32)+", <nil>", all(scalars.Unsigned(255, 65535, math.MaxUint32, high))...)
	is(fmt.Sprint(int64(-1<<62-128-32768-1<<31))+", <nil>", all(scalars.Signed(-128, -32768, math.MinInt32, -1<<62))...)
	is("-1, <nil>", all(scalars.Negative(-1))...)
	is("6, <nil>", all(scalars.Count(5))...)
	is("3, 2, <nil>", all(scalars.Divide(17, 5))...)
	is("5, <nil>", all(scalars.Length("grün"))...)
	is("0, <nil>", all(scalars.Length(""))...)
	is("8, a name", scalars.Width(), scalars.Name())
	scalars.Nothing()
	is("4294967298, <nil>", all(arrays.Sum([]uint32{1, 2, math.MaxUint32}))...)
	is("0, <nil>", all(arrays.Sum(nil))...)
	is("-9223372036854775808, <nil>", all(arrays.Last([]int64{-1, math.MinInt64}))...)
	is("[0 1 2], 3, <nil>", all(arrays.Range(3, 3))...)
	is("[], 0, <nil>", all(arrays.Range(0, 0))...)
	given := []uint32{1, 2, 3}
	is("[3 2 1], <nil>", all(arrays.Reverse(given))...)
	is("[1 2 3]", given)
	is("[0 0], <nil>", all(arrays.Release([]uint32{1, 2}))...)
	is("-2, <nil>", all(arrays.Total([]arrays.Pair{{Value: 5, Sign: 1}, {Value: 7, Sign: -1}}))...)
	is("[{5 -1}], <nil>", all(arrays.Negate([]arrays.Pair{{Value: 5, Sign: 1}}))...)
	is("[{5 -1}], 2, <nil>", all(arrays.Split([]int32{-5, 7}, 1))...)
	is("3, <nil>", all(buffers.Sum([]byte{1, 2}))...)
	is("[97 98 99], 3, <nil>", all(buffers.Copy([]byte("abc"), 8))...)
	is("{7 {-1 2} 18446744073709551615}, <nil>", all(structs.Make(structs.Point{X: -1, Y: 2}, math.MaxUint64))...)
	circle := structs.Circle{Name: 1, Middle: structs.Point{X: 2, Y: 3}, Radius: 4}
	is("{1 {12 -7} 4}, &{0 0}, <nil>", all(structs.Move(circle, &structs.Point{X: 10, Y: -10}))...)
	is("{1 {2 3} 4}, <nil>, <nil>", all(structs.Move(circle, nil))...)
	is("4, <nil>", all(structs.Radius(circle))...)
	is("[0 1 2], {0 {0 0} 3}, <nil>", all(structs.Counted(4))...)
	is("{1 4}, 4, <nil>", all(keywords.Go(1, []byte("xyz")))...)

	is("0, KERN_NO_SPACE 0", all(scalars.Count(math.MaxUint32))...)
	is("0, 0, KERN_INVALID_ARGUMENT 0 0", all(scalars.Divide(1, 0))...)
	is("0, KERN_INVALID_ARGUMENT 0", all(arrays.Last(nil))...)
	is("[0 1], 5, KERN_NO_SPACE [0 1] 5", all(arrays.Range(2, 5))...)
	is("[], KERN_INVALID_ARGUMENT []", all(arrays.Negate(nil))...)
	is("[97 98], 4, KERN_NO_SPACE [97 98] 4", all(buffers.Copy([]byte("abcd"), 2))...)
	is("{7 {1 2} 0}, KERN_INVALID_VALUE {7 {1 2} 0}", all(structs.Make(structs.Point{X: 1, Y: 2}, 0))...)
	is("[0], {0 {0 0} 3}, KERN_NO_SPACE [0] {0 {0 0} 3}", all(structs.Counted(1))...)
	is("unknown status", all(statuses.Look())...)

	is("0, KERN_INVALID_ARGUMENT", all(scalars.Length("a\x00b"))...)
	func() {
		defer func() { is("runtime error: makeslice: len out of range", recover()) }()
		is("", all(buffers.Copy(nil, math.MaxUint))...)
	}()
	fmt.Println(done)
}
