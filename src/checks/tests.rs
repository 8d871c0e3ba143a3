//! A small case for the tests of the doubts.

use std::collections::BTreeMap;

use super::{CODES, Checks, Whole};
use crate::model::exhibit::ChosenBy;
use crate::model::fold::Number;
use crate::model::locator::Place;
use crate::model::record::Item;
use crate::model::{
    Act, Address, Annex, Calendar, Case, Clock, Digest, Exhibit, ExhibitNumber, Export,
    JournalEntry, Kind, Note, Person, Precision, Record, Role, SenderMeans, Sent, Source, SourceId,
    Thread,
};

#[derive(Default)]
pub(crate) struct Fixture {
    pub case: Case,
    pub given: Vec<Note>,
    sources: BTreeMap<SourceId, Source>,
    threads: Vec<Thread>,
    records: Vec<Record>,
    journal: Vec<JournalEntry>,
}

impl Fixture {
    /// A message as the next line of a source.
    pub fn message(&mut self, source: &str, sender: &str, at: &str, text: &str) -> Address {
        let source: SourceId = source.parse().unwrap();
        let line = self
            .records
            .iter()
            .filter(|r| r.address.source == source)
            .count() as u64
            + 1;
        let address = Address {
            source,
            member: None,
            place: Place::Line(line),
        };
        let mut record = Record::new(
            address,
            "chat.txt".into(),
            1,
            [0, 1],
            Digest::of(text.as_bytes()),
            Kind::Message,
        );
        record.sender = Some(sender.into());
        record.sender_means = SenderMeans::Author;
        record.text = Some(text.to_owned());
        let local = Some(at.parse().unwrap());
        record.sent = Some(Sent {
            written: at.to_owned(),
            local,
            utc: None,
            precision: Precision::Minute,
            candidates: Vec::new(),
            calendar: Calendar::Gregorian,
        });
        self.records.push(record);
        address
    }

    pub fn last(&mut self) -> &mut Record {
        self.records.last_mut().unwrap()
    }

    pub fn screenshot(&mut self, source: &str, width: u64, height: u64) {
        let source: SourceId = source.parse().unwrap();
        let n = u32::try_from(self.records.len()).unwrap() + 1;
        let address = Address {
            place: Place::Item(0),
            ..Address::member(source, n)
        };
        let mut record = Record::new(
            address,
            "shot.png".into(),
            n,
            [0, 1],
            Digest::of(&[1]),
            Kind::Item,
        );
        let fields = [
            ("width".to_owned(), width.into()),
            ("height".to_owned(), height.into()),
        ];
        record.item = Some(Box::new(Item {
            what: "screenshot".into(),
            fields: fields.into_iter().collect(),
        }));
        self.records.push(record);
    }

    pub fn member(&mut self, source: &str, bytes: &[u8]) {
        let source: SourceId = source.parse().unwrap();
        let known = self.sources.entry(source).or_insert_with(|| Source {
            source,
            format: "files".into(),
            given_name: "x".into(),
            size: 0,
            sha256: None,
            parts: Vec::new(),
            members: Vec::new(),
            owner: None,
            zone: None,
            order: None,
        });
        let mut member = Export::from_memory("x", vec![("a".into(), bytes.to_vec())])
            .members
            .remove(0);
        member.n = u32::try_from(known.members.len()).unwrap() + 1;
        known.members.push(member);
    }

    /// A thread of one file, which is the next member of its source.
    pub fn thread(&mut self, source: &str, format: &str, id: &str, people: &[&str]) {
        self.member(source, id.as_bytes());
        let known = self.sources.get_mut(&source.parse().unwrap()).unwrap();
        let member = known.members.last_mut().unwrap();
        member.name = format!("{id}/message_1").into();
        self.threads.push(Thread {
            source: source.to_owned(),
            format: format.to_owned(),
            thread: id.to_owned(),
            participants: people.iter().map(|p| (*p).to_owned()).collect(),
            parts: vec![member.name.to_string()],
            ..Thread::default()
        });
    }

    pub fn choose(&mut self, item: Address) {
        let n = u32::try_from(self.case.exhibits.len()).unwrap() + 1;
        self.case.exhibits.push(Exhibit {
            number: ExhibitNumber {
                annex: Annex::Chats,
                n,
            },
            item,
            tags: Vec::new(),
            context: 3,
            chosen_by: ChosenBy::Person,
            withdrawn: false,
        });
    }

    pub fn role(&mut self, label: &str, role: Role, number: Option<&str>) {
        let label: Address = label.parse().unwrap();
        let numbers = number.map(|number| Number {
            label,
            number: number.to_owned(),
            basis: None,
        });
        self.case.people.push(Person {
            labels: vec![label],
            role: Some(role),
            numbers: numbers.into_iter().collect(),
        });
    }

    pub fn enter(&mut self, at: &str, clock: Clock, act: Act) {
        let n = self.journal.len() as u64 + 1;
        let at = at.parse().unwrap();
        let (actor, subject, facts) = (
            "operator".to_owned(),
            Some("S1".to_owned()),
            serde_json::Map::new(),
        );
        self.journal.push(JournalEntry {
            n,
            at,
            clock,
            actor,
            act,
            subject,
            facts,
            previous: Digest::ZERO,
        });
    }

    pub fn check(&self) -> Vec<Note> {
        let sources: Vec<Source> = self.sources.values().cloned().collect();
        let whole = Whole {
            case: &self.case,
            threads: &self.threads,
            sources: &sources,
            journal: &self.journal,
            given: &self.given,
        };
        let mut checks = Checks::new(whole);
        self.records.iter().for_each(|record| checks.see(record));
        checks.finish()
    }
}

/// The places of the notes with this code.
pub(crate) fn codes(notes: &[Note], code: &str) -> Vec<String> {
    notes
        .iter()
        .filter(|n| n.code.as_str() == code)
        .map(|n| n.place.clone())
        .collect()
}

#[test]
fn an_empty_case_raises_no_doubt() {
    assert!(Fixture::default().check().is_empty());
}

#[test]
fn every_code_is_made_by_a_file_and_listed() {
    let made: Vec<&str> = [
        include_str!("clock.rs"),
        include_str!("gaps.rs"),
        include_str!("media.rs"),
        include_str!("names.rs"),
        include_str!("related.rs"),
        include_str!("roles.rs"),
        include_str!("shots.rs"),
        include_str!("stop.rs"),
        include_str!("twins.rs"),
        include_str!("unread.rs"),
    ]
    .to_vec();
    for code in CODES {
        let quoted = format!("\"{code}\"");
        assert!(made.iter().any(|file| file.contains(&quoted)), "{code}");
    }
    assert_eq!(made.len(), CODES.len());
}
