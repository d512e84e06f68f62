// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import "machport/raw"

// A Notification is what a message says that is one, or looks like one: who can send to a port can send the same bytes. Such a
// forged one is not trusted, and hands nothing over.
type Notification struct {
	// ID is one of raw.NOTIFY_....
	ID int32

	// Name is the name that it is about. It claims nothing.
	Name uint32

	// Count is the make-send count of NOTIFY_NO_SENDERS.
	Count uint32

	// Trusted tells whether it is known that the kernel sent it.
	Trusted bool

	// Dead is the unit of the dead name that the kernel made for NOTIFY_DEAD_NAME. Who takes it out puts nil there.
	Dead *DeadName

	// Receive is the receive right that NOTIFY_PORT_DESTROYED hands over. Who takes it out puts nil there.
	Receive *ReceiveRight
}

// decoded reads a message as a notification. What moved into that is no right of the message any more.
func decoded(told raw.Received, bytes []byte, rights []raw.Right, epoch uint64) (*Notification, []raw.Right) {
	if told.Id < raw.NOTIFY_PORT_DELETED || told.Id > raw.NOTIFY_DEAD_NAME {
		return nil, rights
	}
	rights, said, err := raw.NotificationDecode(told, bytes, rights)
	if err != nil {
		return nil, rights
	}
	n := &Notification{ID: said.Id, Name: said.Name, Count: said.Count, Trusted: said.Trusted != 0}
	switch said.Kind {
	case raw.KIND_DEAD_NAME:
		n.Dead = OwnDeadName(said.Name, epoch)
	case raw.KIND_RECEIVE:
		n.Receive = OwnReceiveRight(said.Name, epoch)
	}
	var left []raw.Right
	for _, right := range rights {
		if right.Outcome != raw.OUTCOME_MOVED {
			left = append(left, right)
		}
	}
	return n, left
}

func (n *Notification) left() (rights []Right) {
	if n.Dead != nil {
		rights = append(rights, n.Dead)
	}
	if n.Receive != nil {
		rights = append(rights, n.Receive)
	}
	n.Dead, n.Receive = nil, nil
	return
}
