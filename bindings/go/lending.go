// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import "machport/raw"

// A Lending is for functions that are generated: the use of rights by one call that does not wait. Nobody closes them before
// Done. In their body every right is asked for its name, then Err says whether the call may be made.
type Lending struct {
	epoch uint64
	err   error
	takes bool
}

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
