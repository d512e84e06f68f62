// E0382: what moves with a message is gone.
use machport::{pair, Message};
fn main() {
    let (_receive, send) = pair().unwrap();
    let another = send.try_dup().unwrap();
    Message::new(1, &[]).rights([another.into()]).send(&send, None).unwrap();
    another.try_dup().unwrap();
}
