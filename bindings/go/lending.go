// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import (
	"math"
	"sync/atomic"

	"machport/raw"
)

// elsewhere is what a native function answers that was not called, for the thread is in another name space: MACHPORT_ELSEWHERE of
// swig/go/machport.swg. No status is that.
const elsewhere = math.MinInt32

// lately is an epoch that a thread was in.
var lately = raw.Epoch()

// A Lending is for functions that are generated: the use of rights by one call that does not wait. Nobody closes them before
// Done. In their body every right is asked for its name, then Err says whether the call may be made.
type Lending struct {
	epoch uint64
	err   error
	takes bool
	stage stage
}

// A stage is how far the call is.
type stage uint8

const (
	begun   stage = iota
	known         // it is for the epoch of its rights
	guessed       // it is for any epoch, and may be made again
	called
)

// Lend begins a call that borrows rights.
func Lend() Lending {
	lock.RLock()
	return Lending{}
}

// LendToTake begins a call that consumes some of them.
func LendToTake() Lending {
	lock.Lock()
	return Lending{takes: true}
}

// Done ends it.
func (l *Lending) Done() {
	if l.takes {
		lock.Unlock()
	} else {
		lock.RUnlock()
	}
}

// Name is the name of a right that is borrowed.
func (l *Lending) Name(right Right) uint32 {
	h := handleOf(right)
	if h == nil {
		return l.fail(raw.Failure(raw.E_NULL))
	}
	if err := h.open(); err != nil {
		return l.fail(err)
	}
	if l.epoch == 0 {
		l.epoch = h.epoch
	}
	if l.epoch != h.epoch {
		return l.fail(raw.Failure(raw.E_STALE))
	}
	return h.name
}

// NameOrNull is the same where nil is a value: it is NULL.
func (l *Lending) NameOrNull(right Right) uint32 {
	if handleOf(right) == nil {
		return raw.NULL
	}
	return l.Name(right)
}

// Consumed is the name of a right that the call may take: Take says that it did.
func (l *Lending) Consumed(right Right) uint32 {
	if h := handleOf(right); h != nil {
		if err := h.movable(); err != nil {
			return l.fail(err)
		}
	}
	return l.Name(right)
}

// ConsumedOrNull is the same where nil is a value.
func (l *Lending) ConsumedOrNull(right Right) uint32 {
	if handleOf(right) == nil {
		return raw.NULL
	}
	return l.Consumed(right)
}

// Take closes the handle of a right that the call consumed.
func (l *Lending) Take(right Right) {
	if h := handleOf(right); h != nil {
		h.empty()
	}
}

// Answer is the status of the call, of what the native function answered: E_STALE where it was not made.
func (l *Lending) Answer(told int32) raw.Status {
	if told == elsewhere {
		return raw.E_STALE
	}
	l.stage = called
	return raw.Status(told)
}

// Called tells whether the call was made.
func (l *Lending) Called() bool { return l.stage == called }

// Again begins a call whose rights may tell no epoch, until it was made in the one that Epoch tells: that of its rights, or else
// that of the thread.
func (l *Lending) Again() bool {
	switch {
	case l.stage == begun && l.epoch != 0:
		l.stage = known
	case l.stage == begun:
		l.stage = guessed
		l.epoch = atomic.LoadUint64(&lately)
	case l.stage == guessed:
		l.epoch = raw.Epoch()
		atomic.StoreUint64(&lately, l.epoch)
	default:
		return false
	}
	return true
}

// Err is why the call must not be made.
func (l *Lending) Err() error { return l.err }

// Epoch is that of the rights' name space, 0 where there are none.
func (l *Lending) Epoch() uint64 { return l.epoch }

func (l *Lending) fail(err error) uint32 {
	if l.err == nil {
		l.err = err
	}
	return raw.NULL
}

func handleOf(right Right) *handle {
	if right == nil {
		return nil
	}
	return right.held()
}
