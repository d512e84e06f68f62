// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import (
	"errors"
	"time"

	"machport/raw"
)

// A Receiver is a right that messages are received from: a *ReceiveRight or a *PortSet.
type Receiver interface {
	Right
	receives()
}

func (*ReceiveRight) receives() {}
func (*PortSet) receives()      {}

// A Delivery is a received message. It owns the rights in it: Close closes those that are left.
type Delivery struct {
	// ID is what the message is, as sender and receiver agree.
	ID int32

	// Bytes are the message's.
	Bytes []byte

	// Rights are the message's, in order: nil where one is NULL or died on its way. Who takes one out puts nil there.
	Rights []Right

	// Reply is the right to answer by, a *SendRight or a *SendOnceRight; nil where there is none, or where it died on its way.
	Reply Right

	// Notification is what the message says as a notification; nil where it is none.
	Notification *Notification

	// Told is what the message says of itself. The names in it claim nothing.
	Told raw.Received

	died []bool
}

// room is what a receive has room for at first. A message that needs more stays, and is received with more.
const (
	roomBytes  = 4096
	roomRights = 16
)

// Receive gives the next message. It waits for one: for ever where the timeout is Forever, or negative. A signal does not end
// the wait; that the right is closed does, with MACH_RCV_PORT_CHANGED.
//
// After MACH_RCV_BODY_ERROR there is a message beside the error: the name space had no room for a right of it.
func Receive(from Receiver, timeout time.Duration) (*Delivery, error) {
	name, epoch, err := here(from)
	if err != nil {
		return nil, err
	}
	end := deadline(timeout)
	bytes, rights := uint(roomBytes), uint(roomRights)
	for {
		data, came, told, err := raw.MessageReceive(name, bytes, rights, 0, end.left())
		switch {
		case err == nil:
			return newDelivery(data, came, told, epoch), nil
		case errors.Is(err, raw.MACH_RCV_TOO_LARGE):
			bytes, rights = atLeast(bytes, told.Size), atLeast(rights, told.Count)
		case errors.Is(err, raw.MACH_RCV_BODY_ERROR):
			partly := newDelivery(data, came, told, epoch)
			return partly, raw.Failure(raw.MACH_RCV_BODY_ERROR, partly)
		case !errors.Is(err, raw.MACH_RCV_INTERRUPTED):
			return nil, raw.Failure(err.(*raw.Error).Status)
		}
	}
}

func atLeast(room uint, needed uint64) uint {
	if needed > uint64(room) {
		return uint(needed)
	}
	return room
}

// here is the name of a right of the calling thread's space.
func here(right Right) (uint32, uint64, error) {
	lock.RLock()
	defer lock.RUnlock()
	l := Lending{epoch: raw.Epoch()}
	return l.Name(right), l.epoch, l.err
}

func newDelivery(bytes []byte, rights []raw.Right, told raw.Received, epoch uint64) *Delivery {
	d := &Delivery{ID: told.Id, Bytes: bytes, Told: told}
	d.Notification, rights = decoded(told, bytes, rights, epoch)
	for _, right := range rights {
		d.Rights = append(d.Rights, own(right, epoch))
		d.died = append(d.died, right.Name == raw.DEAD)
	}
	d.Reply = own(told.Reply, epoch)
	return d
}

// Died tells whether a right was one, and died on its way.
func (d *Delivery) Died(i int) bool { return d.died[i] }

// Close closes the rights that are left, those of the notification too. The first failure is returned.
func (d *Delivery) Close() error {
	left := append(d.Rights, d.Reply)
	d.Rights, d.Reply = nil, nil
	if d.Notification != nil {
		left = append(left, d.Notification.left()...)
	}
	var first error
	for _, right := range left {
		if right == nil {
			continue
		}
		if err := right.Close(); first == nil {
			first = err
		}
	}
	return first
}
