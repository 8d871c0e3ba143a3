//! Part 6, chronology: the chosen records, the stop, blocks, first contact of each account, steps taken. By time.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::accounts::{accounts, quoted_name};
use super::input::PacketInput;
use super::numbers;
use super::roll::{Seen, label_address};
use super::shield::Shield;
use super::transcript::sender_words;
use super::words::Words;
use super::{Chronology, Happening, Paragraph, PartName, Weight};
use super::{entry, message, moment};
use crate::model::{Address, Event, Kind, Precision, Record};

/// Characters of a message that are quoted in the chronology.
const QUOTED: usize = 140;

type Row = (Option<NaiveDateTime>, Happening);

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Chronology {
    let mut rows: BTreeMap<Address, Row> = BTreeMap::new();
    for row in first_contacts(input) {
        rows.insert(
            row.address,
            happening(
                input,
                row,
                first_contact_words(input, shield, row),
                Weight::Bold,
            ),
        );
    }
    for row in input.roll.rows() {
        if let Some(key) = event_key(row) {
            rows.insert(
                row.address,
                happening(input, row, input.speech().say(key, &[]), Weight::Bold),
            );
        }
    }
    for exhibit in input.case.standing() {
        let (Some(row), Some(record)) = (
            input
                .record(exhibit.item)
                .and_then(|r| input.roll.row(r.address)),
            input.record(exhibit.item),
        ) else {
            continue;
        };
        // A picture without a time of its own has no place on a line of time.
        if row.kind == Kind::Item && row.at.is_none() {
            continue;
        }
        let stop = input.case.stop == Some(exhibit.item);
        let words = exhibit_words(input, shield, row, record);
        let before = rows.remove(&record.address).map(|(_, before)| before);
        let bold = stop || before.is_some();
        let words = before.map_or_else(Words::none, |b| b.what).and(" ", words);
        rows.insert(
            record.address,
            happening(
                input,
                row,
                words,
                if bold { Weight::Bold } else { Weight::Plain },
            ),
        );
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.extend(steps(input, shield));
    rows.sort_by_key(|(at, _)| (at.is_none(), *at));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Chronology {
        head: input.speech().head(PartName::Chronology, &[]),
        note: input
            .speech()
            .say("chronology_note", &[("times", times(input))]),
        rows,
    }
}

/// On which clock the rows stand.
fn times(input: &PacketInput<'_>) -> Words {
    if input.roll.turns() {
        let zone = Words::exact(input.roll.zone().name().to_owned());
        input.speech().say("chronology_turned", &[("zone", zone)])
    } else {
        input.speech().say("chronology_phone", &[])
    }
}

/// The first message or call of each account of the respondent.
fn first_contacts<'a>(input: &PacketInput<'a>) -> Vec<&'a Seen> {
    let of_account = |label: Address| {
        input.roll.of(label.source).find(|row| {
            label_address(label.source, row.label) == label
                && matches!(row.kind, Kind::Message | Kind::Call | Kind::Deleted)
        })
    };
    accounts(input)
        .iter()
        .filter_map(|a| of_account(a.label))
        .collect()
}

fn first_contact_words(input: &PacketInput<'_>, shield: &Shield<'_>, row: &Seen) -> Words {
    let label = input
        .roll
        .label(label_address(row.address.source, row.label))
        .map(|l| l.to_string())
        .unwrap_or_default();
    let name = numbers::e164(&label).map_or_else(
        || quoted_name(shield, &label),
        |n| Words::exact(numbers::international(&n)),
    );
    input.speech().say(
        "first_contact",
        &[
            ("name", name),
            ("source", Words::exact(row.address.source.to_string())),
        ],
    )
}

fn event_key(row: &Seen) -> Option<&'static str> {
    match row.event? {
        Event::Blocked => Some("event_blocked"),
        Event::Unblocked => Some("event_unblocked"),
        Event::NumberChanged => Some("event_number_changed"),
        Event::ChatPrivacy => Some("event_chat_privacy"),
        Event::DisappearingTimer => Some("event_disappearing"),
        _ => None,
    }
}

fn exhibit_words(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    row: &Seen,
    record: &Record,
) -> Words {
    let speech = input.speech();
    if let Some(why) = shield.record(record.address) {
        let why = Words::text(message::why_term(input, why));
        return speech.say(
            "chronology_withheld",
            &[("who", sender_words(input, shield, row)), ("why", why)],
        );
    }
    if row.is_entry {
        return entry::words(input, shield, record);
    }
    if record.kind == Kind::Item {
        return speech.say("chronology_picture", &[]);
    }
    let key = match (input.case.stop == Some(record.address), record.kind) {
        (true, _) => "chronology_stop",
        (_, Kind::Call) => "chronology_call",
        (_, Kind::Deleted) => "chronology_deleted",
        (_, Kind::Notice) => "chronology_notice",
        _ => "chronology_message",
    };
    let hidden = record.attachments.iter().any(|a| {
        a.member_n
            .is_some_and(|n| shield.member(record.address.source, n).is_some())
    });
    let text = if hidden {
        ""
    } else {
        record.text.as_deref().unwrap_or_default()
    };
    let quoted = if hidden {
        Words::text(speech.term("withheld"))
    } else {
        quote(shield, text)
    };
    speech.say(
        key,
        &[("who", sender_words(input, shield, row)), ("text", quoted)],
    )
}

/// The first words of a message, with a mark where it goes on.
fn quote(shield: &Shield<'_>, text: &str) -> Words {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let masked = shield.quote(&line);
    // Cut behind the shield, so that half a hidden name is never left standing.
    let mut left = QUOTED;
    let mut words = Words::text("“");
    for run in masked.0 {
        let super::Run::Quote(text) = run else {
            words.push(run);
            continue;
        };
        if text.chars().count() <= left {
            left -= text.chars().count();
            words.push(super::Run::Quote(text));
        } else {
            let cut: String = text.chars().take(left).collect();
            let whole = cut
                .rsplit_once(' ')
                .map_or(cut.as_str(), |(whole, _)| whole);
            words.push(super::Run::Quote(whole.to_owned()));
            words.push(super::Run::Text(" …".to_owned()));
            break;
        }
    }
    words.push(super::Run::Text("”".to_owned()));
    words
}

fn happening(input: &PacketInput<'_>, row: &Seen, what: Words, weight: Weight) -> Row {
    let precision = input
        .records
        .get(&row.address)
        .and_then(|r| r.sent.as_ref())
        .map_or(Precision::Minute, |s| s.precision);
    let known = if row.is_entry {
        "known.entry"
    } else if row.kind == Kind::Item {
        "known.picture"
    } else {
        "known.chat"
    };
    let happening = Happening {
        date: row.at.map(moment::date).unwrap_or_default(),
        time: row
            .at
            .map(|at| moment::time(at, precision))
            .unwrap_or_default(),
        what,
        exhibits: input.exhibits([row.address]),
        known_from: format!("{} {}", input.speech().term(known), row.address),
        weight,
    };
    (row.at, happening)
}

/// What was done about it, as she tells it: at its day where she named one, else at the end, in her own words.
fn steps(input: &PacketInput<'_>, shield: &Shield<'_>) -> Vec<Row> {
    let row = |step: &Paragraph| {
        let happening = Happening {
            date: shield.quote(&step.when).plain(),
            time: String::new(),
            what: shield.quote(&step.text),
            exhibits: input.exhibits(step.exhibits.iter().copied()),
            known_from: input.speech().term("known.account"),
            weight: Weight::Bold,
        };
        (day(&step.when), happening)
    };
    input.story().steps.iter().map(row).collect()
}

/// The end of a day written as `21 Oct 2026` or `2026-10-21`, so that it stands behind the records of that day.
fn day(written: &str) -> Option<NaiveDateTime> {
    let forms = ["%d %b %Y", "%d %B %Y", "%Y-%m-%d"];
    let day = forms
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(written.trim(), form).ok())?;
    day.and_hms_opt(23, 59, 59)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_day_is_found_and_other_words_stay_words() {
        for (written, found) in [
            ("21 Oct 2026", true),
            ("5 October 2026", true),
            ("2026-10-21", true),
            ("in October", false),
            ("", false),
        ] {
            assert_eq!(day(written).is_some(), found, "{written}");
        }
    }
}
