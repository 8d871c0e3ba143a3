//! The promises that we time. `cargo bench` runs all of them.

mod measure;
mod reading;
mod threads;

fn main() {
    reading::run();
    threads::run();
}
