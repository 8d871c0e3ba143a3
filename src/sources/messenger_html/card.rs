//! The second pass: one card, read into its parts.

use super::body::{Body, BodyReader};
use super::marks::{Age, Marks, marks};
use super::media::Setting;
use super::outline::{Outline, Part, Step};
use crate::sources::html_walk::{Token, Walk, Words};

/// What one card says.
#[derive(Debug, Default)]
pub struct Card {
    /// The name above it.
    pub sender: Words,
    /// The stamp below it.
    pub stamp: Words,
    /// Whether the stamp's element is whole: no tag is broken in it and it ends before the card does.
    pub has_whole_stamp: bool,
    /// What was written.
    pub body: Body,
}

/// Reads the bytes of one card.
pub fn read_card(bytes: &[u8], age: Age, setting: &Setting<'_>) -> Card {
    let mut outline = Outline::new(age);
    let mut reader = BodyReader::new(age, setting);
    let mut sender = Words::default();
    let mut stamp = Words::default();
    let mut in_body = Words::default();
    let mut is_broken = false;
    let mut part = Part::Card;
    let walk = Walk::new(bytes);
    for piece in walk.clone() {
        let slice = walk.slice(&piece.span);
        let is_breaking = matches!(piece.token, Token::Broken(_));
        let step = outline.see(&piece, slice);
        let before = part;
        part = outline.part();
        let Step::In(of) = step else {
            // The card's own end tag. A second pass over the same bytes ends nowhere else.
            continue;
        };
        match of {
            Part::Sender => add_text(&mut sender, &piece.token, slice),
            Part::Time | Part::TimeInBody => {
                let words = if of == Part::Time {
                    &mut stamp
                } else {
                    &mut in_body
                };
                add_text(words, &piece.token, slice);
                is_broken |= is_breaking;
            }
            Part::Body | Part::Card | Part::Nested => {}
        }
        let is_inside = |p: Part| matches!(p, Part::Body | Part::TimeInBody);
        if is_inside(of) || is_inside(before) {
            let is_a_time = of == Part::TimeInBody
                && matches!(&piece.token, Token::Start(tag) if marks(tag, age).has(Marks::TIME));
            if is_a_time {
                reader.begin_time();
            }
            reader.see(&piece.token, slice, outline.depth());
            if before == Part::TimeInBody && part == Part::Body {
                reader.end_time();
            }
        }
    }
    let is_open = matches!(part, Part::Time | Part::TimeInBody);
    let takes_time_of_body = !outline.seen.time && outline.seen.time_in_body;
    if takes_time_of_body {
        stamp = in_body;
    }
    Card {
        sender,
        stamp,
        has_whole_stamp: !is_broken && !is_open,
        body: reader.finish(takes_time_of_body),
    }
}

/// The words of a piece: text, line breaks, and what is left of a broken tag.
fn add_text(words: &mut Words, token: &Token<'_>, bytes: &[u8]) {
    match token {
        Token::Text | Token::Broken(_) => words.push(bytes),
        Token::Start(tag) if tag.is("br") => words.text.push('\n'),
        _ => {}
    }
}
