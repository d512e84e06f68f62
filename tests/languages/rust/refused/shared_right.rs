// E0277: nor is one lent to another thread.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| send.try_dup().unwrap());
    });
}
