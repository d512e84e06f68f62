// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

// #cgo pkg-config: machport
import "C"
