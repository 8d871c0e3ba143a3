//! What the papers are made from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::phrase::Speech;
use super::roll::Roll;
use super::story::Story;
use crate::model::locator::Place;
use crate::model::{Address, Case, Clock, Digest, Exhibit, JournalEntry, Note, Record, Source};
use crate::tables::{Authority, Form, Papers};

/// The bundle that the papers belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleFacts {
    /// Its number.
    pub n: u32,
    /// SHA-256 of its tag manifest.
    pub fingerprint: Digest,
    /// When it was sealed.
    pub sealed: DateTime<Utc>,
    /// Where that time comes from.
    pub clock: Clock,
    /// The bundle before it.
    pub previous: Option<Digest>,
    /// Files listed in its two manifests.
    pub files: u64,
}

/// The program that made the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool<'a> {
    /// Its version, `0.1.0`.
    pub version: &'a str,
    /// One digest over its tables, templates and fonts.
    pub tables: Digest,
}

/// Everything that the papers are made from. No clock, no disk: the same input gives the same papers.
#[derive(Clone, Copy)]
pub struct PacketInput<'a> {
    /// The state of the case.
    pub case: &'a Case,
    /// Every record of the case, without its words.
    pub roll: &'a Roll,
    /// The records that [`Roll::wanted`] named, by address. One that was removed may be missing.
    pub records: &'a BTreeMap<Address, Record>,
    /// The sources with their members, as read.
    pub sources: &'a [Source],
    /// The pictures whose pixels the caller can hand over: members such as `S3:F2`.
    pub drawable: &'a BTreeSet<Address>,
    /// Every doubt of the case.
    pub notes: &'a [Note],
    /// The custody journal.
    pub journal: &'a [JournalEntry],
    /// The bundle.
    pub bundle: BundleFacts,
    /// The path of one original inside the bundle, for the page that says how to verify.
    pub example: &'a str,
    /// To whom.
    pub authority: &'a Authority,
    /// What it wants to be handed.
    pub form: &'a Form,
    /// The words of the papers.
    pub papers: &'a Papers,
    /// The program.
    pub tool: Tool<'a>,
}

impl<'a> PacketInput<'a> {
    /// Speaks the language of the papers.
    pub(super) fn speech(&self) -> Speech<'a> {
        Speech::new(self.papers)
    }

    /// Her own words.
    pub(super) fn story(&self) -> Story {
        Story::from_said(&self.case.said)
    }

    /// A setting that is text.
    pub(super) fn setting(&self, name: &str) -> Option<&'a str> {
        self.case
            .settings
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    /// The case reference; the day of sealing when nobody gave one.
    pub(super) fn reference(&self) -> String {
        let day = || {
            self.bundle
                .sealed
                .with_timezone(&self.roll.zone())
                .format("%Y-%m-%d")
                .to_string()
        };
        self.setting("reference").map_or_else(day, str::to_owned)
    }

    /// A source as read.
    pub(super) fn source(&self, address: Address) -> Option<&'a Source> {
        self.sources.iter().find(|s| s.source == address.source)
    }

    /// Whether nobody looked at these papers yet.
    pub(super) fn is_draft(&self) -> bool {
        self.case.is_draft()
    }

    /// The standing exhibit that this is: the record, or the picture that the record describes.
    pub(super) fn exhibit(&self, item: Address) -> Option<&'a Exhibit> {
        let same = |e: &&Exhibit| {
            e.item == item || picture(e.item).is_some_and(|file| picture(item) == Some(file))
        };
        self.case.standing().find(same)
    }

    /// The record of an exhibit, also where the exhibit names the picture and not its record.
    pub(super) fn record(&self, item: Address) -> Option<&'a Record> {
        let of_picture = || {
            self.records.get(&Address {
                place: Place::Item(0),
                ..picture(item)?
            })
        };
        self.records.get(&item).or_else(of_picture)
    }

    /// The numbers of the standing exhibits at these addresses, in their own order, each once.
    pub(super) fn exhibits(&self, items: impl IntoIterator<Item = Address>) -> Vec<String> {
        let mut numbers: Vec<_> = items
            .into_iter()
            .filter_map(|item| self.exhibit(item))
            .map(|e| e.number)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|n| n.to_string()).collect()
    }
}

/// The file that `S3:F2` and `S3:F2:I0` both name.
pub(super) fn picture(item: Address) -> Option<Address> {
    let n = item
        .member
        .filter(|_| matches!(item.place, Place::Whole | Place::Item(0)))?;
    Some(Address::member(item.source, n))
}
