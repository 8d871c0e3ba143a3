//! All integration tests in one binary, so that the crate is linked once.

mod archives;
mod bad_input;
mod bundles;
mod cli;
mod data;
mod demo;
mod demo_reads;
mod demo_run;
mod docs;
mod downloads;
mod intake;
mod kills;
mod laws;
mod layers;
mod network;
mod packets;
mod render;
mod render_cases;
mod render_checks;
mod sources;
mod store;
mod support;
mod tamper;
mod truth;
