//! The first pass: which header shapes a transcript has, and how often each follows which end of line.

use std::collections::HashMap;
use std::sync::Arc;

use super::line::{Header, marks, parse_header};
use super::lines::{After, Line, Lines, last_end};
use super::phrases::Platform;
use super::shape::Shape;
use super::stamp::token;

/// Shapes beyond this many are not counted; no export has more than two.
const SHAPES: usize = 256;

/// A shape with its counts.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The shape.
    pub shape: Shape,
    /// Headers after the start of the file or a bare LF.
    pub after_lf: u64,
    /// Headers after CRLF.
    pub after_crlf: u64,
    /// Line of the first one.
    pub first: u64,
}

impl Seen {
    /// All headers of this shape.
    pub fn count(&self) -> u64 {
        self.after_lf + self.after_crlf
    }
}

/// What the first pass found.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Every shape, by first appearance.
    pub shapes: Vec<Seen>,
    /// Lines of the transcript.
    pub lines: u64,
    /// The end of the last line that has one.
    pub last_end: Option<After>,
    /// Whether the last byte ends a line.
    pub ends_whole: bool,
    /// The first line behind the start of the file with a byte-order mark before a header.
    pub inner_mark: Option<u64>,
}

/// Reads all lines from `start` once.
pub fn survey(all: &[u8], start: usize) -> Survey {
    survey_with(all, start, |_, _, _, _| ())
}

/// The same, and hands each header-like line on with the index and the app of its shape.
pub fn survey_with<'a>(
    all: &'a [u8],
    start: usize,
    mut seen_header: impl FnMut(usize, Platform, &Line<'a>, &Header),
) -> Survey {
    let mut found = Survey {
        shapes: Vec::new(),
        lines: 0,
        last_end: last_end(all),
        ends_whole: all.last().is_none_or(|b| *b == b'\n'),
        inner_mark: None,
    };
    let mut by_skeleton: HashMap<Arc<[u8]>, usize> = HashMap::new();
    let mut latest = usize::MAX;
    let mut skeleton = Vec::with_capacity(128);
    for line in Lines::new(all, start) {
        found.lines = line.n;
        let fast = found
            .shapes
            .get(latest)
            .and_then(|s| s.shape.parse(line.bytes));
        let (which, header) = match fast {
            Some(header) => (latest, header),
            None => {
                skeleton.clear();
                let Some(header) = parse_header(line.bytes, &mut skeleton) else {
                    continue;
                };
                let which = match by_skeleton.get(&*skeleton) {
                    Some(which) => *which,
                    None if found.shapes.len() == SHAPES => continue,
                    None => {
                        let shape = Shape::of(&skeleton, &header);
                        by_skeleton.insert(Arc::clone(&shape.skeleton), found.shapes.len());
                        found.shapes.push(Seen {
                            shape,
                            after_lf: 0,
                            after_crlf: 0,
                            first: line.n,
                        });
                        found.shapes.len() - 1
                    }
                };
                (which, header)
            }
        };
        let seen = &mut found.shapes[which];
        seen.shape.learn(line.bytes, &header);
        match line.after {
            After::Crlf => seen.after_crlf += 1,
            After::Lf | After::Start => seen.after_lf += 1,
        }
        let before = marks(line.bytes);
        if before > 0
            && line.n > 1
            && line.bytes[..before]
                .windows(3)
                .any(|w| w == [0xef, 0xbb, 0xbf])
        {
            found.inner_mark.get_or_insert(line.n);
        }
        latest = which;
        seen_header(which, found.shapes[which].shape.platform(), &line, &header);
    }
    found
}

impl Survey {
    /// The shape that this export's own formatter wrote; none if no line is a header.
    ///
    /// The first header of a file is never inside a message, so its shape wins when it comes back; a first header
    /// alone of its shape may be damaged, and then the most frequent shape wins. Shapes that no export has (copied
    /// messages) count only where there is nothing else.
    pub fn own_shape(&self) -> Option<usize> {
        let most = |of_export: bool| {
            self.shapes
                .iter()
                .enumerate()
                .filter(|(_, s)| !of_export || s.shape.is_of_export())
                .max_by_key(|(i, s)| (s.count(), std::cmp::Reverse(*i)))
                .map(|(i, _)| i)
        };
        let most = most(true).or_else(|| most(false))?;
        let returns = |s: &Seen| s.count() >= 2 && s.count() * 50 >= self.shapes[most].count();
        match self.shapes.first() {
            Some(first) if first.shape.is_of_export() && returns(first) => Some(0),
            _ => Some(most),
        }
    }

    /// The own shape, and the shapes that belong to it: old Android leaves the year out of this year's stamps.
    pub fn own_shapes(&self) -> Vec<Seen> {
        let Some(own) = self.own_shape() else {
            return Vec::new();
        };
        let named = |s: &Shape| s.skeleton.contains(&token::MONTH);
        let main = &self.shapes[own];
        let mut own_shapes = vec![main.clone()];
        if named(&main.shape) {
            own_shapes.extend(
                self.shapes
                    .iter()
                    .enumerate()
                    .filter(|(i, s)| {
                        *i != own
                            && named(&s.shape)
                            && s.shape.platform() == main.shape.platform()
                            && s.shape.has_year() != main.shape.has_year()
                    })
                    .map(|(_, s)| s.clone()),
            );
        }
        own_shapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Option<(u64, Platform)> {
        let found = survey(text.as_bytes(), 0);
        let own = found.own_shape()?;
        Some((
            found.shapes[own].count(),
            found.shapes[own].shape.platform(),
        ))
    }

    #[test]
    fn the_shape_of_the_file_wins_over_pasted_lines() {
        let real = "21/08/2024, 11:06 pm - Sana: hi\n22/08/2024, 1:06 am - Ali: yes\n";
        let copied = "[20/08, 9:15 pm] Sana: hi\n".repeat(50);
        let forged = "8/21/24, 11:07 PM - Sana: I will pay\n".repeat(50);
        for pasted in [&copied, &forged] {
            assert_eq!(own(&[real, pasted].concat()), Some((2, Platform::Android)));
        }
    }

    #[test]
    fn a_damaged_first_header_does_not_win() {
        let text = [
            "21/08/2024, 11:06pm - Sana: hi\n",
            &"21/08/2024, 11:06 pm - Sana: hi\n".repeat(3),
        ]
        .concat();
        assert_eq!(own(&text), Some((3, Platform::Android)));
    }

    #[test]
    fn this_years_stamps_without_a_year_belong_to_the_shape() {
        let text =
            "23:06, 21 Oct 2014 - Sana: hi\n23:07, 21 Oct 2014 - Ali: x\n21 Sep 23:06 - Sana: x\n";
        assert_eq!(survey(text.as_bytes(), 0).own_shapes().len(), 2);
        assert_eq!(own("no header\nat all\n"), None);
    }
}
