// SPDX-License-Identifier: MIT OR Apache-2.0

package machport_test

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"machport"
	"machport/raw"
)

// letters stand for a right of each kind: receive, send and send-once right to one port, a set in which it is, and a dead name.
const letters = "RSOPD"

// live gives one of each, by its letter. In the port's queue waits a message with a receive right and a send right.
func live() map[byte]machport.Right {
	receive, send := pair()
	once, set := must(machport.SendOnceRightMake(receive)), must(machport.PortSetNew())
	must(0, machport.PortSetInsert(set, receive))
	other, dies := pair()
	must(0, other.Close())
	dead := must(machport.DeadNameFromRaw(must(dies.Detach())))
	rights := []machport.Carried{machport.Move(must(machport.ReceiveRightNew(0, 0))), machport.CopySend(send)}
	must(0, machport.Send(send, &machport.Message{Bytes: []byte("wait"), Rights: rights}, 0))
	return map[byte]machport.Right{'R': receive, 'S': send, 'O': once, 'P': set, 'D': dead}
}

// kinds are those of the letters, and what a name says that holds one.
var kinds = map[byte]struct{ kind, bits uint32 }{
	'R': {raw.KIND_RECEIVE, raw.TYPE_RECEIVE},
	'S': {raw.KIND_SEND, raw.TYPE_SEND},
	'O': {raw.KIND_SEND_ONCE, raw.TYPE_SEND_ONCE},
	'P': {raw.KIND_PORT_SET, raw.TYPE_PORT_SET},
	'D': {raw.KIND_DEAD_NAME, raw.TYPE_DEAD_NAME},
}

// A space is what each name holds.
type space map[uint32]uint32

func look() space {
	listed, types, _, err := raw.SpaceNames(names())
	must(0, err)
	found := space{}
	for i, name := range listed {
		found[name] = types[i]
	}
	return found
}

// with is the space where these live on, and no others. Whose port died has a dead name.
func (s space) with(named map[byte]uint32, live string) space {
	found := space{}
	for name, bits := range s {
		found[name] = bits
	}
	for i := range live {
		bits := kinds[live[i]].bits
		if (live[i] == 'S' || live[i] == 'O') && !strings.Contains(live, "R") {
			bits = raw.TYPE_DEAD_NAME
		}
		found[named[live[i]]] |= bits
	}
	return found
}

func (s space) check(t *testing.T) {
	t.Helper()
	if now := look(); !reflect.DeepEqual(now, s) {
		t.Fatalf("the space holds %#x, not %#x", now, s)
	}
}

func raws(rights map[byte]machport.Right) map[byte]uint32 {
	named := map[byte]uint32{}
	for letter, right := range rights {
		named[letter] = right.Raw()
	}
	return named
}

func orders(letters string) []string {
	if letters == "" {
		return []string{""}
	}
	var all []string
	for i := range letters {
		for _, rest := range orders(letters[:i] + letters[i+1:]) {
			all = append(all, letters[i:i+1]+rest)
		}
	}
	return all
}

func TestDeferredClosesReleaseInEveryOrder(t *testing.T) {
	asATask(t, func() {
		seen := map[string]bool{}
		for _, order := range orders(letters) {
			before, rights, closed := look(), live(), ""
			named := raws(rights)
			func() {
				for i := len(order) - 1; i >= 0; i-- {
					defer func(letter byte, live string) {
						no(t, rights[letter].Close())
						closed += string(letter)
						before.with(named, live).check(t)
					}(order[i], order[i+1:])
				}
			}()
			before.check(t)
			seen[closed] = true
		}
		if len(seen) != 120 {
			t.Errorf("%d orders, not 120", len(seen))
		}
	})
}

func TestWhatIsCollectedTogetherIsCountedAndStays(t *testing.T) {
	before, leaks := look(), machport.Leaks()
	named := leaveAll()
	for end := time.Now().Add(10 * time.Second); machport.Leaks() != leaks+5 && time.Now().Before(end); {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if machport.Leaks() != leaks+5 {
		t.Errorf("%d leaks, not five", machport.Leaks()-leaks)
	}
	before.with(named, letters).check(t)
	for letter, name := range named {
		no(t, raw.Release(kinds[letter].kind, name, 0))
	}
	before.check(t)
}

//go:noinline
func leaveAll() map[byte]uint32 {
	return raws(live())
}
