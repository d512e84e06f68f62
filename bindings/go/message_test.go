// SPDX-License-Identifier: MIT OR Apache-2.0

package machport_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"machport"
	"machport/raw"
)

func next(t *testing.T, from machport.Receiver) *machport.Delivery {
	t.Helper()
	return must(machport.Receive(from, 0))
}

func TestBytesAndRightsArrive(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		moved := must(machport.SendRightDup(send))
		message := machport.Message{ID: 7, Bytes: []byte("with four rights"), Rights: []machport.Carried{
			machport.Move(moved), machport.CopySend(send), machport.MakeSend(receive), machport.MakeSendOnce(receive), {}}}
		no(t, machport.Send(send, &message, 0))
		if moved.Raw() != raw.NULL || message.Rights[0].Outcome != raw.OUTCOME_MOVED {
			t.Error("it went with the message")
		}
		delivery := next(t, receive)
		if delivery.ID != 7 || !bytes.Equal(delivery.Bytes, []byte("with four rights")) || len(delivery.Rights) != 5 {
			t.Fatal(delivery)
		}
		taken := delivery.Rights[0].(*machport.SendRight)
		delivery.Rights[0] = nil
		if _, once := delivery.Rights[3].(*machport.SendOnceRight); !once || delivery.Rights[4] != nil || delivery.Died(4) {
			t.Error(delivery.Rights)
		}
		if urefs(send, raw.KIND_SEND) != 4 {
			t.Error("the message owns two units beside these")
		}
		no(t, delivery.Close())
		no(t, delivery.Close())
		if urefs(send, raw.KIND_SEND) != 2 {
			t.Error("closing it closes what is left")
		}
		no(t, taken.Close())
		no(t, next(t, receive).Close()) // the send-once right died unused, and said so
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestBytesMayLieBesideAPointer(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		type framed struct {
			bytes [8]byte
			next  *framed
		}
		frame := &framed{[8]byte{1, 2, 3, 4}, &framed{}}
		no(t, machport.Send(send, &machport.Message{Bytes: frame.bytes[:4]}, 0))
		if delivery := next(t, receive); !bytes.Equal(delivery.Bytes, []byte{1, 2, 3, 4}) || frame.next == nil {
			t.Error(delivery.Bytes)
		}
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestWhatDidNotLeaveIsTheCallersStill(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		dead, stays := must(machport.ReceiveRightNew(0, 0)), must(machport.ReceiveRightNew(0, 0))
		to := must(machport.SendRightMake(dead))
		no(t, dead.Close())
		message := machport.Message{Rights: []machport.Carried{machport.Move(send), machport.MakeSend(stays)}}
		err := machport.Send(to, &message, 0)
		var failure *machport.Error
		if !errors.As(err, &failure) || failure.Results[0] != &message {
			t.Fatal(err)
		}
		if urefs(send, raw.KIND_SEND) != 1 || message.Rights[0].Outcome == raw.OUTCOME_MOVED {
			t.Error("it is as it was")
		}
		if returned := message.Rights[1].Returned; returned != nil {
			no(t, returned.Close())
		}
		no(t, to.Close())
		no(t, stays.Close())
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestAFullQueueKeepsAndReturns(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		no(t, machport.AttrSet(receive, raw.ATTR_QUEUE_LIMIT, 1))
		no(t, machport.Send(send, &machport.Message{}, 0))
		moved, source := must(machport.ReceiveRightNew(0, 0)), must(machport.ReceiveRightNew(0, 0))
		message := machport.Message{Reply: machport.MakeSendOnce(source), Rights: []machport.Carried{machport.Move(moved), machport.MakeSend(source)}}
		is(t, machport.Send(send, &message, 0), raw.MACH_SEND_TIMED_OUT)
		if moved.Raw() == raw.NULL || message.Rights[0].Outcome != raw.OUTCOME_KEPT {
			t.Error("it is kept, perhaps under a new name")
		}
		for _, carried := range []*machport.Carried{&message.Reply, &message.Rights[1]} {
			if carried.Outcome != raw.OUTCOME_RETURNED || carried.Returned == nil {
				t.Fatal("what was made for the message came back")
			}
			no(t, carried.Returned.Close())
		}
		no(t, next(t, receive).Close())
		no(t, machport.Send(send, &message, 0)) // the same again
		no(t, next(t, receive).Close())
		no(t, next(t, source).Close()) // the reply right died twice unused
		no(t, next(t, source).Close())
		no(t, source.Close())
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestAMessageIsAnsweredOnce(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		answers := must(machport.ReceiveRightNew(0, 0))
		no(t, machport.Send(send, &machport.Message{ID: 1, Reply: machport.MakeSendOnce(answers)}, 0))
		asked := next(t, receive)
		to := asked.Reply.(*machport.SendOnceRight)
		no(t, machport.SendOnce(to, &machport.Message{ID: 2}))
		is(t, machport.SendOnce(to, &machport.Message{ID: 2}), machport.ErrClosed)
		if answer := next(t, answers); answer.ID != 2 || answer.Told.Via != raw.MOVE_SEND_ONCE {
			t.Error(answer)
		}
		no(t, asked.Close())
		no(t, answers.Close())
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestWhatCannotGoIsRefusedAndStays(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		set, another := must(machport.PortSetNew()), must(machport.SendRightDup(send))
		for _, rights := range [][]machport.Carried{
			{machport.Move(set)}, {machport.Move(send)}, {machport.Move(another), machport.Move(another)}} {
			is(t, machport.Send(send, &machport.Message{Rights: rights}, 0), machport.ErrNotMovable)
		}
		task := must(machport.TaskSelf())
		is(t, machport.Send(send, &machport.Message{Rights: []machport.Carried{machport.Move(task)}}, 0), machport.ErrInUse)
		is(t, machport.Send(send, &machport.Message{Bytes: []byte("odd")}, 0), raw.KERN_INVALID_ARGUMENT)
		var none *machport.SendRight
		is(t, machport.Send(send, &machport.Message{Rights: []machport.Carried{machport.CopySend(none)}}, 0), raw.E_NULL)
		no(t, another.Close())
		no(t, set.Close())
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestALargeMessageIsReceivedWhole(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		large := machport.Message{Bytes: make([]byte, 100_000)}
		for i := 0; i < 100; i++ {
			large.Rights = append(large.Rights, machport.CopySend(send))
		}
		no(t, machport.Send(send, &large, 0))
		delivery := next(t, receive)
		if len(delivery.Bytes) != 100_000 || len(delivery.Rights) != 100 {
			t.Error(len(delivery.Bytes), len(delivery.Rights))
		}
		no(t, delivery.Close())
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestARightThatDiedOnItsWayIsTold(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		mortal := must(machport.ReceiveRightNew(0, 0))
		no(t, machport.Send(send, &machport.Message{Rights: []machport.Carried{machport.MakeSend(mortal)}}, 0))
		no(t, mortal.Close())
		if delivery := next(t, receive); delivery.Rights[0] != nil || !delivery.Died(0) {
			t.Error(delivery)
		}
		no(t, machport.PairRelease(receive, send, 0))
	})
}

func TestANotificationHandsOverWhatTheKernelGives(t *testing.T) {
	asATask(t, func() {
		receive, send := pair()
		told := must(machport.ReceiveRightNew(0, 0))
		_, err := machport.NotifyDeadName(send, must(machport.SendOnceRightMake(told)))
		no(t, err)
		no(t, machport.NotifyPortDestroyed(receive, must(machport.SendOnceRightMake(told))))
		no(t, receive.Close())
		brought := next(t, told)
		destroyed := brought.Notification
		if destroyed.ID != raw.NOTIFY_PORT_DESTROYED || !destroyed.Trusted || len(brought.Rights) != 0 {
			t.Fatal(brought)
		}
		no(t, destroyed.Receive.Close())
		delivery := next(t, told)
		if said := delivery.Notification; said.ID != raw.NOTIFY_DEAD_NAME || said.Name != send.Raw() || said.Dead == nil {
			t.Fatal(said)
		}
		no(t, delivery.Close())
		if urefs(send, raw.KIND_DEAD_NAME) != 1 {
			t.Error("the kernel's unit is released")
		}
		no(t, send.Close())
		no(t, told.Close())
	})
}

func TestAWaitEnds(t *testing.T) {
	receive, send := pair()
	started := time.Now()
	_, err := machport.Receive(receive, 20*time.Millisecond)
	is(t, err, raw.MACH_RCV_TIMED_OUT)
	if time.Since(started) < 20*time.Millisecond {
		t.Error("it must wait so long")
	}
	ended := make(chan error)
	go func() {
		_, err := machport.Receive(receive, machport.Forever)
		ended <- err
	}()
	time.Sleep(10 * time.Millisecond)
	no(t, receive.Close())
	if err := <-ended; !errors.Is(err, raw.MACH_RCV_PORT_CHANGED) && !errors.Is(err, machport.ErrClosed) {
		t.Error(err)
	}
	no(t, send.Close())
}

func TestWhatIsOnItsWayIsNobodyElses(t *testing.T) {
	receive, send := pair()
	moved := must(machport.ReceiveRightNew(0, 0))
	no(t, machport.AttrSet(receive, raw.ATTR_QUEUE_LIMIT, 1))
	no(t, machport.Send(send, &machport.Message{}, 0))
	sent := make(chan error)
	go func() {
		sent <- machport.Send(send, &machport.Message{Rights: []machport.Carried{machport.Move(moved)}}, machport.Forever)
	}()
	for moved.Raw() != raw.NULL {
		time.Sleep(time.Millisecond)
	}
	_, err := machport.SendRightMake(moved)
	is(t, err, machport.ErrClosed)
	no(t, must(machport.Receive(receive, 0)).Close())
	no(t, <-sent)
	no(t, must(machport.Receive(receive, machport.Forever)).Close())
	no(t, machport.PairRelease(receive, send, 0))
}

func TestGoroutinesShareRights(t *testing.T) {
	receive, send := pair()
	const senders, messages = 4, 200
	var all sync.WaitGroup
	for s := 0; s < senders; s++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for m := 0; m < messages; m++ {
				moved := must(machport.SendRightDup(send))
				must(0, machport.Send(send, &machport.Message{Rights: []machport.Carried{machport.Move(moved)}}, machport.Forever))
			}
		}()
	}
	for i := 0; i < senders*messages; i++ {
		must(0, must(machport.Receive(receive, machport.Forever)).Close())
	}
	all.Wait()
	if urefs(send, raw.KIND_SEND) != 1 {
		t.Error("each unit is released once")
	}
	no(t, machport.PairRelease(receive, send, 0))
}

func TestCloseRacesWithUse(t *testing.T) {
	for i := 0; i < 100; i++ {
		receive, send := pair()
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				switch _, err := machport.Types(send); {
				case errors.Is(err, machport.ErrClosed):
					return
				case err != nil:
					panic(err)
				}
			}
		}()
		no(t, send.Close())
		<-done
		no(t, receive.Close())
	}
}
