// SPDX-License-Identifier: MIT OR Apache-2.0

package machportglue

// #cgo pkg-config: machport
import "C"
