// E0277: a port set cannot be moved.
use machport::{pair, Message, PortSet};
fn main() {
    let (_receive, send) = pair().unwrap();
    Message::new(1, &[]).rights([PortSet::new().unwrap().into()]).send(&send, None).unwrap();
}
