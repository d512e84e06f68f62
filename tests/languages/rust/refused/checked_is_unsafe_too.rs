// E0133: a look at a name tells its kind, not its owner.
fn main() {
    let _right = machport::SendRight::from_raw_checked(5);
}
