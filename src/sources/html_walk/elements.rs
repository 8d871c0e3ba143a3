//! Which elements are open at a point of a page.

/// The kinds of elements that are told apart, blocks first.
const BLOCKS: u8 = 26;
/// An element of any other name.
const OTHER: u8 = 38;
/// An element that never has an end tag.
const VOID: u8 = 39;

/// The kind of an element by its name.
fn kind(name: &[u8]) -> u8 {
    let mut lower = [0; 8];
    let Some(lower) = lower.get_mut(..name.len()) else {
        return OTHER;
    };
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    match &*lower {
        b"div" => 0,
        b"p" => 1,
        b"ul" => 2,
        b"ol" => 3,
        b"li" => 4,
        b"section" => 5,
        b"article" => 6,
        b"header" => 7,
        b"footer" => 8,
        b"main" => 9,
        b"nav" => 10,
        b"h1" => 11,
        b"h2" => 12,
        b"h3" => 13,
        b"h4" => 14,
        b"h5" => 15,
        b"h6" => 16,
        b"table" => 17,
        b"thead" => 18,
        b"tbody" => 19,
        b"tr" => 20,
        b"td" => 21,
        b"th" => 22,
        b"body" => 23,
        b"html" => 24,
        b"head" => 25,
        b"span" => 26,
        b"a" => 27,
        b"b" => 28,
        b"i" => 29,
        b"u" => 30,
        b"em" => 31,
        b"strong" => 32,
        b"time" => 33,
        b"audio" => 34,
        b"video" => 35,
        b"title" => 36,
        b"style" => 37,
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link"
        | b"meta" | b"param" | b"source" | b"track" | b"wbr" => VOID,
        _ => OTHER,
    }
}

/// An inline end tag closes at most so many open elements: more are no page of an export but an attack on time.
const REACH: usize = 64;

/// The open elements, outermost first.
#[derive(Debug, Clone)]
pub struct Elements {
    open: Vec<u8>,
    counts: [u32; OTHER as usize + 1],
}

impl Default for Elements {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            counts: [0; OTHER as usize + 1],
        }
    }
}

impl Elements {
    /// Whether an element of this name is told apart from others.
    pub fn knows(name: &[u8]) -> bool {
        kind(name) < OTHER
    }

    /// Whether elements of this name hold whole parts of a page, so that their end ends all inside.
    pub fn holds_others(name: &[u8]) -> bool {
        let holders = ["div", "section", "main", "body", "html"];
        holders
            .iter()
            .any(|holder| name.eq_ignore_ascii_case(holder.as_bytes()))
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Forgets all open elements.
    pub fn clear(&mut self) {
        self.open.clear();
        self.counts = [0; OTHER as usize + 1];
    }

    /// Opens an element. False if it is one that is never closed, such as `br`.
    pub fn start(&mut self, name: &[u8]) -> bool {
        let known = kind(name);
        if known == VOID {
            return false;
        }
        self.counts[usize::from(known)] += 1;
        self.open.push(known);
        true
    }

    /// Closes the innermost element of this name, and what is open inside it. False if there is none: then nothing is
    /// closed. An inline end tag (`</span>`) never closes a block (`div`).
    pub fn end(&mut self, name: &[u8]) -> bool {
        let known = kind(name);
        if known == VOID || self.counts[usize::from(known)] == 0 {
            return false;
        }
        let is_block = known < BLOCKS;
        let reach = if is_block { self.open.len() } else { REACH };
        let mut inner = self.open.iter().rev().take(reach);
        let Some(above) = inner.position(|open| *open == known || !is_block && *open < BLOCKS)
        else {
            return false;
        };
        let at = self.open.len() - 1 - above;
        if self.open[at] != known {
            return false;
        }
        for closed in self.open.drain(at..) {
            self.counts[usize::from(closed)] -= 1;
        }
        true
    }
}
