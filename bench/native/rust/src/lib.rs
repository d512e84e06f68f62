//! Rust: the same through the crate's functions, and their results.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::{calls, kind, sys, Borrowed, Error};

/// # Safety
/// The name holds a send right.
#[no_mangle]
pub unsafe extern "C" fn bench_f(name: u32, times: u64) -> u64 {
    (0..times).filter(|_| calls::check(name, sys::MACHPORT_KIND_SEND) == Ok(sys::MACHPORT_KERN_SUCCESS)).count() as u64
}

/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bench_g(name: u32, times: u64) -> u64 {
    fn sum(send: Borrowed<'_, kind::Send>, times: u64) -> Result<u64, Error> {
        let mut sum = 0;
        for _ in 0..times {
            sum += u64::from(calls::types(&send)?);
        }
        Ok(sum)
    }
    // SAFETY: as the caller says.
    unsafe { Borrowed::borrow_raw(name) }.map_or(0, |send| sum(send, times).unwrap_or(0))
}
