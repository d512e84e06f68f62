// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import (
	"errors"
	"time"

	"machport/raw"
)

// A Message is what is sent: an id, bytes, a multiple of 4 of them, a right to reply to, and rights.
type Message struct {
	// ID is what the message is, as sender and receiver agree.
	ID int32

	// Bytes go as they are.
	Bytes []byte

	// Reply is the right to answer by: any but a receive right. Not used by SendOnce.
	Reply Carried

	// Rights go in this order.
	Rights []Carried
}

// Send sends a message, and waits while the queue is full: for ever where the timeout is Forever, or negative. A signal does not
// end the wait.
//
// A right that moves is closed. After a failure the message is sent again as it is: each Carried tells what became of its right.
func Send(to *SendRight, message *Message, timeout time.Duration) error {
	c, name, err := load(to, &message.Reply, message.Rights)
	if err != nil {
		return err
	}
	end := deadline(timeout)
	var reply *raw.Right
	if message.Reply != (Carried{}) {
		reply = &c.taken[0]
	}
	for {
		var rights []raw.Right
		reply, rights, err = raw.MessageSend(name, message.ID, message.Bytes, reply, c.taken[1:], 0, end.left())
		if reply != nil {
			c.taken[0] = *reply
		}
		copy(c.taken[1:], rights)
		if !errors.Is(err, raw.MACH_SEND_INTERRUPTED) {
			return c.settle(err, message)
		}
	}
}

// SendOnce sends a message to a send-once right, which goes with it like the rights that move, and never waits.
func SendOnce(to *SendOnceRight, message *Message) error {
	first := Move(to)
	c, _, err := load(nil, &first, message.Rights)
	if err != nil {
		return err
	}
	destination, rights, err := raw.MessageSendOnce(c.taken[0], message.ID, message.Bytes, c.taken[1:], 0)
	c.taken[0] = destination
	copy(c.taken[1:], rights)
	return c.settle(err, message)
}
