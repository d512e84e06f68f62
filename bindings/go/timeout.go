// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import (
	"time"

	"machport/raw"
)

// Forever is the timeout that never ends.
const Forever time.Duration = -1

// An ending is when a wait ends; the zero one never does.
type ending time.Time

func deadline(timeout time.Duration) ending {
	if timeout < 0 {
		return ending{}
	}
	return ending(time.Now().Add(timeout))
}

// left is what is left after each signal, in nanoseconds.
func (e ending) left() uint64 {
	if time.Time(e).IsZero() {
		return raw.FOREVER
	}
	if left := time.Until(time.Time(e)); left > 0 {
		return uint64(left)
	}
	return 0
}
