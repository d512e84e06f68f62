//! How long a call waits: nanoseconds for C, and what is left of them after a signal.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::sys;
use core::time::Duration;

/// The time that a call may wait. `None`: for ever.
pub(crate) struct Timeout {
    given: Option<Duration>,
    #[cfg(feature = "std")]
    started: std::time::Instant,
}

impl Timeout {
    pub(crate) fn new(given: Option<Duration>) -> Self {
        Self {
            given,
            #[cfg(feature = "std")]
            started: std::time::Instant::now(),
        }
    }

    /// What is left, in nanoseconds.
    pub(crate) fn left(&self) -> u64 {
        let Some(given) = self.given else { return sys::MACHPORT_FOREVER };
        #[cfg(feature = "std")]
        let given = given.saturating_sub(self.started.elapsed());
        u64::try_from(given.as_nanos()).unwrap_or(sys::MACHPORT_FOREVER - 1).min(sys::MACHPORT_FOREVER - 1)
    }

    /// Whether to go on after a signal. Without a clock nobody knows what is left of a limited time: the caller decides.
    pub(crate) fn goes_on(&self) -> bool {
        cfg!(feature = "std") || self.given.is_none()
    }
}
