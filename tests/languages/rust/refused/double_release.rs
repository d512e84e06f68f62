// E0382: nothing is released twice.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    machport::calls::send_right_release(send).unwrap();
    machport::calls::send_right_release(send).unwrap();
}
