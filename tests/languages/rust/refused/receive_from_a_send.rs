// E0277: messages are received from receive rights and sets alone.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    machport::receive(&send, &mut [], &mut [], None).unwrap();
}
