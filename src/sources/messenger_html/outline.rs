//! Where one is inside a card: the parts of a message by the elements that are open, without a tree.
//!
//! Only structure decides. Markup inside a body is a part of that body, whatever it looks like, and is told as a doubt:
//! sound pages escape what people write.

use super::marks::{Age, Marks, marks};
use crate::sources::html_walk::{Elements, Piece, Tag, Token, Words};

/// A part of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Outside the parts that are known.
    Card,
    /// Who wrote it.
    Sender,
    /// What was written.
    Body,
    /// When.
    Time,
    /// An element inside the body that is marked as a time.
    TimeInBody,
    /// A card inside the card.
    Nested,
}

/// What a piece does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It belongs to this part.
    In(Part),
    /// The card ends behind it.
    EndsBehind,
    /// The card ended before it.
    EndsBefore,
}

/// What speaks against trusting a card's edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Doubts(u8);

impl Doubts {
    /// Its end is missing.
    pub const UNCLOSED: Self = Self(1);
    /// A message stands inside it.
    pub const NESTED: Self = Self(2);
    /// A tag is broken.
    pub const BROKEN: Self = Self(4);
    /// A part stands where none belongs, or twice.
    pub const PARTS: Self = Self(8);
    /// What stands beside it could not be read.
    pub const BESIDE: Self = Self(16);

    /// Adds a doubt.
    pub fn add(&mut self, one: Self) {
        self.0 |= one.0;
    }

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.0 != 0
    }
}

/// What was seen of the parts of a card.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// A sender with a name.
    pub sender: bool,
    /// A body that holds something.
    pub body: bool,
    /// A time with text, outside the body.
    pub time: bool,
    /// A time with text, inside the body.
    pub time_in_body: bool,
    /// A card inside that has a time of its own.
    pub nested_time: bool,
}

/// The walk through one card.
#[derive(Debug, Default)]
pub struct Outline {
    age: Age,
    elements: Elements,
    /// The part that is open, and the depth of its element.
    open: Option<(Part, usize)>,
    time_in_body: Option<usize>,
    nested: Option<usize>,
    had: Marked,
    /// What was seen so far.
    pub seen: Seen,
    /// What speaks against it so far.
    pub doubts: Doubts,
}

/// Which parts have begun.
#[derive(Debug, Default)]
struct Marked {
    sender: bool,
    body: bool,
    time: bool,
}

impl Outline {
    /// An outline that begins with the card's own start tag.
    pub fn new(age: Age) -> Self {
        Self {
            age,
            ..Self::default()
        }
    }

    /// How many elements are open, the card's own counted.
    pub fn depth(&self) -> usize {
        self.elements.depth()
    }

    /// Whether the card has all that a message has, so that another card cannot belong to it.
    fn is_complete(&self) -> bool {
        self.seen.time || self.seen.time_in_body || self.had.body && self.part() != Part::Body
    }

    /// The part that is open.
    pub fn part(&self) -> Part {
        match (self.nested, self.time_in_body, self.open) {
            (Some(_), _, _) => Part::Nested,
            (None, Some(_), _) => Part::TimeInBody,
            (None, None, Some((part, _))) => part,
            (None, None, None) => Part::Card,
        }
    }

    /// Goes on by one piece of the page. A broken tag of an unknown element is text.
    pub fn see(&mut self, piece: &Piece<'_>, bytes: &[u8]) -> Step {
        match &piece.token {
            Token::Start(tag) => self.start(tag),
            Token::End(name) => self.end(name),
            Token::Text => {
                self.text(bytes);
                Step::In(self.part())
            }
            Token::Broken(tag) => {
                self.doubts.add(Doubts::BROKEN);
                if !is_end(bytes) && Elements::knows(tag.name) {
                    self.elements.start(tag.name);
                } else {
                    self.text(bytes);
                }
                Step::In(self.part())
            }
            Token::Aside => Step::In(self.part()),
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let part = self.part();
        let is_told = match part {
            Part::Sender => self.seen.sender,
            Part::Body => self.seen.body,
            Part::Time => self.seen.time,
            Part::TimeInBody => self.seen.time_in_body,
            Part::Card | Part::Nested => true,
        };
        if is_told || is_blank(bytes) {
            return;
        }
        match part {
            Part::Sender => self.seen.sender = true,
            Part::Body => self.seen.body = true,
            Part::Time => self.seen.time = true,
            Part::TimeInBody => {
                self.seen.time_in_body = true;
                self.seen.body = true;
            }
            Part::Card | Part::Nested => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) -> Step {
        let marks = marks(tag, self.age);
        let is_first = self.elements.depth() == 0 && !self.had.body;
        let begins_thread = marks.has(Marks::THREAD);
        if !is_first && (begins_thread || marks.has(Marks::CARD) && self.nested.is_none()) {
            // In version A a card lies beside its text, never inside: the text's own end is missing. And after one message
            // inside a card another one cannot be inside too: nothing may swallow the rest of a page.
            if self.age == Age::Old || self.is_complete() || self.seen.nested_time {
                if self.elements.depth() > 0 {
                    self.doubts.add(Doubts::UNCLOSED);
                }
                return Step::EndsBefore;
            }
        }
        if is_media(tag) && self.part() == Part::Body {
            self.seen.body = true;
        }
        if !self.elements.start(tag.name) {
            return Step::In(self.part());
        }
        let depth = self.elements.depth();
        if is_first {
            return Step::In(Part::Card);
        }
        if self.nested.is_some() {
            // A time is what makes a card a message; the cards of word effects have none.
            if marks.has(Marks::TIME) {
                self.seen.nested_time = true;
                self.doubts.add(Doubts::NESTED);
            }
        } else if marks.has(Marks::CARD) {
            self.nested = Some(depth);
        } else if marks.any() {
            self.enter(marks, depth);
        }
        Step::In(self.part())
    }

    /// Enters an element that is marked as a part.
    fn enter(&mut self, marks: Marks, depth: usize) {
        match self.open {
            Some((Part::Body, _)) if self.age == Age::Carded => {
                self.doubts.add(Doubts::PARTS);
                if marks.has(Marks::TIME) && self.time_in_body.is_none() {
                    self.time_in_body = Some(depth);
                }
                return;
            }
            Some((Part::Body, _)) => return self.doubts.add(Doubts::PARTS),
            // The time's element holds another one with the stamp itself.
            Some((Part::Time, _)) if marks.has(Marks::TIME) => return,
            Some(_) => self.doubts.add(Doubts::PARTS),
            None => {}
        }
        let (part, had) = if marks.has(Marks::BODY) {
            (Part::Body, &mut self.had.body)
        } else if marks.has(Marks::TIME) {
            (Part::Time, &mut self.had.time)
        } else {
            (Part::Sender, &mut self.had.sender)
        };
        if std::mem::replace(had, true) {
            // The first one counts.
            self.doubts.add(Doubts::PARTS);
            self.open = Some((Part::Card, depth));
        } else {
            self.open = Some((part, depth));
        }
    }

    fn end(&mut self, name: &[u8]) -> Step {
        let part = self.part();
        if !self.elements.end(name) {
            // The end of what holds the card: its own end is missing, or in version A stands where it must.
            if Elements::holds_others(name) {
                if self.elements.depth() > 0 {
                    self.doubts.add(Doubts::UNCLOSED);
                }
                return Step::EndsBefore;
            }
            return Step::In(part);
        }
        let depth = self.elements.depth();
        let is_closed = |at: usize| depth < at;
        self.nested = self.nested.filter(|at| !is_closed(*at));
        self.time_in_body = self.time_in_body.filter(|at| !is_closed(*at));
        self.open = self.open.filter(|(_, at)| !is_closed(*at));
        if depth > 0 {
            return Step::In(part);
        }
        match self.age {
            Age::Carded => Step::EndsBehind,
            Age::Old if self.had.body => Step::In(part),
            Age::Old => {
                // The header is over; all up to the next card is its text.
                self.had.body = true;
                self.open = Some((Part::Body, 0));
                Step::In(Part::Card)
            }
        }
    }
}

/// Whether these bytes are an end tag, or the start of one.
fn is_end(bytes: &[u8]) -> bool {
    bytes.starts_with(b"</")
}

fn is_blank(bytes: &[u8]) -> bool {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return true;
    }
    // Only an entity can still be a blank.
    bytes.contains(&b'&') && {
        let mut words = Words::default();
        words.push(bytes);
        words.is_blank()
    }
}

/// Elements that show something without text.
pub fn is_media(tag: &Tag<'_>) -> bool {
    ["img", "audio", "video", "a"]
        .iter()
        .any(|name| tag.is(name))
}
