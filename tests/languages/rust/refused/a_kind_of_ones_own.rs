// E0277: there are five kinds.
enum Mine {}
fn main() {
    let _none: Option<machport::Owned<Mine>> = None;
}
