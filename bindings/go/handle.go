// SPDX-License-Identifier: MIT OR Apache-2.0

// Package machport owns Mach rights: a type for each kind of right, whose Close releases it once. Its functions take what they
// borrow or consume as such types, and give what is the caller's as one. Package raw has the same functions over plain names.
//
// Every function and method may be called from any goroutine. A name belongs to a name space: on a thread that acts as another
// task of the embedded Mach a right is refused with E_STALE.
package machport

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"machport/internal/machportglue"
	"machport/raw"
)

// ErrClosed is for a right that was closed, detached or consumed.
var ErrClosed = errors.New("machport: the right is closed")

// ErrInUse is for a right that cannot be given away while Control lends it, or at all, for it is somebody else's.
var ErrInUse = errors.New("machport: the right is lent")

// Under lock names are looked at and used, and nothing that waits is called: whoever takes a name away holds it for writing.
var lock sync.RWMutex

var leaks uint64

// Leaks is how many rights were not released: handles that were collected open, and those that ended in another name space than
// their own.
func Leaks() uint64 { return atomic.LoadUint64(&leaks) }

// A noCopy lets go vet report a copy.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// A handle is one unit of one right in a name space.
type handle struct {
	_      noCopy
	name   uint32 // NULL: closed
	kind   uint32
	epoch  uint64
	guard  uint64
	lent   bool
	pins   int // how many calls of Control use the name
	closed bool
}

// heldOf is the handle of a right; nil has none.
type heldOf[T any] interface {
	*T
	held() *handle
}

func opened[T any, R heldOf[T]](right R, name, kind uint32, epoch uint64) R {
	if name == raw.NULL || name == raw.DEAD || epoch == 0 {
		return nil
	}
	h := right.held()
	h.name, h.kind, h.epoch = name, kind, epoch
	runtime.SetFinalizer(h, (*handle).collected)
	return right
}

func lent[T any, R heldOf[T]](right R, name, kind uint32, epoch uint64) R {
	if name == raw.NULL || name == raw.DEAD {
		return nil
	}
	h := right.held()
	h.name, h.kind, h.epoch, h.lent = name, kind, epoch, true
	return right
}

// adopt takes a unit over from the caller, and tells its name space; 0 where that fails.
func adopt(name, kind uint32) (uint64, error) {
	var l Lending
	var told uint64
	var answered raw.Status
	for l.Again() {
		told = machportglue.Machport_adopt_here(l.Epoch(), name, kind, raw.ADOPT_VERIFY)
		answered = l.Answer(int32(told))
	}
	if answered != raw.KERN_SUCCESS {
		return 0, raw.Failure(answered, uint32(told>>32))
	}
	return l.Epoch(), nil
}

// collected counts what nobody closed. It releases nothing: who knows in which name space a finalizer runs.
func (h *handle) collected() {
	if h.name != raw.NULL {
		atomic.AddUint64(&leaks, 1)
	}
}

// open is the state of a handle, under lock.
func (h *handle) open() error {
	if h.name == raw.NULL || h.closed {
		return ErrClosed
	}
	return nil
}

// movable is open, and the handle's own to give away.
func (h *handle) movable() error {
	if err := h.open(); err != nil {
		return err
	}
	if h.lent || h.pins > 0 {
		return ErrInUse
	}
	return nil
}

// empty is what becomes of a handle whose right went elsewhere, under lock.
func (h *handle) empty() {
	h.name = raw.NULL
	runtime.SetFinalizer(h, nil)
}

// Close releases the right, once: later calls do nothing. What Control lends is released when that ends. In another name space
// nothing is released: that is E_STALE, and a leak. Where a guard forbids it, KERN_INVALID_ARGUMENT, and the handle stays open.
func (h *handle) Close() error {
	lock.Lock()
	defer lock.Unlock()
	if h.open() != nil {
		return nil
	}
	if h.pins > 0 {
		h.closed = true
		return nil
	}
	return h.release()
}

func (h *handle) release() error {
	name := h.name
	if h.lent {
		h.name = raw.NULL
		return nil
	}
	var l Lending
	status := l.Answer(machportglue.Machport_release_here(h.epoch, h.kind, name, h.guard))
	if status == raw.KERN_INVALID_ARGUMENT {
		h.closed = false
		return raw.Failure(status)
	}
	h.empty()
	if !l.Called() {
		atomic.AddUint64(&leaks, 1)
	}
	if status != raw.KERN_SUCCESS {
		return raw.Failure(status)
	}
	return nil
}

// Detach gives the raw name to the caller, who owns what the handle owned. The handle is closed.
func (h *handle) Detach() (uint32, error) {
	lock.Lock()
	defer lock.Unlock()
	if err := h.movable(); err != nil {
		return raw.NULL, err
	}
	var l Lending
	told := machportglue.Machport_disown_here(h.epoch, h.name, h.kind)
	name := uint32(told >> 32)
	if answered := l.Answer(int32(told)); answered != raw.KERN_SUCCESS {
		return name, raw.Failure(answered, name)
	}
	h.empty()
	return name, nil
}

// Raw is the raw name, borrowed: valid while the handle is open. NULL where it is not.
func (h *handle) Raw() uint32 {
	lock.RLock()
	defer lock.RUnlock()
	if h.open() != nil {
		return raw.NULL
	}
	return h.name
}

// Control calls a function with the raw name, which nobody can release or give away meanwhile.
func (h *handle) Control(use func(name uint32)) error {
	lock.Lock()
	if err := h.open(); err != nil {
		lock.Unlock()
		return err
	}
	h.pins++
	name := h.name
	lock.Unlock()
	defer h.unpin()
	use(name)
	return nil
}

func (h *handle) unpin() {
	lock.Lock()
	defer lock.Unlock()
	if h.pins--; h.pins == 0 && h.closed {
		_ = h.release()
	}
}

// String is the kind and the name.
func (h *handle) String() string {
	kinds := [...]string{raw.KIND_SEND: "SendRight", raw.KIND_RECEIVE: "ReceiveRight", raw.KIND_SEND_ONCE: "SendOnceRight",
		raw.KIND_PORT_SET: "PortSet", raw.KIND_DEAD_NAME: "DeadName"}
	if name := h.Raw(); name != raw.NULL {
		return fmt.Sprintf("%s(%#x)", kinds[h.kind], name)
	}
	return kinds[h.kind] + "(closed)"
}
