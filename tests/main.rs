mod render;
mod render_checks;
mod demo;
mod layers;
//! All integration tests in one binary, so that the crate is linked once.

mod laws;
mod sources;
mod support;
mod truth;
