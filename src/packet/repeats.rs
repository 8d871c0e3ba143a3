//! The same message in two downloads of one account, such as a thread as JSON and as pages: it is counted once.
//!
//! A download states no message ids, so what agrees is the thread, the minute, the sender and the words. Equal messages
//! inside one download are several messages.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{NaiveDateTime, Timelike};

use crate::model::{Record, SourceId};

/// One form of an account's threads: a source, and whether its threads came as pages.
type Form = (SourceId, bool);

/// Finds the messages that came before in another form.
#[derive(Debug, Clone, Default)]
pub struct Repeats {
    forms: Vec<Form>,
    /// How often a message stands in a form, by its digest and the place of the form.
    counts: HashMap<(u64, usize), u32>,
}

impl Repeats {
    /// Takes the next record, with its wall clock in the zone of the papers. Whether it repeats one of an earlier form.
    pub fn see(&mut self, record: &Record, at: Option<NaiveDateTime>) -> bool {
        let (Some(thread), Some(at)) = (&record.thread, at) else {
            return false;
        };
        let form = (record.address.source, record.member.ends_with(".html"));
        let own = match self.forms.iter().position(|known| *known == form) {
            Some(own) => own,
            None => {
                self.forms.push(form);
                self.forms.len() - 1
            }
        };
        let mut hasher = DefaultHasher::new();
        // A thread keeps its folder's name when it is moved to another section, and its pages beside its lists have the
        // same name and `/html`; pages show no seconds.
        let folder = thread.trim_end_matches("/html").rsplit('/').next();
        let minute = at.with_second(0).and_then(|at| at.with_nanosecond(0));
        (folder, minute, record.kind, &record.sender).hash(&mut hasher);
        // The app writes its own words for what was deleted.
        if record.deleted_by.is_none() {
            record.text.as_deref().unwrap_or_default().hash(&mut hasher);
        }
        let message = hasher.finish();
        let seen = self.counts.entry((message, own)).or_default();
        *seen += 1;
        let seen = *seen;
        let before = |form: usize| self.counts.get(&(message, form)).copied().unwrap_or(0);
        (0..self.forms.len()).any(|form| form != own && before(form) >= seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, Kind};

    #[test]
    fn pages_beside_lists_in_one_download_are_repeats_too() {
        let at = "2026-10-21T10:00:00".parse().ok();
        let mut repeats = Repeats::default();
        assert!(!repeats.see(&record("S1:F1:M0", "message_1.json", "ok"), at));
        let mut page = record("S1:F2:M0", "message_1.html", "ok");
        page.thread = Some("inbox/kashif_1/html".into());
        assert!(repeats.see(&page, at));
    }

    fn record(at: &str, member: &str, text: &str) -> Record {
        let address = at.parse().expect("an address");
        let mut record = Record::new(
            address,
            member.into(),
            1,
            [0, 1],
            Digest::ZERO,
            Kind::Message,
        );
        record.thread = Some("inbox/kashif_1".into());
        record.sender = Some("Kashif".into());
        record.text = Some(text.to_owned());
        record
    }

    #[test]
    fn a_message_in_another_download_is_a_repeat_and_an_equal_one_beside_it_is_not() {
        let mut repeats = Repeats::default();
        let mut see = |at: &str, member: &str, text: &str, time: &str| {
            let time = format!("2026-10-21T{time}").parse().ok();
            repeats.see(&record(at, member, text), time)
        };
        assert!(!see("S1:F1:M1", "message_1.json", "ok", "10:00:01"));
        assert!(!see("S1:F1:M0", "message_1.json", "ok", "10:00:40"));
        assert!(!see("S1:F2:M9", "message_2.json", "theek", "10:01:00"));
        assert!(see("S2:F1:M2", "message_1.html", "ok", "10:00:00"));
        assert!(see("S2:F1:M1", "message_1.html", "ok", "10:00:00"));
        // The third of its kind stands in this download only.
        assert!(!see("S2:F1:M0", "message_1.html", "ok", "10:00:00"));
        assert!(!see("S2:F2:M0", "message_2.html", "theek", "10:02:00"));
    }
}
