// E0597: a borrow ends with its owner.
use machport::AsPort;
fn main() {
    let borrow = {
        let (_receive, send) = machport::pair().unwrap();
        send.as_port()
    };
    machport::calls::types(&borrow).unwrap();
}
