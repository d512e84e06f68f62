// E0505: an owner that is borrowed from stays.
use machport::AsPort;
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    let borrow = send.as_port();
    drop(send);
    machport::calls::types(&borrow).unwrap();
}
