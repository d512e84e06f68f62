// SPDX-License-Identifier: MIT OR Apache-2.0

package machport

import "machport/raw"

// An Error is the failure of one call. errors.Is(err, raw.E_DEAD) asks for a status.
type Error = raw.Error

// A Status is what a call answers.
type Status = raw.Status
