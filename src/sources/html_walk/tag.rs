//! A tag: its name and its attributes, as written.

use std::borrow::Cow;

use memchr::memchr;

use super::words::decode;

/// A start tag. Names and values are the bytes of the page; nothing is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The name as written.
    pub name: &'a [u8],
    /// All between the name and the end of the tag.
    rest: &'a [u8],
    /// The value of the first `class`.
    class: &'a [u8],
}

impl<'a> Tag<'a> {
    /// Whether this is its name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The tokens of its class.
    pub fn classes(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let tokens = self.class.split(u8::is_ascii_whitespace);
        tokens.filter(|token| !token.is_empty())
    }

    /// Whether its class holds this token.
    pub fn has_class(&self, token: &str) -> bool {
        self.classes().any(|class| class == token.as_bytes())
    }

    /// The value of an attribute as written; the first one where there are several.
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        let mut found = None;
        let _ = each_attribute(self.rest, |key, value| {
            if found.is_none() && key.eq_ignore_ascii_case(name.as_bytes()) {
                found = Some(value);
            }
        });
        found
    }

    /// The value of an attribute with entities decoded. None where it is absent or not UTF-8.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        Some(decode(std::str::from_utf8(self.raw(name)?).ok()?))
    }
}

/// Reads a tag from its name on, up to the next `<` at most. Gives its length with the `>`, and whether it has one.
pub(super) fn read_tag(bytes: &[u8]) -> (Tag<'_>, usize, bool) {
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let name_end = bytes.iter().position(ends).unwrap_or(bytes.len());
    let rest = &bytes[name_end..];
    let mut class = None;
    let end = each_attribute(rest, |key, value| {
        if class.is_none() && key.eq_ignore_ascii_case(b"class") {
            class = Some(value);
        }
    });
    let tag = Tag {
        name: &bytes[..name_end],
        rest: &rest[..end.unwrap_or(rest.len())],
        class: class.unwrap_or_default(),
    };
    match end {
        Some(end) => (tag, name_end + end + 1, true),
        None => (tag, bytes.len(), false),
    }
}

/// Calls with each attribute, in order. Gives the offset of the `>` that ends the tag.
fn each_attribute<'a>(bytes: &'a [u8], mut call: impl FnMut(&'a [u8], &'a [u8])) -> Option<usize> {
    let mut at = 0;
    loop {
        at += count(&bytes[at..], |b| b.is_ascii_whitespace() || b == b'/');
        if *bytes.get(at)? == b'>' {
            return Some(at);
        }
        // A `=` that begins a name is a part of it.
        let in_name = |b: u8| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=');
        let name_end = at + 1 + count(&bytes[at + 1..], in_name);
        let name = &bytes[at..name_end];
        at = name_end + count(&bytes[name_end..], |b| b.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            call(name, &[]);
            continue;
        }
        at += 1;
        at += count(&bytes[at..], |b| b.is_ascii_whitespace());
        match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let length = memchr(quote, &bytes[at + 1..])?;
                call(name, &bytes[at + 1..at + 1 + length]);
                at += length + 2;
            }
            b'>' => call(name, &[]),
            _ => {
                let length = count(&bytes[at..], |b| !b.is_ascii_whitespace() && b != b'>');
                call(name, &bytes[at..at + length]);
                at += length;
            }
        }
    }
}

/// How many bytes at the start are like this.
fn count(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| is_one(**b)).count()
}
