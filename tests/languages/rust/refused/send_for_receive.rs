// E0271: a send right is no receive right.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    machport::calls::send_right_make(&send).unwrap();
}
