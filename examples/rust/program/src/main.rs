//! Two libraries that do not know each other: one gives a handle, one waits on it. Between them goes a raw port.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use registry::Object;
use std::time::Duration;
use waiter::Watch;

fn main() {
    let object = Object::new().expect("an object");
    let watch = Watch::over(object.handle().expect("a handle")).expect("a watch");
    println!("ended: {}", watch.ended(Duration::ZERO));
    drop(object);
    println!("ended: {}", watch.ended(Duration::from_secs(10)));
}
