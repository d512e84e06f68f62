// SPDX-License-Identifier: MIT OR Apache-2.0

package rawglue

// #cgo pkg-config: machport
import "C"
