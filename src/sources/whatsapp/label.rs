//! Labels: where a line's label ends and its text begins.
//!
//! A label may hold anything, `: ` too, so all lines of a transcript are counted before one of them is split. The
//! first colon before a blank ends the label, unless every line with that beginning goes on with the same longer
//! labels. On lines without a label the first colon stands inside a sentence of the app.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use memchr::{memchr, memmem};

use super::fold::{fold, is_mark};
use super::line::{marks, parse_header};
use super::phrases::{Platform, phrases};

/// Labels beyond this many are not counted; no chat has more.
const LABELS: usize = 100_000;

/// How far into a line a second colon can still belong to a label, in bytes.
const REACH: usize = 200;

/// A label of the transcript.
#[derive(Debug, Clone)]
pub struct Label {
    /// Exactly as exported; U+FFFD for bytes that are not UTF-8.
    pub text: Arc<str>,
    /// Whether all its bytes are UTF-8.
    pub is_utf8: bool,
    /// A profile name that an unsaved number chose for itself.
    pub is_pushname: bool,
    /// Lines that begin with it.
    pub n: u64,
    /// Lines whose text does not begin with a mark: typed by a person.
    pub typed: u64,
    /// Lines that begin with it and go on with a longer known label.
    covered: u64,
    /// Longer labels are possible.
    has_longer: bool,
    /// It could be the beginning of a sentence of the app.
    pub may_be_sentence: bool,
}

/// A line cut into label and text.
#[derive(Debug, Clone)]
pub struct Split {
    /// The label; none if the line has none.
    pub label: Option<Label>,
    /// Offset of the text.
    pub text: usize,
    /// Another split is possible.
    pub is_ambiguous: bool,
}

/// The labels of one transcript.
#[derive(Default)]
pub struct Labels<'a> {
    // Looked up for every message; the hash is seeded anew in each run.
    labels: HashMap<&'a [u8], Label, RandomState>,
    longer: HashMap<&'a [u8], u64, RandomState>,
    /// Names that other parts of the export show to be labels: the chat's title, members of the group.
    named: HashSet<String>,
}

/// The offset of the first colon before a blank or the end of the line, from `from` on.
fn colon(line: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(next) = memchr(b':', line.get(at..)?) {
        let colon = at + next;
        match line.get(colon + 1) {
            Some(b' ') | None => return Some(colon),
            Some(_) => at = colon + 1,
        }
    }
    None
}

impl<'a> Labels<'a> {
    /// Counts one line; `line` is what follows the stamp. Gives back the offset of its text, if it has a label.
    pub fn count(&mut self, line: &'a [u8]) -> Option<usize> {
        let first = colon(line, 0).filter(|at| *at > 0)?;
        let begin = body(line, first);
        self.count_label(line, first, &line[begin..]);
        Some(begin)
    }

    fn count_label(&mut self, line: &'a [u8], first: usize, text: &[u8]) {
        if self.labels.len() >= LABELS && !self.labels.contains_key(&line[..first]) {
            return;
        }
        let label = self
            .labels
            .entry(&line[..first])
            .or_insert_with(|| Label::new(&line[..first]));
        label.n += 1;
        label.typed += u64::from(!text.is_empty() && marks(text) == 0);
        let mut at = first;
        for _ in 0..2 {
            let Some(next) = colon(&line[..line.len().min(REACH)], at + 1) else {
                return;
            };
            at = next;
            if self.longer.len() < LABELS {
                *self.longer.entry(&line[..at]).or_default() += 1;
            }
        }
    }

    /// Takes in a name that is a label for sure.
    pub fn name(&mut self, name: &str) {
        if self.named.len() < LABELS {
            self.named.insert(name.to_owned());
        }
    }

    /// To be called after all lines are counted.
    pub fn settle(&mut self) {
        for (longer, n) in &self.longer {
            let parent = memmem::rfind(longer, b": ").map(|at| &longer[..at]);
            if let Some(label) = parent.and_then(|p| self.labels.get_mut(p)) {
                label.covered += if *n >= 2 { *n } else { 0 };
                label.has_longer |= *n >= 2;
            }
        }
        for name in &self.named {
            for (at, _) in name.match_indices(": ").chain(name.match_indices("_ ")) {
                if let Some(label) = self.labels.get_mut(&name.as_bytes()[..at]) {
                    label.has_longer = true;
                }
            }
        }
        for label in self.labels.values_mut() {
            label.may_be_sentence = may_begin_sentence(&label.text);
        }
    }

    /// Whether a name is a label of this transcript.
    pub fn knows(&self, name: &str) -> bool {
        self.labels.contains_key(name.as_bytes()) || self.named.contains(name)
    }

    /// Cuts a line into label and text.
    pub fn split(&self, line: &[u8], platform: Platform) -> Split {
        let Some(first) = colon(line, 0).filter(|at| *at > 0) else {
            return self.split_without_blank(line, platform);
        };
        let Some(label) = self.labels.get(&line[..first]) else {
            let label = Some(Label::new(&line[..first]));
            return Split {
                label,
                text: body(line, first),
                is_ambiguous: true,
            };
        };
        if !label.has_longer && label.n > 1 {
            let label = Some(label.clone());
            return Split {
                label,
                text: body(line, first),
                is_ambiguous: false,
            };
        }
        self.split_longer(line, first, label)
    }

    fn split_longer(&self, line: &[u8], first: usize, label: &Label) -> Split {
        let window = &line[..line.len().min(REACH)];
        let short = |is_ambiguous| Split {
            label: Some(label.clone()),
            text: body(line, first),
            is_ambiguous,
        };
        let long = |at: usize, n: u64, is_ambiguous| {
            let mut longer = Label::new(&line[..at]);
            longer.n = n;
            // Its share of typed lines is not counted apart.
            longer.typed = label.typed;
            Split {
                label: Some(longer),
                text: body(line, at),
                is_ambiguous,
            }
        };
        let Some(second) = colon(window, first + 1) else {
            return short(false);
        };
        let times = |at: usize| self.longer.get(&line[..at]).copied().unwrap_or(0);
        let is_named = |at: usize| {
            std::str::from_utf8(&line[..at])
                .is_ok_and(|s| self.named.contains(s) || self.named.contains(&as_file_name(s)))
        };
        let third = colon(window, second + 1);
        for at in third.into_iter().chain([second]) {
            if is_named(at) {
                return long(at, times(at), false);
            }
        }
        // A pasted line with its stamp is no part of a label.
        if is_named(first) || parse_header(body_of(line, first), &mut Vec::new()).is_some() {
            return short(false);
        }
        if label.n >= 2 && label.covered == label.n && times(second) >= 2 {
            // Three in a row could be one person's habit; what has been seen more often is a label.
            let unsure = times(second) < 3;
            return match third {
                Some(third) if times(third) == times(second) => long(third, times(third), unsure),
                _ => long(second, times(second), unsure),
            };
        }
        short(label.n == 1 || times(second) >= 2)
    }

    /// An iPhone's `Bob:text`, only where Bob is known from other lines.
    fn split_without_blank(&self, line: &[u8], platform: Platform) -> Split {
        if platform == Platform::Ios
            && let Some(at) = memchr(b':', line)
            && let Some(label) = self.labels.get(&line[..at])
        {
            return Split {
                label: Some(label.clone()),
                text: at + 1,
                is_ambiguous: true,
            };
        }
        Split {
            label: None,
            text: 0,
            is_ambiguous: false,
        }
    }
}

/// A title as it stands in the name of an archive, where a colon or a slash becomes `_`.
fn as_file_name(title: &str) -> String {
    title.replace([':', '/'], "_")
}

fn body_of(line: &[u8], colon: usize) -> &[u8] {
    &line[body(line, colon)..]
}

/// Where the text begins behind a colon and its blank.
fn body(line: &[u8], colon: usize) -> usize {
    line.len().min(colon + 2)
}

impl Label {
    fn new(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        Self {
            is_utf8: matches!(text, std::borrow::Cow::Borrowed(_)),
            is_pushname: text.trim_start_matches(is_mark).starts_with('~'),
            text: text.into(),
            n: 0,
            typed: 0,
            covered: 0,
            has_longer: false,
            may_be_sentence: false,
        }
    }
}

/// Whether a label is the beginning of a sentence of the app up to a colon: an open quote, or the words of one.
fn may_begin_sentence(label: &str) -> bool {
    if has_open_quote(label) {
        return true;
    }
    let folded = fold(label);
    [Platform::Android, Platform::Ios].iter().any(|p| {
        phrases().of(*p).sentences.iter().any(|s| {
            let start = s.template.start();
            start.len() >= 8
                && (folded.starts_with(start) || start.starts_with(&folded) && folded.len() >= 8)
        })
    })
}

/// Whether a quotation begins in the text and does not end there.
pub fn has_open_quote(text: &str) -> bool {
    let count = |c: char| text.chars().filter(|x| *x == c).count();
    count('"') % 2 == 1 || count('“') > count('”') || count('«') > count('»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels<'a>(lines: &[&'a str], named: &[&str]) -> Labels<'a> {
        let mut labels = Labels::default();
        for line in lines {
            labels.count(line.as_bytes());
        }
        for name in named {
            labels.name(name);
        }
        labels.settle();
        labels
    }

    fn split<'l>(
        labels: &Labels<'_>,
        line: &'l str,
        platform: Platform,
    ) -> (Option<String>, &'l str, bool) {
        let split = labels.split(line.as_bytes(), platform);
        (
            split.label.map(|l| l.text.to_string()),
            &line[split.text..],
            split.is_ambiguous,
        )
    }

    #[test]
    fn labels_are_kept_character_by_character() {
        for label in [
            "Sana",
            "~\u{202f}Kashif",
            "\u{202a}+92\u{a0}300\u{a0}0000000\u{202c}",
            " Who - me",
            "Ali \"the boss\" (work) [x]",
            "😀",
            "ثناء",
            "12:30",
        ] {
            let line = format!("{label}: hi: there");
            let all = labels(&[&line, "Other: hi", &line], &[]);
            let other = format!("{label}: text");
            let all_lines = [line.as_str(), other.as_str(), other.as_str()];
            let counted = labels(&all_lines, &[]);
            assert_eq!(
                split(&counted, &other, Platform::Android).0.as_deref(),
                Some(label)
            );
            drop(all);
        }
        let all = labels(&["~ Kashif: a", "~ Kashif: b"], &[]);
        assert!(
            all.split(b"~ Kashif: a", Platform::Android)
                .label
                .is_some_and(|l| l.is_pushname)
        );
    }

    #[test]
    fn a_label_with_a_colon_is_found_by_counting() {
        let all = labels(
            &[
                "Dr: Ali: a",
                "Dr: Ali: b",
                "Dr: Ali: c",
                "Dr: Sana: a",
                "Dr: Sana: b",
                "Dr: Sana: c",
            ],
            &[],
        );
        let found = split(&all, "Dr: Ali: a", Platform::Android);
        assert_eq!(found, (Some("Dr: Ali".into()), "a", false));
        // A habit of one writer among other lines does not make a label.
        let all = labels(&["Ali: Note: a", "Ali: Note: b", "Ali: hello"], &[]);
        assert_eq!(
            split(&all, "Ali: Note: a", Platform::Android),
            (Some("Ali".into()), "Note: a", true)
        );
        let all = labels(&["Ali: Note: a", "Sana: x"], &[]);
        assert_eq!(
            split(&all, "Ali: Note: a", Platform::Android),
            (Some("Ali".into()), "Note: a", true)
        );
        let all = labels(&["Ali: Work: a", "Ali: b"], &["Ali: Work"]);
        assert_eq!(
            split(&all, "Ali: Work: a", Platform::Android),
            (Some("Ali: Work".into()), "a", false)
        );
    }

    #[test]
    fn lines_without_text_and_without_label_are_split() {
        let all = labels(&["Sana:", "Sana: ", "Sana: x", "Bob: y"], &[]);
        assert_eq!(
            split(&all, "Sana:", Platform::Android),
            (Some("Sana".into()), "", false)
        );
        assert_eq!(
            split(&all, "Sana: ", Platform::Android),
            (Some("Sana".into()), "", false)
        );
        assert_eq!(
            split(&all, "Sana left", Platform::Android),
            (None, "Sana left", false)
        );
        assert_eq!(
            split(&all, "Bob:text", Platform::Ios),
            (Some("Bob".into()), "text", true)
        );
        assert_eq!(
            split(&all, "see http://x", Platform::Ios),
            (None, "see http://x", false)
        );
    }

    #[test]
    fn beginnings_of_the_apps_sentences_are_suspected() {
        for (label, suspected) in [
            ("You created group \"Trip", true),
            (
                "Messages to this chat and calls are now secured with end-to-end encryption. Info",
                true,
            ),
            ("Ali \"the boss\"", false),
            ("Sana", false),
        ] {
            assert_eq!(may_begin_sentence(label), suspected, "{label}");
        }
    }
}
