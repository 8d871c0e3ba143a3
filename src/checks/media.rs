//! C-MEDIA-03: a chosen message names a picture, a voice note or a file that is not in what was given.

use std::collections::BTreeSet;

use super::{Doubt, Whole, exhibits};
use crate::model::{Address, Case, Note, Record, Severity, State};

/// The exhibits, and those whose files are not there.
pub(super) struct Media {
    exhibits: BTreeSet<Address>,
    without: Vec<Address>,
}

impl Media {
    pub(super) fn new(case: &Case) -> Self {
        Self {
            exhibits: exhibits(case),
            without: Vec::new(),
        }
    }
}

impl Doubt for Media {
    fn see(&mut self, record: &Record) {
        let absent = record.attachments.iter().any(|a| a.state != State::Found);
        if absent && self.exhibits.contains(&record.address) {
            self.without.push(record.address);
        }
    }

    fn notes(&self, _whole: &Whole<'_>) -> Vec<Note> {
        let text = "A chosen message names a file that is not in what was given. It may still be on the phone.";
        self.without
            .iter()
            .map(|address| Note::new("C-MEDIA-03", Severity::Check, address, text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::{Attachment, Media, State};

    #[test]
    fn only_chosen_messages_without_their_file_are_noted() {
        let mut fixture = Fixture::default();
        for state in [State::Found, State::Omitted, State::Missing, State::Failed] {
            let address = fixture.message("S1", "a", "2026-09-01T10:00:00", "x");
            fixture
                .last()
                .attachments
                .push(Attachment::new(Media::Image, state));
            fixture.choose(address);
        }
        fixture.message("S1", "a", "2026-09-01T10:00:00", "not chosen");
        fixture
            .last()
            .attachments
            .push(Attachment::new(Media::Image, State::Omitted));
        assert_eq!(
            codes(&fixture.check(), "C-MEDIA-03"),
            ["S1:L2", "S1:L3", "S1:L4"]
        );
    }
}
