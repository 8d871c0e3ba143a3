//! C-STOP-01: no message that asked to stop is marked. Not needed for every offence; never to be written afterwards.

use super::{Doubt, Whole, exhibits};
use crate::model::{Address, Note, Role, Severity};

/// Looks whether a stop message is marked, once there is a respondent and something was chosen.
pub(super) struct Stop;

impl Doubt for Stop {
    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let chosen = exhibits(whole.case);
        let respondent = whole
            .case
            .people
            .iter()
            .any(|p| p.role == Some(Role::Respondent));
        let Some(first) = chosen
            .iter()
            .next()
            .filter(|_| respondent && whole.case.stop.is_none())
        else {
            return Vec::new();
        };
        let text = "No message that asked to stop is marked. If there is one, mark it. Do not write one now without advice.";
        vec![Note::new(
            "C-STOP-01",
            Severity::Info,
            Address::source(first.source),
            text,
        )]
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::Role;

    #[test]
    fn a_missing_stop_message_is_noted_once_a_respondent_is_named() {
        for (respondent, stop, expected) in [(true, false, 1), (true, true, 0), (false, false, 0)] {
            let mut fixture = Fixture::default();
            let address = fixture.message("S1", "+923000000000", "2026-09-01T10:00:00", "x");
            fixture.choose(address);
            if respondent {
                fixture.role("S1:P1", Role::Respondent, None);
            }
            fixture.case.stop = stop.then_some(address);
            assert_eq!(codes(&fixture.check(), "C-STOP-01").len(), expected);
        }
    }
}
