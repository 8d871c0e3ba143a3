//! All integration tests in one binary, so that the crate is linked once.

mod laws;
mod sources;
mod support;
mod truth;
