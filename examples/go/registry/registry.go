// SPDX-License-Identifier: MIT OR Apache-2.0

// Package registry gives handles to objects out, as IOKit does: a handle is a send right, by its raw name. It knows nothing of
// who will use it.
package registry

import "machport"

// An Object ends when it is closed.
type Object struct {
	port *machport.ReceiveRight
}

// New makes an object.
func New() (*Object, error) {
	port, err := machport.ReceiveRightNew(0, 0)
	return &Object{port}, err
}

// Handle gives a handle to it: the caller owns one user reference of a send right under the name.
func (o *Object) Handle() (uint32, error) {
	send, err := machport.SendRightMake(o.port)
	if err != nil {
		return 0, err
	}
	return send.Detach()
}

// Close ends the object.
func (o *Object) Close() error { return o.port.Close() }
