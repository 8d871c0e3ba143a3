//! All integration tests in one binary, so that the crate is linked once.

mod archives;
mod bundles;
mod data;
mod demo;
mod demo_reads;
mod docs;
mod intake;
mod laws;
mod layers;
mod packets;
mod render;
mod render_cases;
mod render_checks;
mod sources;
mod store;
mod support;
mod truth;
