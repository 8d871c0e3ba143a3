//! The promises that we time. `cargo bench` runs all of them.

mod reading;

fn main() {
    reading::run();
}
