//! What one card says: heading, words, table, files, time.

use std::borrow::Cow;

use crate::sources::html_walk::{Elements, Tag, Token, Walk, Words};
use crate::sources::media_files::is_hostile;

/// Which part of a card a stretch of text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Heading,
    Body,
    Time,
    Label,
    Value,
    /// What a browser shows if it cannot play a file.
    Fallback,
}

/// Class tokens of the parts.
const PARTS: [(&str, Part); 11] = [
    ("_a6-h", Part::Heading),
    ("_2lek", Part::Heading),
    ("_a6-p", Part::Body),
    ("_2let", Part::Body),
    ("_a6-o", Part::Time),
    ("_a72d", Part::Time),
    ("_2lem", Part::Time),
    ("_a6_q", Part::Label),
    ("_2oao", Part::Label),
    ("_a6_r", Part::Value),
    ("_51mw", Part::Value),
];

/// What a card says.
#[derive(Debug, Default)]
pub struct Card {
    /// The words above it.
    pub heading: String,
    /// The words in it outside of tables, block by block.
    pub words: Vec<String>,
    /// Labels and values, in order.
    pub pairs: Vec<(String, String)>,
    /// The time below it, as written.
    pub time: String,
    /// Paths of files.
    pub files: Vec<String>,
    /// Links to the outside.
    pub links: Vec<String>,
    /// Whether some bytes were not UTF-8.
    pub is_undecodable: bool,
    /// Whether a tag in it is broken or its last part has no end. What is left of a time can read as another time.
    pub is_damaged: bool,
}

impl Card {
    /// Reads the bytes of a card.
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader::default();
        let walk = Walk::new(bytes);
        for piece in walk.clone() {
            match piece.token {
                Token::Start(tag) => reader.start(&tag),
                Token::End(name) => reader.end(name),
                Token::Text => reader.text(walk.slice(&piece.span)),
                Token::Aside => {}
                Token::Broken(_) => reader.card.is_damaged = true,
            }
        }
        reader.flush();
        reader.card.is_damaged |= !reader.parts.is_empty();
        reader.card
    }

    /// The one value of the table for which this holds.
    pub fn only_value(&self, holds: impl Fn(&str) -> bool) -> Option<&str> {
        let mut found = self.pairs.iter().map(|(_, value)| value.as_str());
        let mut found = found.by_ref().filter(|value| holds(value));
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }
}

/// Whether an element of this name stands inside a line of text.
fn is_inline(name: &[u8]) -> bool {
    ["span", "a", "b", "i", "u", "em", "strong", "time"]
        .iter()
        .any(|inline| name.eq_ignore_ascii_case(inline.as_bytes()))
}

#[derive(Default)]
struct Reader {
    card: Card,
    elements: Elements,
    /// The open parts and how deep each stands, outermost first.
    parts: Vec<(Part, usize)>,
    /// The text of the block that is being read.
    words: Words,
}

impl Reader {
    fn part(&self) -> Option<Part> {
        self.parts.last().map(|(part, _)| *part)
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if tag.is("br") {
            self.words.push(b"\n");
            return;
        }
        self.name_file(tag);
        if !is_inline(tag.name) {
            self.flush();
        }
        if !self.elements.start(tag.name) {
            return;
        }
        let classed = PARTS.iter().find(|(token, _)| tag.has_class(token));
        let part = match (classed, self.part()) {
            (Some((_, part)), _) => Some(*part),
            (None, _) if tag.is("video") || tag.is("audio") => Some(Part::Fallback),
            // Cells of two columns hold the value in a block inside the label's.
            (None, Some(Part::Label)) if tag.is("div") => Some(Part::Value),
            (None, _) => None,
        };
        if let Some(part) = part {
            if part == Part::Label {
                self.card.pairs.push(Default::default());
            }
            self.parts.push((part, self.elements.depth()));
        }
    }

    fn end(&mut self, name: &[u8]) {
        let depth = self.elements.depth();
        if !is_inline(name) {
            self.flush();
        }
        self.elements.end(name);
        if self.elements.depth() < depth {
            let now = self.elements.depth();
            while self.parts.last().is_some_and(|(_, depth)| *depth > now) {
                self.parts.pop();
            }
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        self.words.push(bytes);
    }

    /// Hands the block's text to its part.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.card.is_undecodable |= words.is_undecodable;
        if words.is_blank() {
            return;
        }
        let text = words.text;
        let join = |into: &mut String| {
            if !into.is_empty() {
                into.push('\n');
            }
            into.push_str(&text);
        };
        match self.part() {
            Some(Part::Heading) => join(&mut self.card.heading),
            Some(Part::Time) => join(&mut self.card.time),
            Some(Part::Label) => {
                if let Some((label, _)) = self.card.pairs.last_mut() {
                    join(label);
                }
            }
            Some(Part::Value) => {
                if self.card.pairs.is_empty() {
                    self.card.pairs.push(Default::default());
                }
                if let Some((_, value)) = self.card.pairs.last_mut() {
                    join(value);
                }
            }
            Some(Part::Fallback) => {}
            Some(Part::Body) | None => self.card.words.push(text),
        }
    }

    /// Keeps the file or the link that a tag names.
    fn name_file(&mut self, tag: &Tag<'_>) {
        for name in ["src", "href"] {
            let is_named = |target: &Cow<'_, str>| !target.is_empty() && !target.starts_with('#');
            let Some(target) = tag.attribute(name).filter(is_named) else {
                continue;
            };
            let kept = if is_hostile(&target) {
                &mut self.card.links
            } else {
                &mut self.card.files
            };
            if !kept.iter().any(|known| *known == target) {
                kept.push(target.into_owned());
            }
        }
    }
}
