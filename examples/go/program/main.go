// SPDX-License-Identifier: MIT OR Apache-2.0

// Two libraries that do not know each other: one gives a handle, one waits on it. Between them goes a raw port.
package main

import (
	"fmt"
	"log"
	"time"

	"examples/registry"
	"examples/waiter"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	object := must(registry.New())
	watch := must(waiter.New(must(object.Handle())))
	defer watch.Close()
	fmt.Println("ended:", must(watch.Ended(0)))
	must(0, object.Close())
	fmt.Println("ended:", must(watch.Ended(10*time.Second)))
}
