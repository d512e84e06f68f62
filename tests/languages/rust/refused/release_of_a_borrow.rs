// E0308: what is borrowed is not the borrower's to release.
fn main() {
    let task = machport::calls::task_self().unwrap();
    machport::calls::send_right_release(task).unwrap();
}
