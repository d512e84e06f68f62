// E0369: equal names do not mean equal ownership: rights do not compare.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    let another = send.try_dup().unwrap();
    assert!(send == another);
}
