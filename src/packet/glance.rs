//! Part 1, case at a glance: what an officer needs in two minutes, on one page.

use std::collections::BTreeSet;

use super::accounts::{accounts, identifiers, quoted_name};
use super::input::PacketInput;
use super::moment;
use super::phrase::Speech;
use super::shield::Shield;
use super::transcript_row::RoleWord;
use super::words::{Run, Words};
use super::{Cell, Fact, Glance, PartName, Urgent};
use crate::model::{Clock, Kind};

/// Accounts that fit on page 1.
const MOST_ACCOUNTS: usize = 5;

pub(super) fn compose(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    who: &str,
    facts: Vec<Fact>,
) -> Glance {
    let speech = input.speech();
    let story = input.story();
    let title = if story.incident.is_empty() {
        speech.say("title_default", &[])
    } else {
        shield.quote(&story.incident)
    };
    let mut shown = identifiers(input, shield);
    let all = shown.len();
    shown.truncate(MOST_ACCOUNTS);
    let asks = asks(input, shield);
    let clock = match input.bundle.clock {
        Clock::System => speech.say("clock_system", &[]),
        Clock::Given => speech.say("clock_given", &[]),
    };
    Glance {
        head: super::Head {
            title,
            ..speech.head(PartName::Glance, &[])
        },
        strip: vec![
            complainant(input, who),
            respondent(input, shield),
            since(input),
            place(input),
        ],
        urgent: story
            .urgent
            .iter()
            .map(|u| Urgent {
                when: shield.quote(&u.when),
                text: shield.quote(&u.text),
                exhibits: input.exhibits(u.exhibits.iter().copied()),
            })
            .collect(),
        facts,
        identifiers_left: left(speech, "accounts_more", shown.len(), all),
        identifiers: shown,
        asks_left: left(speech, "asks_more", asks.len(), asks.len()),
        asks,
        contact: speech.say("contact", &[]),
        seal: speech.say(
            "seal",
            &[
                ("bundle", Words::text(input.bundle.n.to_string())),
                (
                    "sealed",
                    Words::exact(moment::stamp(input.bundle.sealed, input.roll.zone())),
                ),
            ],
        ),
        seal_note: clock.and(" ", speech.say("seal_note", &[])),
    }
}

/// What is said under the first `n` of a list, for each `n` from none to `shown`: how many of `all` are left.
fn left(speech: Speech<'_>, key: &str, shown: usize, all: usize) -> Vec<Words> {
    let say = |n: usize| match all - n {
        0 => Words::none(),
        left => speech.count(key, left as u64, &[]),
    };
    (0..=shown).map(say).collect()
}

/// What she asks for in her own words; what the form asks for when she said nothing.
pub(super) fn asks(input: &PacketInput<'_>, shield: &Shield<'_>) -> Vec<Words> {
    let relief = input.story().relief;
    if relief.is_empty() {
        return input.form.asks.iter().map(Words::text).collect();
    }
    relief.iter().map(|p| shield.quote(&p.text)).collect()
}

fn complainant(input: &PacketInput<'_>, who: &str) -> Cell {
    let speech = input.speech();
    let value = if who.is_empty() {
        speech.say("not_named", &[])
    } else {
        Words::quote(who)
    };
    Cell {
        label: speech.term("complainant"),
        value,
        note: speech.say("particulars_on", &[]),
    }
}

fn respondent(input: &PacketInput<'_>, shield: &Shield<'_>) -> Cell {
    let speech = input.speech();
    let value = accounts(input).first().map_or_else(
        || speech.say("not_named", &[]),
        |a| quoted_name(shield, &a.shown),
    );
    let note = speech.say(
        if accounts(input).is_empty() {
            "write_by_hand"
        } else {
            "identifiers_below"
        },
        &[],
    );
    Cell {
        label: speech.term("respondent"),
        value,
        note,
    }
}

/// When it was told to stop; else the first record of the respondent.
fn since(input: &PacketInput<'_>) -> Cell {
    let speech = input.speech();
    let mut times: Vec<_> = input
        .roll
        .rows()
        .iter()
        .filter(|r| r.role == RoleWord::Respondent)
        .filter_map(|r| r.at)
        .collect();
    times.sort_unstable();
    let stop = input
        .case
        .stop
        .and_then(|stop| input.roll.row(stop))
        .and_then(|row| row.at);
    let label = speech.term(if stop.is_some() {
        "told_to_stop_on"
    } else {
        "first_record"
    });
    let day = |at| Words(vec![Run::Exact(moment::date(at))]);
    let value = stop
        .or(times.first().copied())
        .map_or_else(|| speech.say("not_known", &[]), day);
    let note = times.last().map_or_else(Words::none, |last| {
        speech.say("latest_record", &[("date", day(*last))])
    });
    Cell { label, value, note }
}

fn place(input: &PacketInput<'_>) -> Cell {
    let speech = input.speech();
    let chats: Vec<&str> = input
        .sources
        .iter()
        .map(|s| s.format.as_str())
        .filter(|f| !matches!(*f, "pictures" | "files"))
        .collect();
    let mut names = Vec::new();
    for name in chats.iter().map(|f| speech.named("platform.", f)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let pictures: BTreeSet<_> = input
        .roll
        .rows()
        .iter()
        .filter(|r| r.kind == Kind::Item && !r.is_entry)
        .map(|r| r.address)
        .collect();
    let exports = speech.count("n_exports", chats.len() as u64, &[]);
    let note = if pictures.is_empty() {
        exports
    } else {
        exports.and(", ", speech.count("n_pictures", pictures.len() as u64, &[]))
    };
    let value = if names.is_empty() {
        speech.say("not_known", &[])
    } else {
        Words::text(names.join(", "))
    };
    Cell {
        label: speech.term("where"),
        value,
        note,
    }
}
