// E0599: another user reference may be refused: a right is no Clone.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    let _another = send.clone();
}
