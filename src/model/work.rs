//! The work log: what a person chose, wrote, answered. It is not evidence, is not chained, and never leaves.
//!
//! State is the fold of journal and work log; undo is one more entry. What was looked at is not recorded.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::custody::Clock;
use super::exhibit::{Annex, ChosenBy, Why};
use super::fold::Role;
use super::locator::Address;
use super::source::SourceId;

/// One line of the work log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkEntry {
    /// When, RFC 3339 in UTC to the second.
    #[serde(with = "super::custody::second")]
    pub at: DateTime<Utc>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who: a person, or what `--yes` answers.
    #[serde(default)]
    pub by: ChosenBy,
    /// What.
    #[serde(flatten)]
    pub act: WorkAct,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum WorkAct {
    /// The names of a source and of its originals as given, which the journal must not hold.
    Named {
        /// The source.
        source: SourceId,
        /// Its name as given.
        given_name: String,
        /// The names of its originals, by their digest in hex; several files can hold the same bytes.
        #[serde(default)]
        originals: Vec<String>,
    },
    /// Chose the threads of a source that are read, by patterns that may be names, which the journal must not hold. The
    /// latest choice counts.
    Threads {
        /// The source.
        source: SourceId,
        /// The patterns.
        patterns: Vec<String>,
    },
    /// Chose a record, or added tags to a chosen one.
    Marked {
        /// The record.
        item: Address,
        /// Whether it is an exhibit, or only tagged.
        exhibit: bool,
        /// The annex that it goes to.
        annex: Annex,
        /// Words that say why.
        tags: Vec<String>,
        /// This is the message that told him to stop.
        stop: bool,
        /// Records shown before and after; none = 3.
        context: Option<u32>,
        /// A private note.
        note: Option<String>,
    },
    /// Took a mark back.
    Unmarked {
        /// The record.
        item: Address,
    },
    /// Do not show this on any paper. The item is a record or a member.
    Withheld {
        /// The record or the member.
        item: Address,
        /// Why.
        why: Why,
        /// Neutral words that she chose, for the sheet that can be pulled out.
        words: Option<String>,
    },
    /// Show it again.
    Released {
        /// The record or the member.
        item: Address,
    },
    /// Said who a label is.
    Role {
        /// The label, such as `S1:P2`.
        label: Address,
        /// Who it is.
        role: Role,
    },
    /// Said that these labels are one person.
    Same {
        /// The labels.
        labels: Vec<Address>,
    },
    /// Wrote down the number behind a label, in E.164 form, with where it was seen.
    Number {
        /// The label.
        label: Address,
        /// The number, such as `+923000000000`.
        number: String,
        /// Where it was seen: `contact page`, `export`, …
        basis: Option<String>,
    },
    /// Wrote the words of the complaint; the latest of a topic counts.
    Said {
        /// `facts`, `incident`, `relief`, `impact`, `steps`.
        topic: String,
        /// Her own words.
        text: String,
    },
    /// Filled a field of a form; an empty value clears it.
    Particular {
        /// `name`, `cnic`, `phone`, …
        field: String,
        /// Her answer.
        value: String,
    },
    /// Answered a question of the guided run.
    Answered {
        /// The key of the answers file.
        question: String,
        /// The answer.
        answer: Value,
    },
    /// Set something of the case: `reference`, `authority`, `language`, `children_in_sexual_pictures`.
    Set {
        /// The name of the setting.
        name: String,
        /// Its value.
        value: Value,
    },
    /// An entry of a newer program. Kept, not understood.
    #[serde(untagged)]
    Unknown(BTreeMap<String, Value>),
}
