// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import (
	"errors"

	"machport/raw"
)

// A Carried is a right of a message that is sent. The zero Carried is NULL.
type Carried struct {
	right       Right
	disposition uint32

	// Outcome is what became of it, one of raw.OUTCOME_...: after a send that failed, a right that moves is closed where that is
	// OUTCOME_MOVED or OUTCOME_LOST, and else open, perhaps under another name.
	Outcome uint32

	// Returned is the right that was made or copied for a message that did not leave: it came back, and is the caller's to close.
	Returned Right
}

// ErrNotMovable is for a message whose rights cannot go in it: one that moves twice, one that is its destination, and one of a
// kind that does not move.
var ErrNotMovable = errors.New("machport: the right cannot move in this message")

// Move lets a right go with a message: a send, send-once or receive right.
func Move(right Right) Carried { return Carried{right: right, disposition: disposition(right)} }

// CopySend lets a copy of a send right go, which stays its owner's.
func CopySend(send *SendRight) Carried { return Carried{right: send, disposition: raw.COPY_SEND} }

// MakeSend lets a send right go that is made from a receive right.
func MakeSend(receive *ReceiveRight) Carried {
	return Carried{right: receive, disposition: raw.MAKE_SEND}
}

// MakeSendOnce lets a send-once right go that is made from a receive right.
func MakeSendOnce(receive *ReceiveRight) Carried {
	return Carried{right: receive, disposition: raw.MAKE_SEND_ONCE}
}

func disposition(right Right) uint32 {
	switch right.(type) {
	case *SendRight:
		return raw.MOVE_SEND
	case *SendOnceRight:
		return raw.MOVE_SEND_ONCE
	case *ReceiveRight:
		return raw.MOVE_RECEIVE
	}
	return 0
}

func (c *Carried) moves() bool {
	return c.right != nil && c.disposition <= raw.MOVE_SEND_ONCE
}

// A cargo is the rights of one message on its way: the one of its header, then its own.
type cargo struct {
	carried []*Carried
	taken   []raw.Right
	epoch   uint64
}

// load takes the rights from their handles, all or none, and gives the name of the destination.
func load(to *SendRight, first *Carried, rights []Carried) (*cargo, uint32, error) {
	c := &cargo{carried: []*Carried{first}}
	for i := range rights {
		c.carried = append(c.carried, &rights[i])
	}
	lock.Lock()
	defer lock.Unlock()
	l := Lending{epoch: raw.Epoch()}
	var destination uint32
	if to != nil {
		destination = l.Name(to)
	}
	moving := map[*handle]bool{to.held(): true}
	for _, each := range c.carried {
		right := raw.Right{Name: l.NameOrNull(each.right), Disposition: each.disposition}
		switch h := handleOf(each.right); {
		case each.right == nil:
			right.Disposition = raw.MOVE_SEND
		case each.moves():
			l.Consumed(each.right)
			if moving[h] || each.disposition == 0 {
				l.fail(ErrNotMovable)
			}
			moving[h] = true
		case h == nil:
			l.fail(raw.Failure(raw.E_NULL))
		}
		c.taken = append(c.taken, right)
	}
	if l.err != nil {
		return nil, raw.NULL, l.err
	}
	for _, each := range c.carried {
		if each.Outcome, each.Returned = raw.OUTCOME_NONE, nil; each.moves() {
			each.right.held().name = raw.NULL // nobody else uses it meanwhile
		}
	}
	c.epoch = l.epoch
	return c, destination, nil
}

// settle brings every handle into the state that its outcome tells.
func (c *cargo) settle(err error, message *Message) error {
	lock.Lock()
	defer lock.Unlock()
	for i, each := range c.carried {
		now := c.taken[i]
		ours := now.Outcome != raw.OUTCOME_MOVED && now.Outcome != raw.OUTCOME_LOST
		each.Outcome = now.Outcome
		switch {
		case each.moves() && ours:
			each.right.held().name = now.Name
		case each.moves():
			each.right.held().empty()
		case each.right != nil && ours && now.Disposition != each.disposition:
			each.Returned = own(now, c.epoch)
		}
	}
	var failure *raw.Error
	if errors.As(err, &failure) {
		failure.Results = []any{message}
	}
	return err
}

// own is the right that a message gave: its disposition tells the kind.
func own(right raw.Right, epoch uint64) Right {
	if right.Name == raw.NULL || right.Name == raw.DEAD {
		return nil
	}
	switch right.Disposition {
	case raw.MOVE_SEND:
		return OwnSendRight(right.Name, epoch)
	case raw.MOVE_SEND_ONCE:
		return OwnSendOnceRight(right.Name, epoch)
	case raw.MOVE_RECEIVE:
		return OwnReceiveRight(right.Name, epoch)
	}
	return nil
}
