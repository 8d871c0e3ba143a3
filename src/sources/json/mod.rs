//! JSON as bytes, for files that may be damaged, hostile or written in a broken encoding.
//!
//! [`cut`] parts a file into the elements of its arrays and what stands around them, by brackets and strings alone;
//! [`Fields`] and [`Items`] walk one sound element; [`Texts`] gives its strings as people wrote them. Nothing here needs
//! valid UTF-8, calls itself on untrusted depth, or fails.

mod elements;
mod fields;
mod mojibake;
mod resync;
mod scanner;
mod text;
mod tiles;
mod value;

pub use elements::{Elements, Lists, cut};
pub use fields::{Fields, Items, has_key, is_list, is_object, short_string, string, whole_number};
pub use mojibake::{Texts, Writing, worse};
pub use scanner::Scanner;
pub use tiles::{Tile, TileKind, Tiles};
pub use value::{insert, raw_value};

/// The byte order mark that editors put before a text.
pub const MARK: &[u8] = b"\xEF\xBB\xBF";
