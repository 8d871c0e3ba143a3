//! One line of time for the records of a case: WhatsApp writes the wall clock of a phone, Facebook states moments. Both
//! are placed on the wall clock of one zone, so that they sort as they happened.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::record::Record;
use super::source::{Source, SourceId};
use super::time::Sent;

/// The zone that a name means; Pakistan's where the name is unknown.
#[must_use]
pub fn zone_named(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::Asia__Karachi)
}

/// The wall clock of one zone, and what is known about the clocks of the sources.
#[derive(Debug, Clone)]
pub struct Axis {
    zone: Tz,
    /// The zones of sources, and of members that have their own (`Some`).
    clocks: HashMap<(SourceId, Option<u32>), Tz>,
}

impl Axis {
    /// The axis of a zone by its IANA name. It knows no source yet: their wall clocks are taken as this zone's.
    #[must_use]
    pub fn new(zone: &str) -> Self {
        Self {
            zone: zone_named(zone),
            clocks: HashMap::new(),
        }
    }

    /// The zone in which the axis runs.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Takes down in which zone the wall clocks of a source run.
    pub fn know(&mut self, source: &Source) {
        let own = source.members.iter().map(|m| (Some(m.n), m.zone.as_ref()));
        for (member, zone) in own.chain([(None, source.zone.as_ref())]) {
            // A name that nobody knows says nothing.
            if let Some(clock) = zone.and_then(|z| z.name.parse::<Tz>().ok()) {
                self.clocks.insert((source.source, member), clock);
            }
        }
    }

    /// Whether the wall clocks of some source run in another zone.
    #[must_use]
    pub fn turns(&self) -> bool {
        self.clocks.values().any(|clock| *clock != self.zone)
    }

    /// Where a record stands; none where its time is not decided.
    #[must_use]
    pub fn place(&self, record: &Record) -> Option<NaiveDateTime> {
        let sent = record.sent.as_ref()?;
        let source = record.address.source;
        let clock = self
            .clocks
            .get(&(source, Some(record.member_n)))
            .or_else(|| self.clocks.get(&(source, None)));
        self.place_of(sent, clock.copied().unwrap_or(self.zone))
    }

    fn place_of(&self, sent: &Sent, clock: Tz) -> Option<NaiveDateTime> {
        let turned = |at: DateTime<Utc>| at.with_timezone(&self.zone).naive_local();
        match (sent.utc, sent.local) {
            (Some(utc), _) => Some(turned(utc)),
            (None, Some(local)) if clock == self.zone => Some(local),
            (None, Some(local)) => Some(turned(instant(local, clock)?)),
            (None, None) => None,
        }
    }
}

/// The moment of a wall clock: the earlier one where a clock was set back, and where it was set on the one that a clock
/// that was not set on would have shown.
fn instant(local: NaiveDateTime, clock: Tz) -> Option<DateTime<Utc>> {
    let found = clock.from_local_datetime(&local).earliest();
    let skipped = || {
        let before = local.checked_sub_signed(TimeDelta::hours(3))?;
        let at = clock.from_local_datetime(&before).earliest()?;
        at.checked_add_signed(TimeDelta::hours(3))
    };
    found.or_else(skipped).map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Calendar, Precision};

    fn sent(local: Option<&str>, utc: Option<&str>) -> Sent {
        Sent {
            written: "x".into(),
            local: local.map(|t| t.parse().unwrap()),
            utc: utc.map(|t| t.parse().unwrap()),
            precision: Precision::Second,
            candidates: Vec::new(),
            calendar: Calendar::Gregorian,
        }
    }

    #[test]
    fn wall_clocks_and_moments_stand_on_one_axis() {
        for (axis, clock, local, utc, place) in [
            (
                "Asia/Karachi",
                "Asia/Karachi",
                None,
                Some("2024-07-02T20:00:00Z"),
                Some("2024-07-03T01:00:00"),
            ),
            (
                "Asia/Dubai",
                "Asia/Dubai",
                None,
                Some("2024-07-02T20:00:00Z"),
                Some("2024-07-03T00:00:00"),
            ),
            (
                "Asia/Karachi",
                "Asia/Karachi",
                Some("2024-07-02T20:00:00"),
                None,
                Some("2024-07-02T20:00:00"),
            ),
            (
                "Asia/Karachi",
                "Asia/Dubai",
                Some("2024-07-02T20:00:00"),
                None,
                Some("2024-07-02T21:00:00"),
            ),
            // Twice on the clock, and never on it.
            (
                "Etc/UTC",
                "Europe/London",
                Some("2024-10-27T01:30:00"),
                None,
                Some("2024-10-27T00:30:00"),
            ),
            (
                "Etc/UTC",
                "Europe/London",
                Some("2024-03-31T01:30:00"),
                None,
                Some("2024-03-31T01:30:00"),
            ),
            ("Etc/UTC", "Etc/UTC", None, None, None),
        ] {
            let place = place.map(|t| t.parse().unwrap());
            let found = Axis::new(axis).place_of(&sent(local, utc), zone_named(clock));
            assert_eq!(found, place, "{axis} {clock} {local:?} {utc:?}");
        }
    }
}
