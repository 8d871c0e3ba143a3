//! Where the bytes that a reader reads stand: the source, the member and, on Facebook, the thread.

use std::sync::Arc;

use crate::model::{Address, Digest, Kind, Member, Place, Record, SourceId};

/// Where a text member stands.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Its source.
    pub source: SourceId,
    /// Its number.
    pub member: u32,
    /// Its name.
    pub name: Arc<str>,
    /// Whether addresses name the member. False only where a source has one transcript of lines.
    pub is_named: bool,
    /// The thread that its records belong to, where there is one.
    pub thread: Option<Arc<str>>,
}

impl Origin {
    /// The place of a member, without a thread.
    pub fn of(source: SourceId, member: &Member, is_named: bool) -> Self {
        Self {
            source,
            member: member.n,
            name: Arc::clone(&member.name),
            is_named,
            thread: None,
        }
    }

    /// The address of a place in the member.
    pub fn at(&self, place: Place) -> Address {
        Address {
            source: self.source,
            member: self.is_named.then_some(self.member),
            place,
        }
    }

    /// A record of a kind at a place. Its bytes and digest are filled in when they are booked.
    pub fn record(&self, place: Place, kind: Kind) -> Box<Record> {
        let name = Arc::clone(&self.name);
        let at = self.at(place);
        let mut record = Box::new(Record::new(
            at,
            name,
            self.member,
            [0, 0],
            Digest::ZERO,
            kind,
        ));
        record.thread.clone_from(&self.thread);
        record
    }
}
