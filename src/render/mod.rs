//! From a packet to paper.

pub mod coverage;
pub mod world;
