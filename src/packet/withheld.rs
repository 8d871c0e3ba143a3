//! Part 9, withheld items: what, why, which digest, how an officer may see it. No name, no words, no picture.

use super::input::PacketInput;
use super::message::{media_term, why_term};
use super::moment;
use super::phrase::thousands;
use super::roll::is_entry;
use super::shield::Shield;
use super::transcript::sender_words;
use super::words::Words;
use super::{PartName, Withheld, WithheldItem};
use crate::model::exhibit::Why;
use crate::model::{Address, Kind, Media, Record, SourceId};

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Withheld {
    let mut items: Vec<WithheldItem> = shield
        .records()
        .map(|(address, why)| record_item(input, shield, address, why))
        .collect();
    let in_records = |source: SourceId, n: u32| {
        shield
            .records()
            .filter_map(|(a, _)| input.records.get(&a))
            .any(|r| r.address.source == source && holds(r, n))
    };
    let alone = shield
        .members()
        .filter(|((source, n), _)| !in_records(*source, *n));
    items.extend(alone.map(|((source, n), why)| file_item(input, shield, source, n, why)));
    let note = input.speech().say(
        "withheld_note",
        &[("bundle", Words::text(input.bundle.n.to_string()))],
    );
    Withheld {
        head: input.speech().head(PartName::Withheld, &[]),
        note,
        items,
    }
}

fn holds(record: &Record, n: u32) -> bool {
    record.attachments.iter().any(|a| a.member_n == Some(n))
        || (record.kind == Kind::Item && !is_entry(record) && record.member_n == n)
}

/// Why, and the neutral words that she chose.
fn why(input: &PacketInput<'_>, shield: &Shield<'_>, address: Address, why: Why) -> Words {
    let words = input
        .case
        .withheld
        .get(&address)
        .and_then(|held| held.words.as_deref());
    Words::text(why_term(input, why)).and(". ", words.map_or_else(Words::none, |w| shield.quote(w)))
}

fn record_item(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    address: Address,
    reason: Why,
) -> WithheldItem {
    let record = input.record(address);
    let file = record.and_then(|r| {
        r.attachments
            .iter()
            .find_map(|a| Some((a.member_n?, a.media)))
    });
    let picture = record
        .filter(|r| r.kind == Kind::Item && !is_entry(r))
        .map(|r| (r.member_n, Media::Image));
    let file = file.or(picture);
    let member = file.and_then(|(n, _)| input.source(address)?.members.iter().find(|m| m.n == n));
    let (date, time) = record
        .map(|r| moment::date_and_time(r, input.roll.zone()))
        .unwrap_or_default();
    let own = std::iter::once(address.to_string());
    let mut addresses: Vec<String> = own
        .chain(file.map(|(n, _)| Address::member(address.source, n).to_string()))
        .collect();
    addresses.dedup();
    WithheldItem {
        number: input
            .exhibit(address)
            .map(|e| e.number.to_string())
            .unwrap_or_default(),
        addresses,
        what: Words::text(file.map_or_else(
            || input.speech().term("message"),
            |(_, media)| media_term(input, media),
        )),
        why: why(input, shield, address, reason),
        sender: input
            .roll
            .row(address)
            .filter(|row| row.kind != Kind::Item)
            .map_or_else(Words::none, |row| sender_words(input, shield, row)),
        date,
        time,
        size: member
            .map(|m| format!("{} {}", thousands(m.size), input.speech().term("bytes")))
            .unwrap_or_default(),
        sha256: member.and_then(|m| m.sha256),
    }
}

fn file_item(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    source: SourceId,
    n: u32,
    reason: Why,
) -> WithheldItem {
    let address = Address::member(source, n);
    let member = input
        .source(address)
        .and_then(|s| s.members.iter().find(|m| m.n == n));
    let owner = input
        .records
        .values()
        .find(|r| r.address.source == source && holds(r, n));
    let media = owner
        .and_then(|r| r.attachments.iter().find(|a| a.member_n == Some(n)))
        .map(|a| a.media);
    let of_pictures = input
        .source(address)
        .is_some_and(|s| s.format == "pictures");
    let media = media.unwrap_or(if of_pictures {
        Media::Image
    } else {
        Media::File
    });
    let (date, time) = owner
        .map(|r| moment::date_and_time(r, input.roll.zone()))
        .unwrap_or_default();
    let number = input
        .exhibit(address)
        .or_else(|| input.exhibit(owner?.address));
    WithheldItem {
        number: number.map(|e| e.number.to_string()).unwrap_or_default(),
        addresses: owner
            .map(|r| r.address.to_string())
            .into_iter()
            .chain([address.to_string()])
            .collect(),
        what: Words::text(media_term(input, media)),
        why: why(input, shield, address, reason),
        sender: owner
            .and_then(|r| input.roll.row(r.address))
            .filter(|row| row.kind != Kind::Item)
            .map_or_else(Words::none, |row| sender_words(input, shield, row)),
        date,
        time,
        size: member
            .map(|m| format!("{} {}", thousands(m.size), input.speech().term("bytes")))
            .unwrap_or_default(),
        sha256: member.and_then(|m| m.sha256),
    }
}
