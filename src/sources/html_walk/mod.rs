//! A light walk over the bytes of an HTML page: tags and text, each with its byte range, without a tree.
//!
//! ```text
//! <div class="_a6-g"><h2 class="_a6-h">Kashif</h2>…<br />…
//! ```
//! The pieces tile the page. Rules are those of the WHATWG tokenizer, with three exceptions that keep damage local:
//!
//! - a `<` inside a tag ends it: pages of exports escape it in attributes, so a tag that runs into the next one has lost
//!   a quote or its `>` and is `Broken`;
//! - a comment that is never closed ends at the next `>`;
//! - `script`, `style` and `title` are tags like all others: no text can swallow what follows it.
//!
//! Nothing is decoded here; [`Words`] decodes text, [`Elements`] knows which elements are open.

mod elements;
mod tag;
mod words;

use std::ops::Range;

use memchr::{memchr, memmem};

pub use self::elements::Elements;
pub use self::tag::Tag;
pub use self::words::Words;

/// What a stretch of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<div class="x">`, also `<br />`.
    Start(Tag<'a>),
    /// `</div>`, by its name as written.
    End(&'a [u8]),
    /// Text between tags, entities not decoded.
    Text,
    /// A comment, a doctype or another declaration.
    Aside,
    /// A tag without its end: the next tag begins in it, or the page is cut there.
    Broken(Tag<'a>),
}

/// A stretch of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub token: Token<'a>,
    /// Its bytes in the page.
    pub span: Range<usize>,
}

/// The pieces of a page, front to back.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    /// A walk over a whole page.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The bytes of a piece.
    pub fn slice(&self, span: &Range<usize>) -> &'a [u8] {
        self.bytes.get(span.clone()).unwrap_or_default()
    }

    /// The length of the page.
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    fn piece(&mut self, token: Token<'a>, end: usize) -> Piece<'a> {
        let span = self.at..end;
        self.at = end;
        Piece { token, span }
    }

    /// The end of the text that begins here: the next byte that opens a tag.
    fn text_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = memchr(b'<', &self.bytes[at..]) {
            at += found;
            if opens(&self.bytes[at..]) {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The end of a declaration that begins here: `-->` for a comment, else `>`.
    fn aside_end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let body = &rest[2..];
            if let Some(found) = memmem::find(body, b"-->") {
                return self.at + 2 + found + 3;
            }
        }
        memchr(b'>', rest).map_or(self.bytes.len(), |found| self.at + found + 1)
    }
}

/// Whether these bytes, which begin with `<`, open a tag or a declaration.
fn opens(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'!' | b'?') => true,
        // `</` before anything but the end of the page opens an end tag or what passes for a comment.
        Some(b'/') => bytes.len() > 2,
        Some(letter) => letter.is_ascii_alphabetic(),
        None => false,
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let bytes = self.bytes;
        let rest = bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        if rest[0] != b'<' || !opens(rest) {
            let end = self.text_end(self.at + 1);
            return Some(self.piece(Token::Text, end));
        }
        let is_end = rest[1] == b'/';
        let name = if is_end { 2 } else { 1 };
        if !rest[name].is_ascii_alphabetic() {
            let end = self.aside_end();
            return Some(self.piece(Token::Aside, end));
        }
        let limit = memchr(b'<', &rest[1..]).map_or(rest.len(), |found| found + 1);
        let (tag, length, is_whole) = tag::read_tag(&rest[name..limit]);
        let end = self.at + name + length;
        let token = match (is_whole, is_end) {
            (false, _) => Token::Broken(tag),
            (true, true) => Token::End(tag.name),
            (true, false) => Token::Start(tag),
        };
        Some(self.piece(token, end))
    }
}

#[cfg(test)]
mod tests;
