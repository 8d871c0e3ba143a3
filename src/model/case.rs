//! The state of a case, as plain values.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::custody::Clock;
use super::digest::Digest;
use super::exhibit::{ChosenBy, Exhibit, Why};
use super::locator::Address;
use super::source::SourceId;

/// Who a person is in the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    Complainant,
    Respondent,
    Bystander,
    Minor,
}

/// A person: one or more labels of the exports, with what was declared about them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// The labels, such as `S1:P2`.
    pub labels: Vec<Address>,
    /// Who the person is; none while nobody said.
    pub role: Option<Role>,
    /// Numbers in E.164 form with the basis of each.
    pub numbers: Vec<Number>,
}

/// A number that a person wrote down for a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The label.
    pub label: Address,
    /// E.164, such as `+923000000000`.
    pub number: String,
    /// Where it was seen.
    pub basis: Option<String>,
}

/// An original that was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// Its digest: its name in `originals/`.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// Its name as given, from the work log.
    pub given_name: String,
    /// Why it is not in `originals/`: `reference-only`, `without-media`, `removed`. None where it is held.
    pub absent: Option<String>,
}

impl Admitted {
    /// Whether it was removed for good.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.absent.as_deref() == Some("removed")
    }
}

/// A source of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseSource {
    /// Its id.
    pub id: SourceId,
    /// Its name as given, from the work log.
    pub given_name: String,
    /// Its originals: one zip, or several files.
    pub originals: Vec<Admitted>,
    /// The format that read it, from the latest `read` entry.
    pub format: Option<String>,
    /// `dmy`, `mdy` or `ymd`, as declared.
    pub order: Option<String>,
    /// An IANA zone, as declared.
    pub zone: Option<String>,
    /// The threads that are read, by patterns; none for all.
    pub threads: Vec<String>,
    /// When it was admitted.
    pub admitted: DateTime<Utc>,
    /// Facts of the admission: who, from whom, when, from which device.
    pub facts: Map<String, Value>,
    /// Facts of the latest reading: counts, digest of the record stream.
    pub reading: Map<String, Value>,
}

impl CaseSource {
    /// Takes down its names. The name of what was removed is not kept.
    pub(super) fn name(&mut self, given_name: &str, originals: &[String]) {
        let unnamed = self
            .originals
            .iter_mut()
            .filter(|o| o.given_name.is_empty());
        for (original, name) in unnamed.zip(originals) {
            original.given_name.clone_from(name);
        }
        given_name.clone_into(&mut self.given_name);
        for (n, original) in (1..).zip(&mut self.originals) {
            if original.is_removed() {
                original.given_name = format!("removed-{n}");
            }
        }
        // A set is named by its first file.
        if let Some(first) = self.originals.first().filter(|o| o.is_removed()) {
            self.given_name.clone_from(&first.given_name);
        }
    }
}

/// A bundle that was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Its number, counted from 1.
    pub n: u32,
    /// SHA-256 of its `tagmanifest-sha256.txt`.
    pub fingerprint: Digest,
    /// When.
    pub at: DateTime<Utc>,
    /// Where the time comes from.
    pub clock: Clock,
    /// How many work entries it covers, so that later ones show as not sealed yet.
    pub work_count: u64,
}

/// A thing that is not shown on papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Why.
    pub why: Why,
    /// Neutral words for the sheet that can be pulled out.
    pub words: Option<String>,
}

/// An answer of the guided run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The answer.
    pub value: Value,
    /// Who gave it.
    pub by: ChosenBy,
}

/// The state of a case.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Case {
    /// Its sources, by id.
    pub sources: Vec<CaseSource>,
    /// Its people, by first declaration.
    pub people: Vec<Person>,
    /// Its exhibits by first choice, withdrawn ones included.
    pub exhibits: Vec<Exhibit>,
    /// Tags of records that are no exhibits.
    pub tags: BTreeMap<Address, Vec<String>>,
    /// The message that told him to stop.
    pub stop: Option<Address>,
    /// What is withheld: records and members.
    pub withheld: BTreeMap<Address, Withheld>,
    /// Her words by topic.
    pub said: BTreeMap<String, String>,
    /// The particulars by field.
    pub particulars: BTreeMap<String, String>,
    /// The answers of the guided run by question.
    pub answers: BTreeMap<String, Answer>,
    /// Settings by name.
    pub settings: BTreeMap<String, Value>,
    /// The bundles, by number.
    pub bundles: Vec<Sealed>,
    /// The work entries that were folded.
    pub work_count: u64,
}

impl Case {
    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&CaseSource> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// The id that the next source gets.
    #[must_use]
    pub fn next_source(&self) -> SourceId {
        self.sources
            .iter()
            .map(|s| s.id)
            .max()
            .map_or(SourceId::first(), SourceId::next)
    }

    /// The person that a label belongs to.
    #[must_use]
    pub fn person(&self, label: Address) -> Option<&Person> {
        self.people.iter().find(|p| p.labels.contains(&label))
    }

    /// The role of a label, where somebody said it.
    #[must_use]
    pub fn role(&self, label: Address) -> Option<Role> {
        self.person(label)?.role
    }

    /// The exhibits that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Exhibit> {
        self.exhibits.iter().filter(|e| !e.withdrawn)
    }

    /// The exhibit that a record is, where it stands.
    #[must_use]
    pub fn exhibit(&self, item: Address) -> Option<&Exhibit> {
        self.standing().find(|e| e.item == item)
    }

    /// Whether anything was answered by `--yes`: then every page is a DRAFT.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.answers.values().any(|a| a.by == ChosenBy::Yes)
            || self.standing().any(|e| e.chosen_by == ChosenBy::Yes)
    }
}
