//! From a packet to paper.

pub mod attachments;
pub mod coverage;
pub mod isolation;
pub mod laid_out;
pub mod leaks;
pub mod pdf;
pub mod pictures;
pub mod read_back;
pub mod sheets;
pub mod spelled;
pub mod world;
