// Go: the loops of calls.h through the functions that are generated, and an owned right that is made and closed.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

// #include <stdint.h>
import "C"

import (
	"machport"
	"machport/raw"
)

//export bench_f
func bench_f(name C.uint32_t, times C.uint64_t) (alive C.uint64_t) {
	send := machport.BorrowSendRight(uint32(name), raw.Epoch())
	for ; times > 0; times-- {
		if verdict, err := machport.Check(send, raw.KIND_SEND); err == nil && verdict == raw.KERN_SUCCESS {
			alive++
		}
	}
	return
}

//export bench_g
func bench_g(name C.uint32_t, times C.uint64_t) (sum C.uint64_t) {
	send := machport.BorrowSendRight(uint32(name), raw.Epoch())
	for ; times > 0; times-- {
		types, err := machport.Types(send)
		if err != nil {
			return 0
		}
		sum += C.uint64_t(types)
	}
	return
}

//export bench_owned
func bench_owned(_ C.uint32_t, times C.uint64_t) (made C.uint64_t) {
	for ; times > 0; times-- {
		right, err := machport.ReceiveRightNew(0, 0)
		if err != nil || right.Close() != nil {
			return 0
		}
		made++
	}
	return
}

func main() {}
