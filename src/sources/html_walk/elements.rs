//! Which elements are open at a point of a page.

/// Elements that never have an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Names that are told apart, those that an inline end tag never closes first.
const NAMES: &[&str] = &[
    "div", "p", "ul", "ol", "li", "section", "article", "header", "footer", "main", "nav", "h1",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th", "body", "html",
    "head", // inline from here on
    "span", "a", "b", "i", "u", "em", "strong", "time", "audio", "video", "title", "style",
];

/// How many of [`NAMES`] are blocks.
const BLOCKS: u8 = 26;

/// Any other name.
const OTHER: u8 = NAMES.len() as u8;

/// An inline end tag closes at most so many open elements: more are no page of an export but an attack on time.
const REACH: usize = 64;

/// The open elements, outermost first.
#[derive(Debug, Clone)]
pub struct Elements {
    open: Vec<u8>,
    counts: [u32; NAMES.len() + 1],
}

impl Default for Elements {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            counts: [0; NAMES.len() + 1],
        }
    }
}

impl Elements {
    /// Whether an element of this name is told apart from others.
    pub fn knows(name: &[u8]) -> bool {
        known(name) != OTHER
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
        self.counts = [0; NAMES.len() + 1];
    }

    /// Opens an element. False if it is one that is never closed, such as `br`.
    pub fn start(&mut self, name: &[u8]) -> bool {
        if VOID
            .iter()
            .any(|void| name.eq_ignore_ascii_case(void.as_bytes()))
        {
            return false;
        }
        let known = known(name);
        self.counts[usize::from(known)] += 1;
        self.open.push(known);
        true
    }

    /// Closes the innermost element of this name, and what is open inside it. False if there is none: then nothing is
    /// closed. An inline end tag (`</span>`) never closes a block (`div`).
    pub fn end(&mut self, name: &[u8]) -> bool {
        let known = known(name);
        if self.counts[usize::from(known)] == 0 {
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

fn known(name: &[u8]) -> u8 {
    let at = NAMES
        .iter()
        .position(|n| name.eq_ignore_ascii_case(n.as_bytes()));
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(OTHER)
}
