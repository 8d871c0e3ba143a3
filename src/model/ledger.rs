//! The ledger hands out the bytes of a member from front to back and books whatever the parser leaves.
//!
//! There is no way to skip a byte and no way to go back, so records tile their member by construction
//! (law 1). What is booked is handed on as soon as the next booking shows that it is complete, so memory
//! does not grow with the member.

use std::ops::Range;

/// Books the bytes of one member. `C` is what the parser knows about a stretch.
///
/// The sink gets each stretch once, in order: its byte range, and `Some(content)` or `None` for bytes
/// that the parser left.
pub struct Ledger<C, F: FnMut(Range<u64>, Option<C>)> {
    length: u64,
    at: u64,
    pending: Option<(Range<u64>, C)>,
    sink: F,
}

impl<C, F: FnMut(Range<u64>, Option<C>)> Ledger<C, F> {
    /// A ledger over a member of `length` bytes.
    pub fn new(length: u64, sink: F) -> Self {
        Self {
            length,
            at: 0,
            pending: None,
            sink,
        }
    }

    /// The offset of the first byte that is not booked yet.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// The next `n` bytes are `content`. Booking past the end is a bug of the parser: it is cut at the end.
    pub fn book(&mut self, n: u64, content: C) {
        let range = self.take(n);
        if range.is_empty() {
            return;
        }
        if let Some((done, content)) = self.pending.replace((range, content)) {
            (self.sink)(done, Some(content));
        }
    }

    /// The next `n` bytes belong to what was booked last; without anything booked they stay unparsed.
    pub fn extend(&mut self, n: u64) {
        let more = self.take(n);
        match &mut self.pending {
            Some((range, _)) => range.end = more.end,
            None if more.is_empty() => {}
            None => (self.sink)(more, None),
        }
    }

    /// The next `n` bytes could not be read.
    pub fn leave(&mut self, n: u64) {
        let range = self.take(n);
        if range.is_empty() {
            return;
        }
        if let Some((done, content)) = self.pending.take() {
            (self.sink)(done, Some(content));
        }
        (self.sink)(range, None);
    }

    /// What was booked last and can still be changed by the parser.
    pub fn last(&mut self) -> Option<&mut C> {
        self.pending.as_mut().map(|(_, content)| content)
    }

    /// Hands on what is pending and books the remainder as unparsed.
    pub fn close(mut self) {
        let rest = self.length - self.at;
        self.leave(rest);
        if let Some((done, content)) = self.pending.take() {
            (self.sink)(done, Some(content));
        }
    }

    fn take(&mut self, n: u64) -> Range<u64> {
        debug_assert!(n <= self.length - self.at, "booked past the end");
        let start = self.at;
        self.at = start.saturating_add(n).min(self.length);
        start..self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_leaves_is_booked() {
        let mut seen = Vec::new();
        let mut ledger = Ledger::new(10, |range, content| seen.push((range, content)));
        ledger.leave(1);
        ledger.book(3, 'a');
        ledger.extend(1);
        ledger.book(2, 'b');
        ledger.close();
        assert_eq!(
            seen,
            [
                (0..1, None),
                (1..5, Some('a')),
                (5..7, Some('b')),
                (7..10, None)
            ]
        );
    }

    #[test]
    fn an_empty_member_gives_nothing() {
        let mut seen = 0;
        Ledger::<(), _>::new(0, |_, _| seen += 1).close();
        assert_eq!(seen, 0);
    }
}
