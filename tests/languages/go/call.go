// One call of the raw layer: its arguments from a vector's words, and what came back.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"

	"machport/raw"
)

// A value is what stands in the place of a parameter: the numbers of each element, or bytes. A struct that is NULL has no element.
type value struct {
	elements [][]uint64
	bytes    []byte
}

type outcome struct {
	status   raw.Status
	returned any
	values   []value
}

func (r *run) number(v *Value) uint64 {
	switch v.Form {
	case "slot":
		return r.slots[v.Slot] + number(v.Number)
	case "bytes":
		return uint64(len(r.kept[v.Slot]))
	}
	return number(v.Number)
}

func (r *run) arguments(step *Step, function *Function) []value {
	made := make([]value, len(function.Parameters))
	for i := range function.Parameters {
		if parameter := &function.Parameters[i]; parameter.given() {
			made[i] = r.argument(parameter, &step.Args[i])
		}
	}
	return made
}

func (r *run) argument(parameter *Parameter, v *Value) (made value) {
	switch {
	case parameter.Shape == "scalar":
		made.elements = [][]uint64{{r.number(v)}}
	case parameter.Shape == "bytes":
		made.bytes = r.bytes(v)
	case v.Form == "parts":
		for at := 0; at < len(v.Parts); at += len(parameter.Fields) {
			element := make([]uint64, len(parameter.Fields))
			for f := range element {
				element[f] = r.number(&v.Parts[at+f])
			}
			made.elements = append(made.elements, element)
		}
	}
	return
}

func (r *run) bytes(v *Value) (made []byte) {
	switch v.Form {
	case "parts":
		for i := range v.Parts {
			made = byteOrder.AppendUint32(made, uint32(r.number(&v.Parts[i])))
		}
	case "hex":
		made, _ = hex.DecodeString(v.Text)
	case "zeros":
		made = make([]byte, r.number(v))
	case "bytes":
		made = r.kept[v.Slot]
	}
	return
}

// call gives Go's function the inputs that it has, and the results their parameters.
func call(function *Function, given []value) *outcome {
	called := reflect.ValueOf(functions[function.Name])
	var arguments []reflect.Value
	for i := range function.Parameters {
		if parameter := &function.Parameters[i]; parameter.given() && !function.isSize(i) {
			arguments = append(arguments, argument(called.Type().In(len(arguments)), given[i]))
		}
	}
	results := called.Call(arguments)
	made := &outcome{values: make([]value, len(function.Parameters))}
	if function.Returns != "status" {
		made.returned = results[0].Interface()
		return made
	}
	told := make([]any, len(results)-1)
	for i := range told {
		told[i] = results[i].Interface()
	}
	if err, failed := results[len(told)].Interface().(error); failed {
		var failure *raw.Error
		if !errors.As(err, &failure) || !errors.Is(err, failure.Status) || failure.Status == raw.KERN_SUCCESS {
			panic(err)
		}
		if fmt.Sprint(told...) != fmt.Sprint(failure.Results...) && !hasPointer(told) {
			panic(fmt.Sprint("the results of a failure are ", failure.Results, ", not ", told))
		}
		made.status, told = failure.Status, failure.Results
	}
	for i := range function.Parameters {
		if function.Parameters[i].written() {
			made.values[i] = result(reflect.ValueOf(told[0]))
			told = told[1:]
		}
	}
	return made
}

func hasPointer(values []any) bool {
	for _, each := range values {
		if reflect.TypeOf(each).Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

func (o *outcome) forgetArrays(function *Function) {
	for i := range function.Parameters {
		if function.Parameters[i].CountedBy != nil {
			o.values[i] = value{}
		}
	}
}

func argument(type_ reflect.Type, given value) reflect.Value {
	made := reflect.New(type_).Elem()
	switch {
	case type_ == reflect.TypeOf(given.bytes):
		made.SetBytes(given.bytes)
	case type_.Kind() == reflect.Pointer && len(given.elements) > 0:
		made.Set(reflect.New(type_.Elem()))
		fill(made.Elem(), given.elements[0])
	case type_.Kind() == reflect.Slice:
		made.Set(reflect.MakeSlice(type_, len(given.elements), len(given.elements)))
		for e, element := range given.elements {
			fill(made.Index(e), element)
		}
	case type_.Kind() != reflect.Pointer:
		fill(made, given.elements[0])
	}
	return made
}

// fill writes numbers into one, or into those of a struct in order, and gives what is left.
func fill(target reflect.Value, numbers []uint64) []uint64 {
	switch {
	case target.Kind() == reflect.Struct:
		for f := 0; f < target.NumField(); f++ {
			numbers = fill(target.Field(f), numbers)
		}
		return numbers
	case target.CanUint() && !target.OverflowUint(numbers[0]):
		target.SetUint(numbers[0])
	case target.CanInt() && !target.OverflowInt(int64(numbers[0])):
		target.SetInt(int64(numbers[0]))
	default:
		panic(fmt.Sprint(numbers[0], " is no ", target.Type()))
	}
	return numbers[1:]
}

func result(told reflect.Value) (made value) {
	switch {
	case told.Type() == reflect.TypeOf(made.bytes):
		made.bytes = told.Bytes()
	case told.Kind() == reflect.Slice:
		for e := 0; e < told.Len(); e++ {
			made.elements = append(made.elements, numbers(told.Index(e)))
		}
	case told.Kind() != reflect.Pointer:
		made.elements = [][]uint64{numbers(told)}
	case !told.IsNil():
		made.elements = [][]uint64{numbers(told.Elem())}
	}
	return
}

func numbers(told reflect.Value) (made []uint64) {
	switch {
	case told.Kind() == reflect.Struct:
		for f := 0; f < told.NumField(); f++ {
			made = append(made, numbers(told.Field(f))...)
		}
	case told.CanUint():
		made = []uint64{told.Uint()}
	default:
		made = []uint64{uint64(told.Int())}
	}
	return
}
