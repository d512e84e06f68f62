// E0133: to take over a raw name is a promise that nobody can check.
use machport::{FromRawMachPort, SendRight};
fn main() {
    let _right = SendRight::from_raw_mach_port(5);
}
