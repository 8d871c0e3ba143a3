//! All integration tests: one binary.

mod packets;
mod render;
mod render_checks;
