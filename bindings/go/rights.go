// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import "machport/raw"

// A Right is one of the five owned types.
type Right interface {
	// Close releases the right.
	Close() error
	// Detach gives the raw name to the caller.
	Detach() (uint32, error)
	// Raw is the raw name, borrowed.
	Raw() uint32
	// Control calls a function with the raw name.
	Control(func(name uint32)) error

	held() *handle
}

// A SendRight is one user reference of a send right. When its port dies it turns into one of a dead name; it is closed all the
// same.
type SendRight struct{ handle }

// A SendOnceRight is good for one message.
type SendOnceRight struct{ handle }

// A ReceiveRight is the receive right of a port: closing it destroys the port.
type ReceiveRight struct{ handle }

// A PortSet is receive rights that are received from together.
type PortSet struct{ handle }

// A DeadName is one user reference of a dead name: what is left of a right whose port died.
type DeadName struct{ handle }

// SendRightFromRaw takes over what the caller owns under a raw name. It must hold a live right of this kind, or the right stays
// the caller's.
func SendRightFromRaw(name uint32) (*SendRight, error) {
	epoch, err := adopt(name, raw.KIND_SEND)
	return OwnSendRight(name, epoch), err
}

// SendOnceRightFromRaw is as SendRightFromRaw.
func SendOnceRightFromRaw(name uint32) (*SendOnceRight, error) {
	epoch, err := adopt(name, raw.KIND_SEND_ONCE)
	return OwnSendOnceRight(name, epoch), err
}

// ReceiveRightFromRaw is as SendRightFromRaw. A guarded right is closed once KeepGuard has told its guard.
func ReceiveRightFromRaw(name uint32) (*ReceiveRight, error) {
	epoch, err := adopt(name, raw.KIND_RECEIVE)
	return OwnReceiveRight(name, epoch), err
}

// PortSetFromRaw is as SendRightFromRaw.
func PortSetFromRaw(name uint32) (*PortSet, error) {
	epoch, err := adopt(name, raw.KIND_PORT_SET)
	return OwnPortSet(name, epoch), err
}

// DeadNameFromRaw is as SendRightFromRaw.
func DeadNameFromRaw(name uint32) (*DeadName, error) {
	epoch, err := adopt(name, raw.KIND_DEAD_NAME)
	return OwnDeadName(name, epoch), err
}

// OwnSendRight is for functions that are generated: a handle for a unit that is owned, in the name space of an epoch. It is nil
// where there is none: for NULL and DEAD, and for no epoch.
func OwnSendRight(name uint32, epoch uint64) *SendRight {
	return opened(new(SendRight), name, raw.KIND_SEND, epoch)
}

// OwnSendOnceRight is as OwnSendRight.
func OwnSendOnceRight(name uint32, epoch uint64) *SendOnceRight {
	return opened(new(SendOnceRight), name, raw.KIND_SEND_ONCE, epoch)
}

// OwnReceiveRight is as OwnSendRight.
func OwnReceiveRight(name uint32, epoch uint64) *ReceiveRight {
	return opened(new(ReceiveRight), name, raw.KIND_RECEIVE, epoch)
}

// OwnPortSet is as OwnSendRight.
func OwnPortSet(name uint32, epoch uint64) *PortSet {
	return opened(new(PortSet), name, raw.KIND_PORT_SET, epoch)
}

// OwnDeadName is as OwnSendRight.
func OwnDeadName(name uint32, epoch uint64) *DeadName {
	return opened(new(DeadName), name, raw.KIND_DEAD_NAME, epoch)
}

// BorrowSendRight lends a right that somebody else owns, in the name space of an epoch (raw.Epoch is the calling thread's). It is
// used as every other, but goes nowhere, and closing it releases nothing. It is nil for NULL and DEAD.
func BorrowSendRight(name uint32, epoch uint64) *SendRight {
	return lent(new(SendRight), name, raw.KIND_SEND, epoch)
}

// BorrowSendOnceRight is as BorrowSendRight.
func BorrowSendOnceRight(name uint32, epoch uint64) *SendOnceRight {
	return lent(new(SendOnceRight), name, raw.KIND_SEND_ONCE, epoch)
}

// BorrowReceiveRight is as BorrowSendRight.
func BorrowReceiveRight(name uint32, epoch uint64) *ReceiveRight {
	return lent(new(ReceiveRight), name, raw.KIND_RECEIVE, epoch)
}

// BorrowPortSet is as BorrowSendRight.
func BorrowPortSet(name uint32, epoch uint64) *PortSet {
	return lent(new(PortSet), name, raw.KIND_PORT_SET, epoch)
}

// BorrowDeadName is as BorrowSendRight.
func BorrowDeadName(name uint32, epoch uint64) *DeadName {
	return lent(new(DeadName), name, raw.KIND_DEAD_NAME, epoch)
}

// KeepGuard tells the guard that Close needs to destroy the port.
func (r *ReceiveRight) KeepGuard(guard uint64) {
	lock.Lock()
	defer lock.Unlock()
	r.guard = guard
}

func (r *SendRight) held() *handle {
	if r == nil {
		return nil
	}
	return &r.handle
}

func (r *SendOnceRight) held() *handle {
	if r == nil {
		return nil
	}
	return &r.handle
}

func (r *ReceiveRight) held() *handle {
	if r == nil {
		return nil
	}
	return &r.handle
}

func (r *PortSet) held() *handle {
	if r == nil {
		return nil
	}
	return &r.handle
}

func (r *DeadName) held() *handle {
	if r == nil {
		return nil
	}
	return &r.handle
}
