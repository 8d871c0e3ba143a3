//! From a packet to paper.

pub mod coverage;
pub mod pictures;
pub mod spelled;
pub mod world;
