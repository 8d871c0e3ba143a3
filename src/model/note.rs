//! A note: the step was done, and a person should know this.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The stable code of a note, an error or a verdict: `C-CUT-01`, `E-DATE-01`, `S-SPY-01`, `V-CHANGED`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// A code that the program knows.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a note weighs. `Info` never changes an exit code, `Check` gives 3, `Stop` blocks sealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said above")]
pub enum Severity {
    Info,
    Check,
    Stop,
}

/// A doubt or a fact about what was read, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its stable code.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The address that it is about: an address or a span, as text.
    pub place: String,
    /// One English sentence without message text, names or numbers of people.
    pub text: String,
    /// Counts, addresses and rule names behind the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
}

impl Note {
    /// A note without facts.
    pub fn new(
        code: &'static str,
        severity: Severity,
        place: impl fmt::Display,
        text: impl Into<String>,
    ) -> Self {
        Self {
            code: Code::new(code),
            severity,
            place: place.to_string(),
            text: text.into(),
            facts: BTreeMap::new(),
        }
    }

    /// The same note with one fact more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }
}
