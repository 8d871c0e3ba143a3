//! C-CLOCK-01: an entry of the journal is earlier than the one before it. The computer's clock was wrong once.

use super::{Doubt, Whole};
use crate::model::{Clock as Origin, Note, Severity};

/// Looks at the times of the journal. Times that a person gave are not compared.
pub(super) struct Clock;

impl Doubt for Clock {
    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let read: Vec<_> = whole
            .journal
            .iter()
            .filter(|entry| entry.clock == Origin::System)
            .collect();
        let back = read.windows(2).filter(|pair| pair[1].at < pair[0].at);
        back.map(|pair| {
            let text = "This computer's clock was earlier here than at the entry before. Look whether the clock is right.";
            let place = pair[1].subject.clone().unwrap_or_default();
            Note::new("C-CLOCK-01", Severity::Check, place, text)
                .with("entry", pair[1].n)
                .with("seconds_back", (pair[0].at - pair[1].at).num_seconds())
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::{Act, Clock};

    #[test]
    fn a_clock_that_runs_back_is_noted_once_and_given_times_are_not() {
        for (times, clock, expected) in [
            (
                [
                    "2026-11-24T12:00:00Z",
                    "2026-11-24T11:00:00Z",
                    "2026-11-24T11:30:00Z",
                ],
                Clock::System,
                1,
            ),
            (
                [
                    "2026-11-24T12:00:00Z",
                    "2026-11-24T12:00:00Z",
                    "2026-11-24T12:30:00Z",
                ],
                Clock::System,
                0,
            ),
            (
                [
                    "2026-11-24T12:00:00Z",
                    "2026-11-24T11:00:00Z",
                    "2026-11-24T11:30:00Z",
                ],
                Clock::Given,
                0,
            ),
        ] {
            let mut fixture = Fixture::default();
            for at in times {
                fixture.enter(at, clock, Act::Read);
            }
            assert_eq!(
                codes(&fixture.check(), "C-CLOCK-01").len(),
                expected,
                "{times:?}"
            );
        }
    }
}
