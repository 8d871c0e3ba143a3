//! From a packet to paper: PDF/A-3a files that anybody can print, checked twice before they are given.
//!
//! [`pdf::pdf`] is the way in. A packet is *spelled* (every character printable or named), laid out by typst in a closed
//! *world* (bundled fonts and templates only), read *sheet* by sheet and compared with what it must hold, written, and
//! *read back* with another library. One fault anywhere, and nothing comes out.

pub mod attachments;
pub mod coverage;
mod divide;
pub mod isolation;
pub mod laid_out;
pub mod leaks;
pub mod pdf;
pub mod pictures;
pub mod read_back;
pub mod sheets;
pub mod spelled;
pub mod speller;
mod volume;
pub mod world;
