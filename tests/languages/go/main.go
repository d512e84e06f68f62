// Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
)

type run struct {
	vector *Vector
	slots  []uint64
	kept   [][]byte
	log    *bufio.Writer
}

func (r *run) vectorRuns(functions map[string]*Function) error {
	first := look()
	for i := range r.vector.Steps {
		step := &r.vector.Steps[i]
		if step.NeedsPointers {
			continue
		}
		if err := r.stepRuns(i+1, step, functions[step.Call]); err != nil {
			return fmt.Errorf("%s, %s: %w (step %d)", r.vector.Name, step.Call, err, i+1)
		}
	}
	if last := look(); fmt.Sprint(last) != fmt.Sprint(first) {
		return fmt.Errorf("%s, the space: it holds %v, not %v", r.vector.Name, last, first)
	}
	return nil
}

func (r *run) stepRuns(number int, step *Step, function *Function) error {
	given := r.arguments(step, function)
	for i := 1; i < step.Repeat; i++ {
		if err := sameStatus(step, call(function, given)); err != nil {
			return err
		}
	}
	var before, after space
	if step.Observed {
		before = look()
	}
	made := call(function, given)
	if step.Observed {
		after = look()
	}
	if !step.ArraysAreTold {
		made.forgetArrays(function)
	}
	if step.Observed {
		r.tell(number, step, function, given, made, before, after)
	}
	if err := r.resultsAre(step, function, made); err != nil {
		return err
	}
	return r.countsAre(step, after)
}

// tell writes each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.
func (r *run) tell(number int, step *Step, function *Function, given []value, made *outcome, before, after space) {
	status := "-"
	if function.Returns == "status" {
		status = made.status.Name()
	}
	line := []string{"call", r.vector.Name, fmt.Sprint(number), step.Call, status}
	for i := range function.Parameters {
		parameter := &function.Parameters[i]
		if parameter.given() {
			line = append(line, labelled(parameter, "=", given[i], before, after)...)
		}
		if parameter.written() {
			sign := ">"
			if !parameter.given() {
				sign = "="
			}
			line = append(line, labelled(parameter, sign, made.values[i], before, after)...)
		}
	}
	fmt.Fprintln(r.log, strings.Join(line, "\t"))
}

func labelled(parameter *Parameter, sign string, told value, before, after space) (line []string) {
	for e, element := range told.elements {
		for f, field := range parameter.Fields {
			name := uint32(element[f])
			switch label := parameter.label(e, f); {
			case field.Port:
				line = append(line, fmt.Sprintf("%s%s%d:%d:%d:%s", label, sign, name, before.units(name), after.units(name), before.letters(name)))
			case parameter.Struct != "" && field.Type == "u32":
				line = append(line, fmt.Sprintf("%s%s%d", label, sign, name))
			}
		}
	}
	return
}

func main() {
	runtime.LockOSThread() // a thread acts as a task
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var table Table
	if err := json.Unmarshal(text, &table); err != nil {
		panic(err)
	}
	functions := map[string]*Function{}
	for i := range table.Functions {
		functions[table.Functions[i].Name] = &table.Functions[i]
	}
	log, failed := bufio.NewWriter(os.Stdout), 0
	for i := range table.Vectors {
		vector := &table.Vectors[i]
		r := run{vector, make([]uint64, vector.Slots), make([][]byte, vector.Kept), log}
		if err := r.vectorRuns(functions); err != nil {
			failed++
			fmt.Fprintln(log, "FAILED", err)
		}
	}
	fmt.Fprintf(log, "%d passed, %d failed\n", len(table.Vectors)-failed, failed)
	log.Flush()
	if failed > 0 {
		os.Exit(1)
	}
}

func sameStatus(step *Step, made *outcome) error {
	if made.status != step.Status {
		return fmt.Errorf("the status must be %s, not %s", step.Status.Name(), made.status.Name())
	}
	return nil
}
