// E0277: four bytes do not record their name space, so they stay on their thread.
fn main() {
    let (_receive, send) = machport::pair().unwrap();
    std::thread::spawn(move || drop(send)).join().unwrap();
}
