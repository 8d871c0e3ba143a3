//! Cuts a page into its cards and the tables outside of cards.

use crate::sources::html_walk::{Elements, Tag, Token, Walk};
use crate::sources::json::{TileKind, Tiles};

/// Class tokens of cards, newest first.
const CARDS: [&str; 2] = ["_a6-g", "_2lej"];

/// Class tokens of the cells of label and value tables.
const CELLS: [&str; 4] = ["_a6_q", "_a6_r", "_2oao", "_51mw"];

fn has_any(tag: &Tag<'_>, tokens: &[&str]) -> bool {
    tokens.iter().any(|token| tag.has_class(token))
}

/// Whether a cell of a label and value table begins in these bytes.
pub fn has_cell(bytes: &[u8]) -> bool {
    Walk::new(bytes).any(|piece| matches!(piece.token, Token::Start(tag) if has_any(&tag, &CELLS)))
}

/// The cards of a page and what stands between them. A card ends with its element. If an end tag is lost, it ends where the
/// next card begins, so that no damage swallows two.
pub fn cut(bytes: &[u8]) -> Tiles {
    let mut tiles = Tiles::default();
    let mut elements = Elements::default();
    let mut open: Option<usize> = None;
    for piece in Walk::new(bytes) {
        match piece.token {
            Token::Start(tag) => {
                let is_card = has_any(&tag, &CARDS);
                if is_card && open.is_some() {
                    tiles.push(TileKind::Element, piece.span.start);
                    elements.clear();
                    open = None;
                }
                let is_element = elements.start(tag.name);
                if open.is_none() && is_element && (is_card || tag.is("table")) {
                    tiles.push(TileKind::Frame, piece.span.start);
                    open = Some(elements.depth());
                }
            }
            Token::End(name) => {
                elements.end(name);
                if open.is_some_and(|depth| elements.depth() < depth) {
                    tiles.push(TileKind::Element, piece.span.end);
                    open = None;
                }
            }
            Token::Text | Token::Aside | Token::Broken(_) => {}
        }
    }
    // A card that the end of the file cuts is not whole.
    let last = if open.is_some() {
        TileKind::Broken
    } else {
        TileKind::Frame
    };
    tiles.push(last, bytes.len());
    tiles
}
