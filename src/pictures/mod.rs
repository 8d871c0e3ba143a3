//! Pictures as bytes: what they are, measured without changing them. Bytes in, facts out.

pub mod measure;

pub use measure::{Measured, PictureKind, Wholeness};
