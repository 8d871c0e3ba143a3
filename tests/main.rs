//! All integration tests in one binary, so that the crate is linked once.

mod data;
mod demo;
mod intake;
mod laws;
mod layers;
mod packets;
mod render;
mod render_checks;
mod sources;
mod support;
mod truth;
