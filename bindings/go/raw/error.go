// SPDX-License-Identifier: MIT OR Apache-2.0

package raw

import "strconv"

// A Status is what a call answers: Mach's own numbers, or one of err_local. As an error it is what errors.Is looks for:
// errors.Is(err, raw.E_DEAD).
type Status int32

// Name is the status's name as Mach has it, such as KERN_INVALID_NAME.
func (s Status) Name() string { return StatusName(s) }

// Text is what it means, in a sentence without a full stop.
func (s Status) Text() string { return StatusText(s) }

// Class is one of the constants CLASS_...: the same question has the same answer on every Mach.
func (s Status) Class() uint32 { return StatusClass(s) }

func (s Status) Error() string {
	return s.Name() + ": " + s.Text() + " (" + strconv.Itoa(int(s)) + ")"
}

// An Error is the failure of one call.
type Error struct {
	// Status is what the call answered, never KERN_SUCCESS.
	Status Status

	// Results are the results of the call that failed, those that stand before the error: rights that are still the caller's
	// are among them.
	Results []any
}

// Failure is the error of a call that failed with a status and these results.
func Failure(status Status, results ...any) error {
	return &Error{status, results}
}

// Name is the status's name as Mach has it.
func (e *Error) Name() string { return e.Status.Name() }

// Text is what the status means.
func (e *Error) Text() string { return e.Status.Text() }

func (e *Error) Error() string { return e.Status.Error() }

// Unwrap gives the status, for errors.Is.
func (e *Error) Unwrap() error { return e.Status }
