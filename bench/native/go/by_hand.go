// Go by hand: the same, as one writes it with cgo.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

/*
#cgo pkg-config: machport
#include <machport/machport.h>
*/
import "C"

import (
	"fmt"
	"runtime"
	"sync"
)

type status C.machport_status_t

func (s status) Error() string {
	return fmt.Sprintf("%s (%d)", C.GoString(C.machport_status_name(C.machport_status_t(s))), int32(s))
}

func check(name, kind uint32) (int32, error) {
	var verdict C.machport_status_t
	if s := C.machport_check(C.machport_any_t(name), C.machport_kind_t(kind), &verdict); s != C.MACHPORT_KERN_SUCCESS {
		return 0, status(s)
	}
	return int32(verdict), nil
}

func types(name uint32) (uint32, error) {
	var types C.uint32_t
	if s := C.machport_types(C.machport_any_t(name), &types); s != C.MACHPORT_KERN_SUCCESS {
		return 0, status(s)
	}
	return uint32(types), nil
}

type receiveRight struct {
	lock sync.Mutex
	name C.machport_receive_t
}

func newReceiveRight() (*receiveRight, error) {
	var name C.machport_receive_t
	if s := C.machport_receive_right_new(0, 0, &name); s != C.MACHPORT_KERN_SUCCESS {
		return nil, status(s)
	}
	right := &receiveRight{name: name}
	runtime.SetFinalizer(right, (*receiveRight).close)
	return right, nil
}

func (r *receiveRight) close() error {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.name == C.MACHPORT_NULL {
		return nil
	}
	if s := C.machport_receive_right_release(r.name, 0); s != C.MACHPORT_KERN_SUCCESS {
		return status(s)
	}
	r.name = C.MACHPORT_NULL
	runtime.SetFinalizer(r, nil)
	return nil
}

//export hand_f
func hand_f(name C.uint32_t, times C.uint64_t) (alive C.uint64_t) {
	for ; times > 0; times-- {
		if verdict, err := check(uint32(name), C.MACHPORT_KIND_SEND); err == nil && verdict == C.MACHPORT_KERN_SUCCESS {
			alive++
		}
	}
	return
}

//export hand_g
func hand_g(name C.uint32_t, times C.uint64_t) (sum C.uint64_t) {
	for ; times > 0; times-- {
		types, err := types(uint32(name))
		if err != nil {
			return 0
		}
		sum += C.uint64_t(types)
	}
	return
}

//export hand_owned
func hand_owned(_ C.uint32_t, times C.uint64_t) (made C.uint64_t) {
	for ; times > 0; times-- {
		right, err := newReceiveRight()
		if err != nil || right.close() != nil {
			return 0
		}
		made++
	}
	return
}
