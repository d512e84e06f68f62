// SPDX-License-Identifier: MIT OR Apache-2.0

package embeddedglue

// #cgo pkg-config: mach-embedded
import "C"
