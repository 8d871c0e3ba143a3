//! Templates: sentences of the app with free places for names, matched whole and anchored.
//!
//! `{x}` is who acts, `{y}` whom it is about, `{n}` a number, `{q}` any other words; `[..]` may be absent.
//! A name can hold the words around it, so every split is tried and known labels win.

use std::ops::Range;

use super::fold::{Folded, fold};

/// What stands in a free place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Who acts.
    Actor,
    /// Whom it is about.
    Subject,
    /// A telephone number.
    Number,
    /// Any other words.
    Words,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Free(Slot),
}

/// One sentence with free places.
#[derive(Debug, Clone)]
pub struct Template {
    segments: Vec<Segment>,
}

/// What stood in the free places of one match, by range of the folded text.
pub type Captures = Vec<(Slot, Range<usize>)>;

impl Template {
    /// Every template that a written one stands for: with and without its `[..]`.
    pub fn expand(written: &str) -> Vec<Self> {
        match (written.find('['), written.rfind(']')) {
            (Some(open), Some(close)) if open < close => {
                let without = [&written[..open], &written[close + 1..]].concat();
                let with = [
                    &written[..open],
                    &written[open + 1..close],
                    &written[close + 1..],
                ]
                .concat();
                vec![Self::parse(&without), Self::parse(&with)]
            }
            _ => vec![Self::parse(written)],
        }
    }

    fn parse(written: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = written;
        while let Some(open) = rest.find('{') {
            let slot = match rest.get(open..open + 3) {
                Some("{x}") => Slot::Actor,
                Some("{y}") => Slot::Subject,
                Some("{n}") => Slot::Number,
                _ => Slot::Words,
            };
            if open > 0 {
                segments.push(Segment::Literal(fold_inner(&rest[..open])));
            }
            segments.push(Segment::Free(slot));
            rest = rest.get(open + 3..).unwrap_or("");
        }
        // Folding the last piece drops its final full stop, as it does for the text.
        if !fold(rest).is_empty() {
            segments.push(Segment::Literal(fold(rest)));
        }
        Self { segments }
    }

    /// The literal that begins the sentence, folded; empty where a free place does.
    pub fn start(&self) -> &str {
        match self.segments.first() {
            Some(Segment::Literal(text)) => text,
            _ => "",
        }
    }

    /// Matches the whole text. Of several splits the one with the most names that `known` knows wins, then the first.
    pub fn matches(&self, text: &Folded<'_>, known: &dyn Fn(&str) -> bool) -> Option<Captures> {
        let mut found = Vec::new();
        walk(&self.segments, &text.text, 0, &mut Vec::new(), &mut found);
        let score = |captures: &Captures| {
            captures
                .iter()
                .filter(|(slot, range)| {
                    matches!(slot, Slot::Actor | Slot::Subject) && known(text.slice(range.clone()))
                })
                .count()
        };
        let mut best: Option<(usize, Captures)> = None;
        for captures in found {
            let points = score(&captures);
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                best = Some((points, captures));
            }
        }
        best.map(|(_, captures)| captures)
    }
}

/// Folds a piece that is not the last: its full stops count.
fn fold_inner(piece: &str) -> String {
    let mut folded = fold(&[piece, "\u{1}"].concat());
    folded.pop();
    folded
}

/// More splits than this of one sentence are never looked at.
const SPLITS: usize = 16;

fn walk(
    segments: &[Segment],
    text: &str,
    at: usize,
    so_far: &mut Captures,
    found: &mut Vec<Captures>,
) {
    let rest = &text[at..];
    match segments {
        [] if rest.is_empty() => found.push(so_far.clone()),
        [] => {}
        [Segment::Literal(literal), more @ ..] => {
            if rest.starts_with(literal.as_str()) {
                walk(more, text, at + literal.len(), so_far, found);
            }
        }
        [Segment::Free(slot)] => {
            if fits(*slot, rest) {
                so_far.push((*slot, at..text.len()));
                found.push(so_far.clone());
                so_far.pop();
            }
        }
        [Segment::Free(slot), more @ ..] => {
            let Some(Segment::Literal(literal)) = more.first() else {
                return;
            };
            for (end, _) in rest.match_indices(literal.as_str()) {
                if found.len() >= SPLITS {
                    return;
                }
                if fits(*slot, &rest[..end]) {
                    so_far.push((*slot, at..at + end));
                    walk(more, text, at + end, so_far, found);
                    so_far.pop();
                }
            }
        }
    }
}

/// Whether words can stand in a place: names and numbers stay on one line, numbers hold digits only.
fn fits(slot: Slot, words: &str) -> bool {
    match slot {
        Slot::Words => !words.is_empty(),
        Slot::Number => {
            words.chars().any(|c| c.is_numeric())
                && words
                    .chars()
                    .all(|c| c.is_numeric() || matches!(c, '+' | '-' | ' ' | '(' | ')'))
        }
        Slot::Actor | Slot::Subject => {
            !words.is_empty() && words.len() <= 400 && !words.contains('\n')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(template: &str, text: &str, known: &[&str]) -> Option<Vec<String>> {
        let folded = Folded::new(text);
        Template::expand(template).iter().find_map(|t| {
            let captures = t.matches(&folded, &|name| known.contains(&name))?;
            Some(
                captures
                    .iter()
                    .map(|(_, r)| folded.slice(r.clone()).to_owned())
                    .collect(),
            )
        })
    }

    #[test]
    fn a_sentence_is_matched_whole_and_anchored() {
        let added = "{x} added {y}";
        assert_eq!(
            read(added, "Ali added Sana", &[]),
            Some(vec!["Ali".into(), "Sana".into()])
        );
        assert_eq!(read("{y} left", "he left the house", &[]), None);
        assert_eq!(read("{y} left", "Ali left", &[]), Some(vec!["Ali".into()]));
        assert_eq!(read(added, "added Sana", &[]), None);
        assert_eq!(
            read("{y} changed to {n}", "Ali changed to a new mood", &[]),
            None
        );
        assert_eq!(
            read(
                "{y} changed to {n}",
                "+92 300 0000001 changed to +92 300 0000002",
                &[]
            )
            .map(|v| v.len()),
            Some(2)
        );
    }

    #[test]
    fn a_name_that_holds_the_words_of_the_sentence_is_found_by_its_label() {
        let text = "Who added me added Sana";
        assert_eq!(
            read("{x} added {y}", text, &["Who added me"]).unwrap(),
            ["Who added me", "Sana"]
        );
        assert_eq!(
            read("{x} added {y}", text, &[]).unwrap(),
            ["Who", "me added Sana"]
        );
    }

    #[test]
    fn what_may_be_absent_may_be_absent() {
        let template = "You blocked this contact.[ Tap to unblock.]";
        for text in [
            "You blocked this contact.",
            "You blocked this contact. Tap to unblock.",
        ] {
            assert!(read(template, text, &[]).is_some(), "{text}");
        }
        assert!(read(template, "You blocked this contact. Why?", &[]).is_none());
    }
}
