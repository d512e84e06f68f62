// E0382: a send-once right is good for one message.
use machport::{pair, Message};
fn main() {
    let (receive, _send) = pair().unwrap();
    let once = receive.make_send_once().unwrap();
    Message::new(1, &[]).send_once(once).unwrap();
    Message::new(2, &[]).send_once(once).unwrap();
}
