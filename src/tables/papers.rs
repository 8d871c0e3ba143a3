//! The words of the papers: `data/papers/<language>.json`. Everything that the program itself says on paper.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What stands over a part, and its fixed labels.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadRow {
    /// For the foot of the page.
    pub part: String,
    /// The small line above the title.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// Fixed labels by key.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// A sentence with places to fill: `{name}`, `{page:withheld}`, `{pages}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sentence {
    /// One form.
    Plain(String),
    /// A form for one and a form for any other number.
    Counted {
        /// For exactly one.
        one: String,
        /// For any other number.
        other: String,
    },
}

impl Sentence {
    /// The form for a number.
    #[must_use]
    pub fn for_number(&self, n: u64) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Counted { one, .. } if n == 1 => one,
            Self::Counted { other, .. } => other,
        }
    }
}

/// A command of the page that says how to verify.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRow {
    /// Its label; empty when it belongs to the one before.
    pub label: String,
    /// The system that it runs on.
    pub system: String,
    /// Its lines, printed whole.
    pub lines: Vec<String>,
    /// The key of the sentence that says what to expect; empty for none.
    pub expect: String,
}

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// `en`.
    pub language: String,
    /// Words of header and footer: `complaint`, `fingerprint`, `page_of`.
    pub running: BTreeMap<String, String>,
    /// Heads of the parts.
    pub parts: BTreeMap<String, HeadRow>,
    /// Sentences by key.
    pub sentences: BTreeMap<String, Sentence>,
    /// Single words and names by key.
    pub terms: BTreeMap<String, String>,
    /// Commands that check a bundle.
    pub verify_steps: Vec<StepRow>,
}

static ENGLISH: LazyLock<Papers> =
    LazyLock::new(|| super::load("papers/en.json").unwrap_or_default());

impl Papers {
    /// The words in English.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_words_fit_their_type() {
        let words: Papers = super::super::load("papers/en.json").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(words.language, "en");
        assert!(words.verify_steps.iter().all(|s| !s.lines.is_empty()));
    }

    #[test]
    fn a_counted_sentence_has_a_form_for_one() {
        let counted = Sentence::Counted {
            one: "one".into(),
            other: "many".into(),
        };
        assert_eq!(
            [0, 1, 2].map(|n| counted.for_number(n)),
            ["many", "one", "many"]
        );
    }
}
