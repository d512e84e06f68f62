//! A library that waits for the end of whatever a send right leads to. It knows nothing of where rights come from.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::{calls, AsPort, AsRawMachPort, Carried, Error, IntoRawMachPort, RawMachPort, ReceiveRight, SendRight, What};
use std::time::Duration;

/// A watch over a port.
pub struct Watch {
    told: ReceiveRight,
    watched: SendRight,
}

impl Watch {
    /// Takes a send right over from any library that gives one into raw.
    pub fn over(port: impl IntoRawMachPort) -> Result<Self, Error> {
        // SAFETY: whoever gives a port into raw gives the unit that it owned; what kind it is, is looked at.
        let watched = unsafe { SendRight::from_raw_checked(port.into_raw_mach_port())? };
        let told = ReceiveRight::new()?;
        calls::notify_dead_name(&watched, told.make_send_once()?)?;
        Ok(Watch { told, watched })
    }

    /// The name that is watched: it says nothing of who owns it.
    pub fn name(&self) -> RawMachPort {
        self.watched.as_port().as_raw_mach_port()
    }

    /// Whether the port ended within a time. The notification's own unit of the dead name is released with it.
    pub fn ended(&self, timeout: Duration) -> bool {
        let (mut bytes, mut rights) = ([0; 256], [Carried::NULL; 8]);
        let told = machport::receive(&self.told, &mut bytes, &mut rights, Some(timeout)).map_err(Error::from);
        let what =
            told.and_then(|message| message.into_notification().map_err(Error::from)).map(|notification| notification.what);
        matches!(what, Ok(What::DeadName { .. }))
    }
}
