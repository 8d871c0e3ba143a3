//! Writes WhatsApp exports from typed events, and knows what they mean.
//!
//! It is written from the known facts about exports, not from the parser, so that the two can disagree.

mod event;
mod shape;
mod words;
mod writer;

pub use event::{Attachment, By, Event, Media, Present};
pub use shape::{Platform, SHAPES, Shape, shape};
pub use words::{Cell, Meaning, Words, cells, phrases};
pub use writer::{Written, write};
