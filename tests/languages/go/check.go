// What a call gave back, against what its step expects.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"encoding/hex"
	"fmt"
	"reflect"

	"machport/raw"
)

func (r *run) resultsAre(step *Step, function *Function, made *outcome) error {
	switch told := made.returned.(type) {
	case nil:
		if err := sameStatus(step, made); err != nil {
			return err
		}
	case string:
		if step.Returns.Form == "text" && step.Returns.Text != told {
			return fmt.Errorf("the result must be %s, not %s", step.Returns.Text, told)
		}
	default:
		if err := r.compare("the result", &step.Returns, numbers(reflect.ValueOf(told))[0]); err != nil {
			return err
		}
	}
	for i := range function.Parameters {
		parameter := &function.Parameters[i]
		if !parameter.written() || parameter.Shape == "array" {
			continue
		}
		check := r.elementsAre
		if parameter.Shape == "bytes" {
			check = r.bytesAre
		}
		if err := check(parameter, &step.Out[i], made.values[i], made.status); err != nil {
			return err
		}
	}
	return r.rowsAre(step, made)
}

func (r *run) elementsAre(parameter *Parameter, expected *Value, told value, status raw.Status) error {
	count := len(parameter.Fields)
	if expected.Form == "parts" && len(expected.Parts) != count*len(told.elements) {
		return fmt.Errorf("%s must have %d elements, not %d", parameter.Name, len(expected.Parts)/count, len(told.elements))
	}
	for e, element := range told.elements {
		for f, field := range parameter.Fields {
			what := parameter.label(e, f)
			if field.Owned {
				if err := owned(&field, what, uint32(element[f]), status); err != nil {
					return err
				}
			}
			each := expected
			if expected.Form == "parts" {
				each = &expected.Parts[e*count+f]
			} else if parameter.Struct != "" {
				continue
			}
			if err := r.compare(what, each, element[f]); err != nil {
				return err
			}
		}
	}
	return nil
}

func owned(field *Field, what string, name uint32, status raw.Status) error {
	nothing := name == raw.NULL && !field.Nullable || name == raw.DEAD && !field.MaybeDead
	switch {
	case status != raw.KERN_SUCCESS && name != raw.NULL:
		return fmt.Errorf("%s is owned and must be NULL after a failure", what)
	case status == raw.KERN_SUCCESS && nothing:
		return fmt.Errorf("%s is owned and must be a name after success", what)
	}
	return nil
}

func (r *run) bytesAre(parameter *Parameter, expected *Value, told value, _ raw.Status) error {
	switch expected.Form {
	case "keep":
		r.kept[expected.Slot] = told.bytes
	case "hex":
		if got := hex.EncodeToString(told.bytes); got != expected.Text {
			return fmt.Errorf("%s must be %s, not %s", parameter.Name, expected.Text, got)
		}
	case "parts":
		if len(told.bytes) != 4*len(expected.Parts) {
			return fmt.Errorf("%s must be %d bytes, not %d", parameter.Name, 4*len(expected.Parts), len(told.bytes))
		}
		for k := range expected.Parts {
			word := uint64(byteOrder.Uint32(told.bytes[4*k:]))
			if err := r.compare(fmt.Sprintf("%s[%d]", parameter.Name, k), &expected.Parts[k], word); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) rowsAre(step *Step, made *outcome) error {
rows:
	for _, row := range step.Rows {
		longest := 0
		for _, told := range made.values {
			if len(told.elements) > longest {
				longest = len(told.elements)
			}
		}
		for e := 0; e < longest; e++ {
			stands := true
			for i := range row {
				if elements := made.values[i].elements; row[i].Form != "any" {
					stands = stands && e < len(elements) && elements[e][0] == r.number(&row[i])
				}
			}
			if stands {
				continue rows
			}
		}
		return fmt.Errorf("a row is not in the arrays")
	}
	return nil
}

func (r *run) countsAre(step *Step, after space) error {
	for _, count := range step.Counts {
		name := uint32(r.slots[count.Slot])
		if held := after[name]; held != count.Urefs {
			return fmt.Errorf("the name %d must hold %v by kind, not %v", name, count.Urefs, held)
		}
	}
	return nil
}

// compare compares a number with what is expected, or keeps it.
func (r *run) compare(what string, expected *Value, got uint64) error {
	switch expected.Form {
	case "any":
		return nil
	case "bind":
		r.slots[expected.Slot] = got
		return nil
	}
	switch wanted := r.number(expected); {
	case wanted == got && expected.Other:
		return fmt.Errorf("%s must not be %d", what, wanted)
	case wanted != got && !expected.Other:
		return fmt.Errorf("%s must be %d, not %d", what, wanted, got)
	}
	return nil
}
