//! The roll of all records of a case, one light row each: what counts, gaps and neighbours are taken from.
//!
//! Two steps for the caller: every record passes [`Roll::see`] once, in reading order, source by source; then
//! [`Roll::wanted`] names the few records whose words the papers need.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::repeats::Repeats;
use super::transcript_row::RoleWord;
use crate::model::locator::Place;
use crate::model::{Address, Axis, Case, Event, Kind, Record, Role, SenderMeans, Source, SourceId};

/// One record, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its address.
    pub address: Address,
    /// Its wall clock in the zone of the papers, where it is decided.
    pub at: Option<NaiveDateTime>,
    /// Who sent it, as far as somebody said.
    pub role: RoleWord,
    /// The number of its label, counted from 1; 0 for none.
    pub label: u32,
    /// What it is.
    pub kind: Kind,
    /// What a notice tells.
    pub event: Option<Event>,
    /// An entry of an account's own records, such as a login: no picture and no file.
    pub is_entry: bool,
    /// The same message came before in another download of the account; it is counted there.
    pub is_repeat: bool,
    /// A call of which the export does not say who made it.
    pub caller_unknown: bool,
}

/// All records of a case but frames, in reading order.
#[derive(Debug, Clone)]
pub struct Roll {
    axis: Axis,
    /// Sources of which a record states a moment, and those of which one shows a wall clock.
    moments: BTreeSet<SourceId>,
    clocks: BTreeSet<SourceId>,
    roles: BTreeMap<Address, Role>,
    labels: BTreeMap<SourceId, Vec<Arc<str>>>,
    repeats: Repeats,
    rows: Vec<Seen>,
}

impl Roll {
    /// An empty roll. `zone` is the IANA name of the zone in which the papers print instants.
    #[must_use]
    pub fn new(case: &Case, zone: &str) -> Self {
        let with_role = case.people.iter().filter_map(|p| Some((p, p.role?)));
        let roles =
            with_role.flat_map(|(p, role)| p.labels.iter().map(move |label| (*label, role)));
        Self {
            axis: Axis::new(zone),
            moments: BTreeSet::new(),
            clocks: BTreeSet::new(),
            roles: roles.collect(),
            labels: BTreeMap::new(),
            repeats: Repeats::default(),
            rows: Vec::new(),
        }
    }

    /// Takes a source, before its records: its wall clocks may run in another zone than that of the papers.
    pub fn know(&mut self, source: &Source) {
        self.axis.know(source);
    }

    /// Takes the next record.
    pub fn see(&mut self, record: &Record) {
        if record.kind == Kind::Frame {
            return;
        }
        let label = record
            .sender
            .as_ref()
            .map_or(0, |sender| self.number(record.address.source, sender));
        if let Some(sent) = &record.sent {
            let source = record.address.source;
            if sent.utc.is_some() {
                self.moments.insert(source);
            } else if sent.local.is_some() {
                self.clocks.insert(source);
            }
        }
        let unattributed = record.sender_means != SenderMeans::Author;
        let role = match record.kind {
            Kind::Notice | Kind::Unparsed => RoleWord::System,
            _ if is_entry(record) => RoleWord::System,
            Kind::Call if unattributed => RoleWord::System,
            _ => self.role(label_address(record.address.source, label)),
        };
        let at = self.axis.place(record);
        self.rows.push(Seen {
            address: record.address,
            at,
            role,
            label,
            kind: record.kind,
            event: record.event,
            is_entry: is_entry(record),
            is_repeat: self.repeats.see(record, at),
            caller_unknown: record.kind == Kind::Call && unattributed,
        });
    }

    /// The zone in which the papers print instants.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.axis.zone()
    }

    /// Whether some record states a moment, or runs on the clock of another zone, so that its time is turned to the zone of
    /// the papers.
    #[must_use]
    pub fn turns(&self) -> bool {
        !self.moments.is_empty() || self.axis.turns()
    }

    /// Whether some record of a source states a moment.
    #[must_use]
    pub fn states_moments(&self, source: SourceId) -> bool {
        self.moments.contains(&source)
    }

    /// Whether some record of a source shows a wall clock.
    #[must_use]
    pub fn shows_clocks(&self, source: SourceId) -> bool {
        self.clocks.contains(&source)
    }

    /// Every row.
    #[must_use]
    pub fn rows(&self) -> &[Seen] {
        &self.rows
    }

    /// The rows of one source.
    pub fn of(&self, source: SourceId) -> impl Iterator<Item = &Seen> {
        self.rows
            .iter()
            .filter(move |row| row.address.source == source)
    }

    /// The row of a record.
    #[must_use]
    pub fn row(&self, address: Address) -> Option<&Seen> {
        self.rows.iter().find(|row| row.address == address)
    }

    /// The words of a label such as `S1:P2`, exactly as exported.
    #[must_use]
    pub fn label(&self, label: Address) -> Option<&Arc<str>> {
        let Place::Party(n) = label.place else {
            return None;
        };
        self.labels
            .get(&label.source)?
            .get(usize::try_from(n.checked_sub(1)?).ok()?)
    }

    /// Every label with its words, by source and first appearance.
    pub fn labels(&self) -> impl Iterator<Item = (Address, &Arc<str>)> {
        let of = |(source, names): (&SourceId, &'_ Vec<Arc<str>>)| (*source, names.len());
        let all: Vec<(SourceId, usize)> = self.labels.iter().map(of).collect();
        all.into_iter().flat_map(move |(source, count)| {
            (1..=count).filter_map(move |n| {
                let address = label_address(source, u32::try_from(n).ok()?);
                Some((address, self.label(address)?))
            })
        })
    }

    /// The addresses of the records whose words the papers need: exhibits with their neighbours, the stop message,
    /// what is withheld.
    #[must_use]
    pub fn wanted(&self, case: &Case) -> BTreeSet<Address> {
        let mut wanted: BTreeSet<Address> = case.standing().map(|e| e.item).collect();
        // A picture may be named by its file; its record is the first item of it.
        let files = case
            .standing()
            .map(|e| e.item)
            .chain(case.withheld.keys().copied());
        wanted.extend(
            files
                .filter(|item| item.member.is_some() && item.place == Place::Whole)
                .map(|item| Address {
                    place: Place::Item(0),
                    ..item
                }),
        );
        wanted.extend(self.context(case));
        wanted.extend(case.stop);
        wanted.extend(case.withheld.keys());
        wanted
    }

    /// The neighbours of the exhibits: so many rows before and after as each says, in the same member.
    #[must_use]
    pub fn context(&self, case: &Case) -> BTreeSet<Address> {
        let chosen: BTreeMap<Address, u32> = case.standing().map(|e| (e.item, e.context)).collect();
        let mut near = BTreeSet::new();
        for (i, row) in self.rows.iter().enumerate() {
            let Some(context) = chosen.get(&row.address).filter(|_| row.kind != Kind::Item) else {
                continue;
            };
            let reach = usize::try_from(*context).unwrap_or(usize::MAX);
            let same = |other: &&Seen| {
                other.address.source == row.address.source
                    && other.address.member == row.address.member
                    && other.kind != Kind::Item
            };
            let before = self.rows[..i].iter().rev().take(reach).take_while(same);
            let after = self.rows[i + 1..].iter().take(reach).take_while(same);
            near.extend(
                before
                    .chain(after)
                    .map(|r| r.address)
                    .filter(|a| !chosen.contains_key(a)),
            );
        }
        near
    }

    fn number(&mut self, source: SourceId, sender: &Arc<str>) -> u32 {
        let names = self.labels.entry(source).or_default();
        let at = names
            .iter()
            .position(|name| name == sender)
            .unwrap_or_else(|| {
                names.push(Arc::clone(sender));
                names.len() - 1
            });
        u32::try_from(at + 1).unwrap_or(u32::MAX)
    }

    fn role(&self, label: Address) -> RoleWord {
        match self.roles.get(&label) {
            Some(Role::Complainant) => RoleWord::Complainant,
            Some(Role::Respondent) => RoleWord::Respondent,
            Some(Role::Bystander) => RoleWord::Bystander,
            Some(Role::Minor) => RoleWord::Minor,
            None => RoleWord::Unknown,
        }
    }
}

/// Whether a record is an entry of an account's own records, which the app wrote about the account.
#[must_use]
pub fn is_entry(record: &Record) -> bool {
    let own = |what: &str| matches!(what, "screenshot" | "file");
    record.item.as_ref().is_some_and(|item| !own(&item.what))
}

/// The address of label `n` of a source.
#[must_use]
pub fn label_address(source: SourceId, n: u32) -> Address {
    Address {
        source,
        member: None,
        place: Place::Party(u64::from(n)),
    }
}

/// Addresses with neighbours on the roll folded into ranges: `S1:L10-L22`. `all` is in reading order.
#[must_use]
pub fn fold_ranges(roll: &Roll, wanted: &BTreeSet<Address>) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Option<(Address, Address)> = None;
    for row in roll.rows() {
        let joins = open.is_some_and(|(_, last)| {
            last.source == row.address.source && last.member == row.address.member
        });
        match (wanted.contains(&row.address), open) {
            (true, Some((first, _))) if joins => open = Some((first, row.address)),
            (true, _) => {
                out.extend(open.map(range));
                open = Some((row.address, row.address));
            }
            (false, _) => out.extend(open.take().map(range)),
        }
    }
    out.extend(open.map(range));
    out
}

/// `S1:L10-L22`, or one address.
#[must_use]
pub fn range((first, last): (Address, Address)) -> String {
    // Where the newest stands first, the oldest bears the highest number; a range runs upwards.
    let (low, high) = (first.min(last), first.max(last));
    match high.place.parts() {
        Some((letter, n)) if low != high => format!("{low}-{letter}{n}"),
        _ => low.to_string(),
    }
}
