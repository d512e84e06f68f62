// The vectors, as tests/vectors/resolved.py writes them.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"fmt"
	"strconv"

	"machport/raw"
)

type Table struct {
	Functions []Function
	Vectors   []Vector
}

type Function struct {
	Name, Returns string
	Parameters    []Parameter
}

type Parameter struct {
	Name, Role, Shape, Struct string
	Fields                    []Field
	SizedBy                   *int   `json:"sized_by"`
	CountedBy                 *[]int `json:"counted_by"`
}

type Field struct {
	Path, Type            string
	Port, Owned, Nullable bool
	MaybeDead             bool `json:"maybe_dead"`
}

type Vector struct {
	Name        string
	Slots, Kept int
	Steps       []Step
}

type Step struct {
	Call      string
	Status    raw.Status
	Args, Out []Value
	Returns   Value
	Rows      [][]Value
	Counts    []struct {
		Slot  int
		Urefs [5]uint32
	}
	Repeat        int
	Observed      bool
	ArraysAreTold bool `json:"arrays_are_told"`
	NeedsPointers bool `json:"needs_pointers"`
}

type Value struct {
	Form, Number, Text string
	Slot               int
	Other              bool
	Parts              []Value
}

func (p *Parameter) given() bool   { return p.Role != "out" }
func (p *Parameter) written() bool { return p.Role != "in" }

// label is what the log and a failure call a number of an element.
func (p *Parameter) label(element, field int) string {
	switch {
	case p.Struct == "":
		return p.Name
	case p.Shape == "structs":
		return fmt.Sprintf("%s[%d].%s", p.Name, element, p.Fields[field].Path)
	}
	return p.Name + "." + p.Fields[field].Path
}

// isSize tells whether a parameter only says how large an argument is, which a slice does itself.
func (f *Function) isSize(i int) bool {
	for _, parameter := range f.Parameters {
		if parameter.SizedBy != nil && *parameter.SizedBy == i && parameter.given() {
			return true
		}
	}
	return false
}

// number is 64 bits, of whatever sign.
func number(text string) uint64 {
	if text == "" {
		return 0
	}
	if positive, err := strconv.ParseUint(text, 10, 64); err == nil {
		return positive
	}
	negative, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return uint64(negative)
}
