//! The first pass: a page is cut into cards and what stands between them. Nothing is read yet.

use std::ops::Range;

use super::marks::{Age, Marks, marks};
use super::outline::{Outline, Step};

pub use super::outline::Doubts;
use crate::model::Ledger;
use crate::sources::html_walk::{Piece, Token, Walk};

/// What a stretch of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A card with a time of its own: one message.
    Message,
    /// A card without one: members, a link, a word effect.
    Other,
    /// Parts of messages that are no whole card.
    Unread,
    /// All else.
    Frame,
}

/// A stretch of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// What it is.
    pub what: What,
    /// What speaks against its edges.
    pub doubts: Doubts,
    /// The thread of the page that it belongs to, counted from 0; version A has many on one page.
    pub group: u32,
}

/// A page that is cut.
#[derive(Debug, Default)]
pub struct Cut {
    /// The stretches, which tile the page.
    pub stretches: Vec<Stretch>,
    /// How the page is made; none where it has no card.
    pub age: Option<Age>,
    /// Whether the page ends inside a card.
    pub is_cut_off: bool,
}

type Content = (What, Doubts, u32);

/// Cuts a page.
pub fn cut(page: &[u8]) -> Cut {
    let mut cut = Cut {
        age: Age::of(page),
        ..Cut::default()
    };
    let Some(age) = cut.age else {
        return cut;
    };
    let stretches = &mut cut.stretches;
    let ledger = Ledger::new(
        page.len() as u64,
        |range: Range<u64>, content: Option<Content>| {
            let (what, doubts, group) = content.unwrap_or((What::Unread, Doubts::default(), 0));
            stretches.push(Stretch {
                bytes: range.start as usize..range.end as usize,
                what,
                doubts,
                group,
            });
        },
    );
    let mut cutter = Cutter {
        age,
        ledger,
        open: None,
        stray: None,
        is_after_unread: false,
        group: 0,
    };
    let walk = Walk::new(page);
    for piece in walk.clone() {
        cutter.see(&piece, walk.slice(&piece.span));
    }
    cut.is_cut_off = cutter.finish(page.len());
    doubt_neighbors(&mut cut.stretches);
    cut
}

struct Cutter<F: FnMut(Range<u64>, Option<Content>)> {
    age: Age,
    ledger: Ledger<Content, F>,
    open: Option<Outline>,
    /// Where a part of a message stands outside of any card.
    stray: Option<usize>,
    /// Whether the card before is one that could not be read: a time beside it may be its own.
    is_after_unread: bool,
    group: u32,
}

impl<F: FnMut(Range<u64>, Option<Content>)> Cutter<F> {
    fn see(&mut self, piece: &Piece<'_>, bytes: &[u8]) {
        if let Some(outline) = &mut self.open {
            match outline.see(piece, bytes) {
                Step::In(_) => return,
                Step::EndsBehind => return self.close(piece.span.end),
                Step::EndsBefore => self.close(piece.span.start),
            }
        }
        let Token::Start(tag) = &piece.token else {
            return;
        };
        let found = marks(tag, self.age);
        if found.has(Marks::THREAD) {
            self.group += 1;
        } else if found.has(Marks::CARD) {
            self.book_between(piece.span.start);
            let mut outline = Outline::new(self.age);
            outline.see(piece, bytes);
            self.open = Some(outline);
        } else if found.has(Marks::SENDER)
            || found.has(Marks::BODY)
            || found.any() && self.is_after_unread
        {
            self.stray.get_or_insert(piece.span.start);
        }
    }

    /// Books what stands between two cards.
    fn book_between(&mut self, end: usize) {
        let frame = (What::Frame, Doubts::default(), self.group);
        if let Some(stray) = self.stray.take() {
            self.book_to(stray, frame);
            self.book_to(end, (What::Unread, Doubts::default(), self.group));
        } else {
            self.book_to(end, frame);
        }
    }

    fn book_to(&mut self, end: usize, content: Content) {
        let length = (end as u64).saturating_sub(self.ledger.at());
        self.ledger.book(length, content);
    }

    fn close(&mut self, end: usize) {
        let Some(outline) = self.open.take() else {
            return;
        };
        let seen = outline.seen;
        let what = if seen.time || seen.time_in_body && !seen.nested_time {
            What::Message
        } else if seen.nested_time || seen.sender && seen.body {
            What::Unread
        } else {
            What::Other
        };
        self.is_after_unread = what == What::Unread;
        self.book_to(end, (what, outline.doubts, self.group));
    }

    /// Books the end of the page. Gives whether it ends inside a card.
    fn finish(mut self, end: usize) -> bool {
        let mut is_cut_off = false;
        if let Some(outline) = &mut self.open
            && outline.depth() > 0
        {
            is_cut_off = true;
            outline.doubts.add(Doubts::UNCLOSED);
        }
        self.close(end);
        if is_cut_off
            && let Some(last) = self.ledger.last()
            && last.0 == What::Other
        {
            last.0 = What::Unread;
        }
        self.book_between(end);
        self.ledger.close();
        is_cut_off
    }
}

/// A card beside what could not be read may have lost or won a part there.
fn doubt_neighbors(stretches: &mut [Stretch]) {
    let unread: Vec<usize> = (0..stretches.len())
        .filter(|i| stretches[*i].what == What::Unread)
        .collect();
    let is_between = |s: &Stretch| matches!(s.what, What::Frame | What::Other);
    for at in unread {
        let before = (0..at).rev().find(|i| !is_between(&stretches[*i]));
        let after = (at + 1..stretches.len()).find(|i| !is_between(&stretches[*i]));
        for neighbor in [before, after].into_iter().flatten() {
            stretches[neighbor].doubts.add(Doubts::BESIDE);
        }
    }
}
