// SPDX-License-Identifier: MIT OR Apache-2.0

// Package waiter waits for the end of whatever a send right leads to. It knows nothing of where rights come from.
package waiter

import (
	"errors"
	"time"

	"machport"
	"machport/raw"
)

// A Watch is a watch over a port.
type Watch struct {
	watched *machport.SendRight
	told    *machport.ReceiveRight
}

// New takes a send right over: one user reference under a raw name, which was the caller's. Where that fails it is his still.
func New(port uint32) (*Watch, error) {
	watched, err := machport.SendRightFromRaw(port)
	if err != nil {
		return nil, err
	}
	w := &Watch{watched: watched}
	if err := w.ask(); err != nil {
		_, _ = watched.Detach() // it is the caller's again
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

func (w *Watch) ask() (err error) {
	if w.told, err = machport.ReceiveRightNew(0, 0); err != nil {
		return err
	}
	notify, err := machport.SendOnceRightMake(w.told)
	if err != nil {
		return err
	}
	_, err = machport.NotifyDeadName(w.watched, notify)
	return err
}

// Ended tells whether the port ended within so much time.
func (w *Watch) Ended(timeout time.Duration) (bool, error) {
	message, err := machport.Receive(w.told, timeout)
	if errors.Is(err, raw.MACH_RCV_TIMED_OUT) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer message.Close()
	said := message.Notification
	return said != nil && said.ID == raw.NOTIFY_DEAD_NAME && said.Trusted, nil
}

// Close ends the watch.
func (w *Watch) Close() error {
	err := w.watched.Close()
	if w.told != nil {
		err = w.told.Close()
	}
	return err
}
