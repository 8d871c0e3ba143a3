//! Lines of a transcript. Only LF ends a line; CRLF is one end.

use memchr::memchr;

/// What ended the line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Nothing: the first line.
    Start,
    /// A bare LF.
    Lf,
    /// CR and LF.
    Crlf,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number, counted from 1.
    pub n: u64,
    /// Its offset in the transcript.
    pub start: usize,
    /// Its bytes without the end of the line.
    pub bytes: &'a [u8],
    /// What ended the line before.
    pub after: After,
}

/// The lines of a transcript from an offset on. An empty rest after the last LF is no line.
pub struct Lines<'a> {
    all: &'a [u8],
    at: usize,
    n: u64,
    after: After,
}

impl<'a> Lines<'a> {
    /// The lines from `start`, which is behind the byte-order mark if there is one.
    pub fn new(all: &'a [u8], start: usize) -> Self {
        Self {
            all,
            at: start,
            n: 0,
            after: After::Start,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.all.get(self.at..).filter(|r| !r.is_empty())?;
        let (end, next) = match memchr(b'\n', rest) {
            Some(lf) => (lf, lf + 1),
            None => (rest.len(), rest.len()),
        };
        let crlf = next > end && end > 0 && rest[end - 1] == b'\r';
        self.n += 1;
        let line = Line {
            n: self.n,
            start: self.at,
            bytes: &rest[..end - usize::from(crlf)],
            after: self.after,
        };
        self.after = if crlf { After::Crlf } else { After::Lf };
        self.at += next;
        Some(line)
    }
}

/// The last end of a line in a transcript.
pub fn last_end(all: &[u8]) -> Option<After> {
    let lf = memchr::memrchr(b'\n', all)?;
    Some(if lf > 0 && all[lf - 1] == b'\r' {
        After::Crlf
    } else {
        After::Lf
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lf_ends_a_line() {
        let text = "a\r\nb\rc\n\n\u{2028}d\u{85}\r\ne".as_bytes();
        let seen: Vec<_> = Lines::new(text, 0)
            .map(|l| (l.n, String::from_utf8_lossy(l.bytes).into_owned(), l.after))
            .collect();
        assert_eq!(
            seen,
            [
                (1, "a".into(), After::Start),
                (2, "b\rc".into(), After::Crlf),
                (3, String::new(), After::Lf),
                (4, "\u{2028}d\u{85}".into(), After::Lf),
                (5, "e".into(), After::Crlf),
            ]
        );
        assert_eq!(last_end(text), Some(After::Crlf));
        assert_eq!(last_end(b"a"), None);
    }
}
