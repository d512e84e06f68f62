// E0277: a number is no right.
fn main() {
    machport::calls::send_right_dup(&5u32).unwrap();
}
