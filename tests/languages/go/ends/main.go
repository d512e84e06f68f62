// SPDX-License-Identifier: MIT OR Apache-2.0

// Ends in the way that it is told, with a right of each kind, a message in a queue, and goroutines in the middle of their calls.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"syscall"
	"time"

	"machport"
	"machport/raw"
)

var alive []machport.Right

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func pair() (*machport.ReceiveRight, *machport.SendRight) {
	receive, send, err := machport.PairNew(0, 0)
	must(0, err)
	return receive, send
}

func live() []machport.Right {
	receive, send := pair()
	once, set := must(machport.SendOnceRightMake(receive)), must(machport.PortSetNew())
	must(0, machport.PortSetInsert(set, receive))
	other, dies := pair()
	must(0, other.Close())
	dead := must(machport.DeadNameFromRaw(must(dies.Detach())))
	rights := []machport.Carried{machport.Move(must(machport.ReceiveRightNew(0, 0))), machport.CopySend(send)}
	must(0, machport.Send(send, &machport.Message{Bytes: []byte("wait"), Rights: rights}, 0))
	return []machport.Right{receive, send, once, set, dead}
}

func receiveForever() {
	receive, _ := pair()
	_, err := machport.Receive(receive, machport.Forever)
	log.Print("received: ", err)
}

func sendForever() {
	full, send := pair()
	must(0, machport.AttrSet(full, raw.ATTR_QUEUE_LIMIT, 0))
	log.Print("sent: ", machport.Send(send, &machport.Message{}, machport.Forever))
}

func callForever(send *machport.SendRight) {
	for {
		must(0, must(machport.SendRightDup(send)).Close())
	}
}

var ways = map[string]func(){
	"returns":   func() {},
	"exits":     func() { os.Exit(3) },
	"log.Fatal": func() { log.Fatal("fatal") },
	"panics":    func() { panic("done") },
	"is ended":  func() { must(0, syscall.Kill(os.Getpid(), syscall.SIGTERM)); select {} },
	"Goexit":    func() { go func() { time.Sleep(time.Millisecond); os.Exit(0) }(); runtime.Goexit() },
	"collects":  func() { alive = nil; runtime.GC() },
}

func main() {
	log.SetFlags(0)
	alive = live()
	_, send := pair()
	go receiveForever()
	go sendForever()
	go callForever(send)
	time.Sleep(20 * time.Millisecond) // they are in their calls, or about to be
	fmt.Println("ends")
	way := ways[os.Args[1]]
	if len(os.Args) > 2 {
		go way()
		select {}
	}
	way()
}
