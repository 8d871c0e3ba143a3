//! Cuts a file into the elements of its arrays and what stands around them.

use std::ops::Range;

use super::MARK;
use super::resync::Search;
use super::scanner::Scanner;
use super::text::decode;
use super::tiles::{TileKind, Tiles};

/// A field beside the arrays: its key as written between the quotes, its value, and how deep it stands (0: at the root).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The key.
    pub key: Range<usize>,
    /// The value.
    pub value: Range<usize>,
    /// How many objects of the path stand around its own.
    pub depth: usize,
}

/// So many fields beside the arrays are remembered. Real files have about ten.
const MOST_OUTSIDE: usize = 1000;

/// A file in pieces.
#[derive(Debug, Default)]
pub struct Elements {
    /// All its bytes, one stretch behind the other.
    pub tiles: Tiles,
    /// The fields beside the arrays, the first thousand.
    pub outside: Vec<Outside>,
    /// How many arrays stand under the path: more than one if the key stands twice.
    pub arrays: u64,
    /// Whether it begins with a byte order mark.
    pub has_mark: bool,
    /// Whether it ends before its last bracket.
    pub ends_early: bool,
    /// Whether a character above U+00FF is escaped somewhere.
    pub has_wide_escape: bool,
}

/// Where the grammar breaks: at a byte, behind which part that may be damaged, and inside which element, if it is in one.
pub struct Break {
    /// The byte.
    pub at: usize,
    /// From here on the next whole element may begin.
    pub from: usize,
    /// The start of the element.
    pub element: Option<usize>,
}

/// Which lists of the file are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// Those under the path.
    Named,
    /// Those, and any beside them that holds such elements: its key is damaged, and no element is scaffolding.
    Alike,
}

/// Cuts the array under `path`, such as `["messages"]`; an empty path is an array at the root. Where the file is damaged,
/// `is_element` tells whether a whole object found behind the damage is an element and not a part of one. A file without
/// such an array is one unparsed stretch.
pub fn cut(
    bytes: &[u8],
    path: &[&str],
    lists: Lists,
    is_element: &dyn Fn(&[u8]) -> bool,
) -> Elements {
    let mut cutter = Cutter {
        scanner: Scanner::new(bytes),
        search: Search::new(bytes, is_element),
        bytes,
        path,
        lists,
        is_damaged: false,
        found: Elements::default(),
    };
    let mut outcome = cutter.whole();
    if outcome.is_err() {
        // Now that it is known to be damaged, all of it is read with suspicion.
        cutter.is_damaged = true;
        outcome = cutter.whole();
    }
    while let Err(broken) = outcome {
        let Some(next) = cutter.next_element(&broken) else {
            // Behind a lost quote the rest of the file is text, its last bracket too.
            let has_last_bracket = bytes.trim_ascii_end().ends_with(b"}");
            cutter.found.ends_early =
                broken.at >= bytes.len() && !(broken.element.is_some() && has_last_bracket);
            cutter.leave(&broken, bytes.len());
            break;
        };
        cutter.leave(&broken, next);
        outcome = cutter.resume(next);
    }
    cutter.finish()
}

struct Cutter<'a, 'p> {
    scanner: Scanner<'a>,
    search: Search<'a, 'p>,
    bytes: &'a [u8],
    path: &'p [&'p str],
    lists: Lists,
    is_damaged: bool,
    found: Elements,
}

fn outside(at: usize) -> Break {
    between(at, at)
}

/// A break between elements, or in a field beside them, that begins at `from`. A lost quote shows only behind the bracket of
/// the next element, so the search begins there.
fn between(from: usize, at: usize) -> Break {
    Break {
        at,
        from,
        element: None,
    }
}

impl Cutter<'_, '_> {
    /// The file from its first byte on.
    fn whole(&mut self) -> Result<(), Break> {
        let start = if self.bytes.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        self.found = Elements::default();
        self.found.has_mark = start > 0;
        self.found.tiles.push(TileKind::Frame, start);
        self.root(start)?;
        if self.found.arrays == 0 {
            // The key itself may be what is damaged.
            return Err(outside(start));
        }
        Ok(())
    }

    /// The pieces, with what is left behind the last of them.
    fn finish(mut self) -> Elements {
        let end = self.bytes.len();
        if self.found.arrays == 0 && self.found.tiles.counted() == 0 {
            let start = if self.found.has_mark { MARK.len() } else { 0 };
            self.found.tiles = Tiles::default();
            self.found.tiles.push(TileKind::Frame, start);
            self.found.tiles.push(TileKind::Unparsed, end);
        }
        self.found.tiles.push(TileKind::Frame, end);
        self.found.has_wide_escape = self.scanner.has_wide_escape;
        self.found
    }

    fn root(&mut self, start: usize) -> Result<(), Break> {
        let at = self.scanner.blank(start);
        match (self.scanner.peek(at), self.path.is_empty()) {
            (Some(b'['), true) => {
                self.found.arrays += 1;
                let at = self.elements(at + 1)?;
                self.close(at)
            }
            (Some(b'{'), false) => self.fields(at + 1, 0, true),
            _ => Err(outside(at)),
        }
    }

    /// Goes on behind damage with the element at `at`.
    fn resume(&mut self, at: usize) -> Result<(), Break> {
        self.found.arrays = self.found.arrays.max(1);
        let at = self.elements_from(at)?;
        match self.path.len() {
            0 => self.close(at),
            depth => self.fields(at, depth - 1, false),
        }
    }

    /// The fields of the objects of the path, from behind an opening bracket or behind a field, to the end of the file.
    fn fields(&mut self, mut at: usize, mut depth: usize, mut is_first: bool) -> Result<(), Break> {
        loop {
            at = self.scanner.blank(at);
            match self.scanner.peek(at) {
                Some(b'}') => {
                    at += 1;
                    is_first = false;
                    let Some(less) = depth.checked_sub(1) else {
                        return self.close(at);
                    };
                    depth = less;
                    continue;
                }
                Some(b',') if !is_first => at = self.scanner.blank(at + 1),
                Some(b'"') if is_first => {}
                _ => return Err(outside(at)),
            }
            let key = at;
            let breaks = |at| between(key, at);
            at = self.scanner.key(at).map_err(breaks)?;
            is_first = false;
            let is_on_path = self.is_key(key, depth);
            let is_last = depth + 1 == self.path.len();
            match self.scanner.peek(at) {
                Some(b'[') if is_on_path && is_last => {
                    self.found.arrays += 1;
                    at = self.elements(at + 1)?;
                }
                Some(b'{') if is_on_path && !is_last => {
                    at += 1;
                    depth += 1;
                    is_first = true;
                }
                _ => {
                    let end = self.scanner.value(at).map_err(breaks)?;
                    let is_list = self.lists == Lists::Alike
                        && is_last
                        && self.scanner.peek(at) == Some(b'[');
                    if is_list && self.has_element_inside(at, end) {
                        return Err(outside(at));
                    }
                    self.remember(key, at..end, depth);
                    at = end;
                }
            }
        }
    }

    /// Whether the key whose quote stands at `at` is the next one of the path.
    fn is_key(&self, at: usize, depth: usize) -> bool {
        let Ok(end) = Scanner::new(self.bytes).string(at) else {
            return false;
        };
        let key = self.bytes.get(at + 1..end - 1).unwrap_or_default();
        self.path
            .get(depth)
            .is_some_and(|wanted| decode(key).text == *wanted)
    }

    fn remember(&mut self, key: usize, value: Range<usize>, depth: usize) {
        if self.found.outside.len() < MOST_OUTSIDE {
            let end = Scanner::new(self.bytes).string(key).unwrap_or(key + 2);
            self.found.outside.push(Outside {
                key: key + 1..end - 1,
                value,
                depth,
            });
        }
    }

    /// Behind the last bracket of the root only blanks may stand.
    fn close(&self, at: usize) -> Result<(), Break> {
        match self.scanner.blank(at) {
            at if at == self.bytes.len() => Ok(()),
            at => Err(outside(at)),
        }
    }

    fn elements(&mut self, at: usize) -> Result<usize, Break> {
        let at = self.scanner.blank(at);
        match self.scanner.peek(at) {
            Some(b']') => Ok(at + 1),
            _ => self.elements_from(at),
        }
    }

    /// The elements from the one at `at` on; returns where the array ends.
    fn elements_from(&mut self, mut at: usize) -> Result<usize, Break> {
        loop {
            let begins = matches!(
                self.scanner.peek(at),
                Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            );
            self.found.tiles.push(TileKind::Frame, at);
            let breaks = |broken| Break {
                at: broken,
                from: if begins { at + 1 } else { at },
                element: begins.then_some(at),
            };
            let end = self.scanner.value(at).map_err(breaks)?;
            let next = self.scanner.blank(end);
            let separator = self.scanner.peek(next);
            let is_separated = matches!(separator, Some(b',' | b']'));
            let is_doubtful = match self.scanner.peek(at) {
                Some(b'{') => false,
                // A bracket too many swallows the elements behind it, a quote too many the bracket of the next.
                Some(b'[') => self.is_damaged && self.has_element_inside(at, end) || !is_separated,
                _ => !is_separated,
            };
            if is_doubtful {
                return Err(between(at, next));
            }
            self.found.tiles.push(TileKind::Element, end);
            match separator {
                Some(b',') => at = self.scanner.blank(next + 1),
                Some(b']') => return Ok(next + 1),
                _ => return Err(outside(next)),
            }
        }
    }

    fn next_element(&mut self, broken: &Break) -> Option<usize> {
        let end = self.bytes.len();
        self.search.next_element(&mut self.scanner, broken, end)
    }

    fn has_element_inside(&mut self, start: usize, end: usize) -> bool {
        let next = self
            .search
            .next_element(&mut self.scanner, &outside(start), end);
        next.is_some()
    }

    /// Books what is damaged up to `end`: of an element its own bytes, not the comma behind it.
    fn leave(&mut self, broken: &Break, end: usize) {
        let tiles = &mut self.found.tiles;
        let Some(start) = broken.element else {
            return tiles.push(TileKind::Unparsed, end);
        };
        tiles.push(TileKind::Frame, start);
        let stretch = self.bytes.get(start..end).unwrap_or_default();
        let kept = if end < self.bytes.len() {
            without_separator(stretch)
        } else {
            stretch.len()
        };
        tiles.push(TileKind::Broken, start + kept);
    }
}

/// The length of a stretch without the comma and the blanks at its end.
fn without_separator(stretch: &[u8]) -> usize {
    let trimmed = stretch.trim_ascii_end();
    trimmed
        .strip_suffix(b",")
        .unwrap_or(trimmed)
        .trim_ascii_end()
        .len()
}

#[cfg(test)]
mod tests;
