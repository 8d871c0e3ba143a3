//! Sentences of the papers as runs: what the program says, and what must be set apart inside it.
//!
//! `[{"k":"text","s":"This bundle holds "},{"k":"exact","s":"S1:L4521"}]`: the layout knows from `k` what it may
//! break, turn round or escape.

use serde::{Deserialize, Serialize};

use super::PartName;

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", content = "s", rename_all = "snake_case")]
pub enum Run {
    /// Words of the program.
    Text(String),
    /// A number, address, digest or command: left to right, never cut, never reordered.
    Exact(String),
    /// Characters that came from an export or that a person typed: isolated; controls and missing glyphs made visible.
    Quote(String),
    /// Words of the program inside evidence: set in angle brackets.
    Ours(String),
    /// An exhibit number such as `A-7`: bold, never cut.
    Exhibit(String),
    /// The number of the page on which that part begins. The layout fills it in.
    Page(PartName),
    /// The number of all pages. The layout fills it in.
    Pages,
}

/// A sentence, or a few.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub Vec<Run>);

impl Words {
    /// Nothing at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Words of the program.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Run::Text(text.into())])
    }

    /// Something that is copied, typed or read aloud sign by sign.
    #[must_use]
    pub fn exact(text: impl Into<String>) -> Self {
        Self(vec![Run::Exact(text.into())])
    }

    /// Characters of an export or of a person.
    #[must_use]
    pub fn quote(text: impl Into<String>) -> Self {
        Self(vec![Run::Quote(text.into())])
    }

    /// Whether there is nothing to print.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what follows; two neighbours that are both words of the program become one run.
    pub fn push(&mut self, run: Run) {
        match (self.0.last_mut(), run) {
            (_, Run::Text(next)) if next.is_empty() => {}
            (Some(Run::Text(last)), Run::Text(next)) => last.push_str(&next),
            (_, run) => self.0.push(run),
        }
    }

    /// Adds a whole sentence behind this one.
    pub fn extend(&mut self, more: Self) {
        for run in more.0 {
            self.push(run);
        }
    }

    /// This, a piece of text, and more: `a.and("; ", b)`.
    #[must_use]
    pub fn and(mut self, between: &str, more: Self) -> Self {
        if !self.is_empty() && !more.is_empty() {
            self.push(Run::Text(between.to_owned()));
        }
        self.extend(more);
        self
    }

    /// All of them with a piece of text between.
    #[must_use]
    pub fn join(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        all.into_iter()
            .fold(Self::none(), |sum, next| sum.and(between, next))
    }

    /// Plain text, for golden files and search. Pages are `[page of …]`.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for run in &self.0 {
            match run {
                Run::Text(s) | Run::Exact(s) | Run::Quote(s) | Run::Exhibit(s) => out.push_str(s),
                Run::Ours(s) => out.push_str(&format!("⟨{s}⟩")),
                Run::Page(part) => out.push_str(&format!("[page of {}]", part.as_str())),
                Run::Pages => out.push_str("[pages]"),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_words_of_the_program_are_one_run() {
        let mut words = Words::text("a ");
        words.push(Run::Text("b".into()));
        words.push(Run::Text(String::new()));
        words.push(Run::Exact("S1:L2".into()));
        assert_eq!(
            words.0,
            [Run::Text("a b".into()), Run::Exact("S1:L2".into())]
        );
        assert_eq!(words.plain(), "a bS1:L2");
    }

    #[test]
    fn joining_puts_nothing_round_what_is_empty() {
        let all = [
            Words::none(),
            Words::text("a"),
            Words::none(),
            Words::text("b"),
        ];
        assert_eq!(Words::join(all, ", ").plain(), "a, b");
    }

    #[test]
    fn runs_say_their_kind_in_json() {
        let words = Words(vec![
            Run::Quote("x".into()),
            Run::Page(PartName::Withheld),
            Run::Pages,
        ]);
        assert_eq!(
            serde_json::to_string(&words).unwrap(),
            r#"[{"k":"quote","s":"x"},{"k":"page","s":"withheld"},{"k":"pages"}]"#
        );
    }
}
