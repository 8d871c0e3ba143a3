//! C-WHO-01: records of a chat are chosen, and nobody said which label is the respondent or the complainant.

use std::collections::BTreeSet;

use super::{Doubt, Whole, exhibits};
use crate::model::{Note, Record, Role, Severity, SourceId};

/// The sources in which somebody writes.
#[derive(Default)]
pub(super) struct Roles {
    chats: BTreeSet<SourceId>,
}

impl Doubt for Roles {
    fn see(&mut self, record: &Record) {
        if record.sender.is_some() {
            self.chats.insert(record.address.source);
        }
    }

    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let chosen: BTreeSet<SourceId> = exhibits(whole.case)
            .iter()
            .map(|item| item.source)
            .collect();
        let is = |source: &SourceId, role: Role| {
            let people = whole.case.people.iter().filter(|p| p.role == Some(role));
            people
                .flat_map(|p| &p.labels)
                .any(|label| label.source == *source)
        };
        let text = "Nobody said which label of this chat is the respondent. Counts and roles on the papers stay open.";
        let open = self
            .chats
            .iter()
            .filter(|source| chosen.contains(source) && !is(source, Role::Respondent));
        open.map(|source| Note::new("C-WHO-01", Severity::Check, source, text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::Role;

    #[test]
    fn a_chosen_chat_without_a_respondent_is_noted() {
        for (role, chosen, expected) in [
            (None, true, 1),
            (Some(Role::Complainant), true, 1),
            (Some(Role::Respondent), true, 0),
            (None, false, 0),
        ] {
            let mut fixture = Fixture::default();
            let address = fixture.message("S1", "+923000000000", "2026-09-01T10:00:00", "x");
            if chosen {
                fixture.choose(address);
            }
            if let Some(role) = role {
                fixture.role("S1:P1", role, None);
            }
            assert_eq!(
                codes(&fixture.check(), "C-WHO-01").len(),
                expected,
                "{role:?} {chosen}"
            );
        }
    }
}
