//! Law 5: every time that is not plainly written says how it is known.

use std::collections::HashSet;

use saboot::model::{Basis, Flag, Record};

use crate::support::reading::Reading;

/// What breaks law 5.
pub fn breaches(reading: &Reading) -> Vec<String> {
    let mut breaches: Vec<String> = reading.records().filter_map(breach).collect();
    let source = reading.source();
    let addresses: HashSet<_> = reading.records().map(|record| record.address).collect();
    let orders = source.order.iter().chain(
        source
            .members
            .iter()
            .filter_map(|member| member.order.as_ref()),
    );
    for order in orders {
        match (order.basis, order.witness) {
            (Basis::Inferred, None) if order.value.is_some() => {
                breaches.push(format!(
                    "law 5: the order is inferred by {} without a witness",
                    order.rule
                ));
            }
            (_, Some(witness)) if !addresses.contains(&witness) => {
                breaches.push(format!("law 5: no record at the witness {witness}"));
            }
            (Basis::Assumed, _) if order.value.is_some() => {
                breaches.push("law 5: an order is never assumed".to_owned());
            }
            _ => {}
        }
    }
    let zones = source.zone.iter().chain(
        source
            .members
            .iter()
            .filter_map(|member| member.zone.as_ref()),
    );
    let mut is_assumed = false;
    let mut has_zone = false;
    for zone in zones {
        has_zone = true;
        is_assumed |= zone.basis == Basis::Assumed;
    }
    if is_assumed && !reading.has_note("C-TIME-01") {
        breaches.push("law 5: the zone is assumed and no note says so".to_owned());
    }
    let has_wall_clock = reading.records().any(|record| {
        record
            .sent
            .as_ref()
            .is_some_and(|sent| sent.local.is_some())
    });
    if source.format.starts_with("whatsapp") && has_wall_clock && !has_zone {
        breaches.push("law 5: a wall clock without a zone".to_owned());
    }
    // Where the order is decided, a line that still has several readings (another shape, no word for the half of the day,
    // another calendar) is in doubt by itself. An order that is open for the whole file is said once.
    let is_undecided = (source.order.iter())
        .chain(
            source
                .members
                .iter()
                .filter_map(|member| member.order.as_ref()),
        )
        .any(|order| order.value.is_none());
    let has_readings =
        |record: &Record| (record.sent.as_ref()).is_some_and(|sent| sent.candidates.len() > 1);
    let is_open = is_undecided
        && reading
            .records()
            .any(|record| has_readings(record) && !record.has(Flag::ShapeDiffers));
    let says_open = reading.has_note("E-DATE-01");
    if is_open && !says_open {
        breaches.push("law 5: a time has several readings and no note says so".to_owned());
    }
    breaches
}

fn breach(record: &Record) -> Option<String> {
    let sent = record.sent.as_ref()?;
    let says = |text: &str| Some(format!("law 5: {} {text}", record.address));
    if sent.utc.is_some() && sent.local.is_some() {
        return says("states an instant and a wall clock");
    }
    if sent.written.is_empty() {
        return says("has a time that was never written");
    }
    let is_known = sent.local.is_some() || sent.utc.is_some();
    match (is_known, sent.candidates.len()) {
        (true, 0) => None,
        (true, _) => says("has a time and candidates"),
        (false, 0) if record.has(Flag::TimeUnreadable) => None,
        (false, 0) => says("has no time and does not say why"),
        (false, 1) => says("has one reading, which is then the time"),
        (false, _) if record.has(Flag::TimeAmbiguous) => None,
        (false, _) => says("has candidates and no flag"),
    }
}
