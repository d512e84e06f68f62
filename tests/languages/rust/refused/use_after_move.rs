// E0382: what was consumed cannot be used.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    machport::calls::send_right_release(send).unwrap();
    send.try_dup().unwrap();
}
