// SPDX-License-Identifier: MIT OR Apache-2.0

package machport_test

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"machport"
	"machport/embedded"
	"machport/raw"
)

// must gives what a call gave, and ends the test where it failed.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t *testing.T, err, wanted error) {
	t.Helper()
	if !errors.Is(err, wanted) {
		t.Fatalf("the error is %v, not %v", err, wanted)
	}
}

// asATask lets a test act as a task of its own, which must hold in the end what it held at first.
func asATask(t *testing.T, test func()) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	task := must(embedded.TaskCreate())
	before := must(embedded.TaskEnter(task))
	first, leaks := names(), machport.Leaks()
	test()
	if last := names(); last != first {
		t.Errorf("the space holds %d names, not %d", last, first)
	}
	if machport.Leaks() != leaks {
		t.Error("rights were not released")
	}
	must(embedded.TaskEnter(before))
	no(t, embedded.TaskDestroy(task))
}

func names() uint {
	_, _, count, err := raw.SpaceNames(0)
	return must(count, err)
}

// urefs is how many units of a kind a name holds.
func urefs(right machport.Right, kind uint32) uint32 {
	return must(raw.Urefs(right.Raw(), kind))
}

func pair() (*machport.ReceiveRight, *machport.SendRight) {
	receive, send, err := machport.PairNew(0, 0)
	must(0, err)
	return receive, send
}

func TestCloseReleasesOneUnit(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		another := must(machport.SendRightDup(send))
		if n := urefs(send, raw.KIND_SEND); n != 2 {
			t.Fatalf("%d units, not 2", n)
		}
		no(t, another.Close())
		no(t, another.Close())
		if n := urefs(send, raw.KIND_SEND); n != 1 {
			t.Fatalf("%d units, not 1", n)
		}
		no(t, send.Close())
		no(t, receive.Close())
	})
}

func TestWhatIsClosedIsRefused(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, send.Close())
		_, err := machport.SendRightDup(send)
		is(t, err, machport.ErrClosed)
		_, err = send.Detach()
		is(t, err, machport.ErrClosed)
		is(t, send.Control(func(uint32) { t.Error("called") }), machport.ErrClosed)
		is(t, machport.Send(send, &machport.Message{}, 0), machport.ErrClosed)
		if send.Raw() != raw.NULL || send.String() != "SendRight(closed)" {
			t.Error(send)
		}
		no(t, receive.Close())
		_, err = machport.Receive(receive, 0)
		is(t, err, machport.ErrClosed)
	})
}

func TestNilIsRefused(t *testing.T) {
	asATask(t, func() {
		_, err := machport.SendRightDup(nil)
		is(t, err, raw.E_NULL)
		_, err = machport.Types(nil)
		is(t, err, raw.E_NULL)
		var none *machport.ReceiveRight
		_, err = machport.Receive(none, 0)
		is(t, err, raw.E_NULL)
		is(t, machport.Send(nil, &machport.Message{}, 0), raw.E_NULL)
		is(t, machport.SendOnce(nil, &machport.Message{}), raw.E_NULL)
		no(t, machport.SendRightRelease(nil)) // NULL is a value here
	})
}

func TestARightThatDiedIsClosedAllTheSame(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, receive.Close())
		_, err := machport.SendRightDup(send)
		is(t, err, raw.E_DEAD)
		var failure *machport.Error
		if !errors.As(err, &failure) || failure.Status != raw.E_DEAD || failure.Name() != "E_DEAD" || failure.Text() == "" {
			t.Errorf("%#v", err)
		}
		if urefs(send, raw.KIND_DEAD_NAME) != 1 {
			t.Error("it must be a dead name")
		}
		no(t, send.Close())
	})
}

func TestRawAndBack(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		name := must(send.Detach())
		if name != receive.Raw() {
			t.Error("a pair has one name")
		}
		_, err := machport.SendOnceRightFromRaw(name)
		is(t, err, raw.E_WRONG_KIND)
		_, err = machport.SendRightFromRaw(raw.NULL)
		is(t, err, raw.E_NULL)
		_, err = machport.SendRightFromRaw(raw.DEAD)
		is(t, err, raw.E_DEAD)
		_, err = machport.SendRightFromRaw(name ^ 0x100000)
		is(t, err, raw.E_STALE)
		again := must(machport.SendRightFromRaw(name))
		no(t, machport.PairRelease(receive, again, 0))
		_, err = again.Detach()
		is(t, err, machport.ErrClosed)
	})
}

func TestWhatIsConsumedIsClosed(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		told := must(machport.ReceiveRightNew(0, 0))
		notify := must(machport.SendOnceRightMake(told))
		previous, err := machport.NotifyDeadName(send, notify)
		no(t, err)
		if previous != nil || notify.Raw() != raw.NULL {
			t.Error("there was none before, and the right is the kernel's")
		}
		second := must(machport.SendOnceRightMake(told))
		replaced, err := machport.NotifyDeadName(send, second)
		no(t, err)
		no(t, replaced.Close())
		no(t, send.Close())
		no(t, receive.Close())
		no(t, told.Close())
	})
}

func TestWhatIsConsumedAlwaysIsClosedByAFailureToo(t *testing.T) {
	asATask(t, func() {
		receive, told := must(machport.ReceiveRightNew(0, 0)), must(machport.ReceiveRightNew(0, 0))
		no(t, machport.NotifyPortDestroyed(receive, must(machport.SendOnceRightMake(told))))
		notify := must(machport.SendOnceRightMake(told))
		is(t, machport.NotifyPortDestroyed(receive, notify), raw.KERN_FAILURE)
		if notify.Raw() != raw.NULL {
			t.Error("the kernel took it first")
		}
		no(t, told.Close())
		no(t, receive.Close())
	})
}

func TestACallThatIsNotMadeConsumesNothing(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		notify := must(machport.SendOnceRightMake(receive))
		no(t, send.Close())
		_, err := machport.NotifyDeadName(send, notify)
		is(t, err, machport.ErrClosed)
		_, err = machport.NotifyDeadName(receive, nil)
		is(t, err, raw.E_NULL)
		no(t, notify.Close())
		no(t, receive.Close())
	})
}

func TestWhatSomebodyElseReleasedIsToldOf(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, raw.SendRightRelease(send.Raw()))
		is(t, send.Close(), raw.E_WRONG_KIND)
		no(t, send.Close())
		no(t, receive.Close())
		set := must(machport.PortSetNew())
		no(t, raw.PortSetRelease(set.Raw()))
		is(t, set.Close(), raw.E_STALE)
	})
}

func TestARefusedReleaseLeavesTheRight(t *testing.T) {
	asATask(t, func() {
		receive := must(machport.ReceiveRightNew(raw.GUARD, 7))
		is(t, machport.ReceiveRightRelease(receive, 8), raw.KERN_INVALID_ARGUMENT) // consumed on success alone
		is(t, receive.Close(), raw.KERN_INVALID_ARGUMENT)
		receive.KeepGuard(7)
		no(t, receive.Close())
	})
}

func TestABorrowedRightIsNobodysToGiveAway(t *testing.T) {
	asATask(t, func() {
		task := must(machport.TaskSelf())
		if _, err := machport.Types(task); err != nil {
			t.Error(err)
		}
		_, err := task.Detach()
		is(t, err, machport.ErrInUse)
		is(t, machport.SendRightRelease(task), machport.ErrInUse)
		no(t, task.Close())
		again := must(machport.TaskSelf())
		if urefs(again, raw.KIND_SEND) == 0 {
			t.Error("it was released")
		}
	})
}

func TestControlKeepsTheRight(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, send.Control(func(name uint32) {
			no(t, send.Close())
			if must(raw.Urefs(name, raw.KIND_SEND)) != 1 {
				t.Error("it was released while it was lent")
			}
			is(t, send.Control(func(uint32) {}), machport.ErrClosed)
		}))
		if urefs(receive, raw.KIND_SEND) != 0 {
			t.Error("it was not released in the end")
		}
		_ = receive.Control(func(uint32) {
			_, err := receive.Detach()
			is(t, err, machport.ErrInUse)
		})
		no(t, receive.Close())
	})
}

func TestMembersOfASetClaimNothing(t *testing.T) {
	asATask(t, func() {
		set, receive := must(machport.PortSetNew()), must(machport.ReceiveRightNew(0, 0))
		no(t, machport.PortSetInsert(set, receive))
		members, count, err := machport.PortSetMembers(set, 4)
		no(t, err)
		if count != 1 || len(members) != 1 || members[0] != receive.Raw() {
			t.Error(members)
		}
		no(t, set.Close())
		no(t, receive.Close())
	})
}

func TestASpecialPortTellsWhetherItDied(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, embedded.BootstrapSet(send.Raw()))
		port, dead, err := machport.SpecialPort(raw.SPECIAL_BOOTSTRAP)
		no(t, err)
		if port == nil || dead {
			t.Fatal("it is alive")
		}
		no(t, port.Close())
		no(t, receive.Close())
		port, dead, err = machport.SpecialPort(raw.SPECIAL_BOOTSTRAP)
		no(t, err)
		if port != nil || !dead {
			t.Error("it died")
		}
		no(t, send.Close())
	})
}

func TestARightOfAnotherSpaceIsALeak(t *testing.T) {
	leaks := machport.Leaks()
	asATask(t, func() {
		other := must(embedded.TaskCreate())
		own := must(embedded.TaskEnter(other))
		receive, send := pair()
		must(embedded.TaskEnter(own))
		myReceive, mine := pair()
		if mine.Raw() != send.Raw() {
			t.Fatal("both spaces must have a right of the same name, or this shows nothing")
		}
		_, err := machport.SendRightDup(send)
		is(t, err, raw.E_STALE)
		_, err = machport.NotifyDeadName(mine, must(machport.SendOnceRightMake(myReceive)))
		no(t, err)
		is(t, machport.PairRelease(myReceive, send, 0), raw.E_STALE)
		if urefs(mine, raw.KIND_SEND) != 1 {
			t.Error("a right of the same name was taken for it")
		}
		no(t, machport.PairRelease(myReceive, mine, 0))
		_, err = receive.Detach()
		is(t, err, raw.E_STALE)
		_, err = machport.Receive(receive, 0)
		is(t, err, raw.E_STALE)
		is(t, machport.Send(send, &machport.Message{}, 0), raw.E_STALE)
		must(embedded.TaskEnter(other))
		no(t, receive.Close())
		must(embedded.TaskEnter(own))
		no(t, embedded.TaskDestroy(other))
		stray = send
	})
	is(t, stray.Close(), raw.E_STALE)
	if machport.Leaks() != leaks+1 {
		t.Error("it must be counted")
	}
}

var stray *machport.SendRight

func TestAFailureHasTheResultsOfItsCall(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		_, _, count, err := raw.SpaceNames(1)
		var failure *machport.Error
		if !errors.As(err, &failure) || failure.Status != raw.KERN_NO_SPACE || len(failure.Results) != 3 || failure.Results[2] != count {
			t.Errorf("%#v", err)
		}
		if count != 2 {
			t.Error("the task's own port and the pair have two names, not", count)
		}
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestWhatIsCollectedOpenIsCounted(t *testing.T) {
	leaks := machport.Leaks()
	name := leave()
	for end := time.Now().Add(10 * time.Second); machport.Leaks() == leaks && time.Now().Before(end); {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if machport.Leaks() != leaks+1 {
		t.Errorf("%d leaks, not one", machport.Leaks()-leaks)
	}
	no(t, raw.ReceiveRightRelease(name, 0))
}

//go:noinline
func leave() uint32 {
	return must(machport.ReceiveRightNew(0, 0)).Raw()
}
