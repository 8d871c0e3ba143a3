//! Annex A: chosen messages with their neighbours as a numbered table, and what is not reproduced between them.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::quoted_name;
use super::input::PacketInput;
use super::message;
use super::roll::{Seen, label_address, range};
use super::shield::Shield;
use super::transcript_row::{RoleWord, Row};
use super::words::Words;
use super::{PartName, Transcript};
use crate::model::{Address, Basis, Kind, Order, Role, Source, SourceId, Zone};

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Transcript {
    let context = input.roll.context(input.case);
    let mut rows = Vec::new();
    for source in input.sources {
        rows.extend(of_source(input, shield, source, &context));
    }
    Transcript {
        head: input.speech().head(PartName::Transcript, &[]),
        about: about(input, shield),
        rows,
    }
}

/// The rows of one source; none when nothing of it was chosen.
fn of_source(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    source: &Source,
    context: &BTreeSet<Address>,
) -> Vec<Row> {
    let seen: Vec<&Seen> = input
        .roll
        .of(source.source)
        .filter(|row| {
            row.kind != Kind::Item || row.is_entry && input.exhibit(row.address).is_some()
        })
        .collect();
    let chosen = |row: &Seen| input.exhibit(row.address).is_some();
    if !seen.iter().any(|row| chosen(row)) {
        return Vec::new();
    }
    let mut rows = vec![heading(input, shield, source)];
    let mut left_out: Vec<&Seen> = Vec::new();
    for row in seen {
        let shown = chosen(row) || context.contains(&row.address);
        match input.records.get(&row.address).filter(|_| shown) {
            Some(record) => {
                rows.extend(gap(input, shield, &left_out));
                left_out.clear();
                rows.extend(
                    message::rows(input, shield, row, record)
                        .into_iter()
                        .map(|shown| Row::Message(Box::new(shown))),
                );
            }
            None => left_out.push(row),
        }
    }
    rows.extend(gap(input, shield, &left_out));
    rows
}

fn heading(input: &PacketInput<'_>, shield: &Shield<'_>, source: &Source) -> Row {
    let speech = input.speech();
    let text = speech.say(
        "source_heading",
        &[
            ("kind", Words::text(speech.named("format.", &source.format))),
            ("name", quoted_name(shield, &source.given_name)),
        ],
    );
    Row::Source {
        id: source.source.to_string(),
        text,
    }
}

/// How many are left out here, by role, and where they stand.
fn gap(input: &PacketInput<'_>, shield: &Shield<'_>, left_out: &[&Seen]) -> Option<Row> {
    let speech = input.speech();
    let (first, last) = (left_out.first()?, left_out.last()?);
    let mut by_role: BTreeMap<RoleWord, u64> = BTreeMap::new();
    for row in left_out {
        *by_role.entry(row.role).or_default() += 1;
    }
    for party in [RoleWord::Complainant, RoleWord::Respondent] {
        by_role.entry(party).or_default();
    }
    let counts = by_role.iter().map(|(role, n)| {
        let name = match role {
            RoleWord::Bystander | RoleWord::Minor | RoleWord::Unknown => speech.term("others"),
            _ => shield
                .role_text(first.address.source, 0, *role)
                .to_lowercase(),
        };
        Words::text(format!("{name} {n}"))
    });
    let counts = Words::join(counts, ", ");
    let text = speech.count(
        "not_reproduced",
        left_out.len() as u64,
        &[("roles", counts)],
    );
    let several = first.address.member == last.address.member;
    let source = if several {
        range((first.address, last.address))
    } else {
        format!("{} – {}", first.address, last.address)
    };
    Some(Row::Gap { text, source })
}

/// What stands over the table: zones and date orders, who the roles are, what was chosen.
fn about(input: &PacketInput<'_>, shield: &Shield<'_>) -> Vec<Words> {
    let speech = input.speech();
    let chats = input
        .sources
        .iter()
        .filter(|s| input.case.standing().any(|e| e.item.source == s.source) && is_chat(s));
    let mut lines: Vec<Words> = chats.flat_map(|s| times_of(input, s)).collect();
    for (role, key) in [
        (Role::Complainant, "complainant_is"),
        (Role::Respondent, "respondent_is"),
    ] {
        let names = input
            .case
            .people
            .iter()
            .filter(|p| p.role == Some(role))
            .flat_map(|p| &p.labels);
        let names = names.filter_map(|label| {
            let name = quoted_name(shield, input.roll.label(*label)?);
            Some(name.and(" ", Words::exact(format!("({label})"))))
        });
        let names = Words::join(names, ", ");
        if !names.is_empty() {
            lines.push(speech.say(key, &[("names", names)]));
        }
    }
    lines.push(speech.say(
        if input.is_draft() {
            "chosen_by_lists"
        } else {
            "chosen_by_person"
        },
        &[],
    ));
    lines
}

/// What the times of a source are: the clock of a phone, the clock of an account's pages, or moments.
fn times_of(input: &PacketInput<'_>, source: &Source) -> Vec<Words> {
    let speech = input.speech();
    let name = || ("source", Words::exact(source.source.to_string()));
    let zone = || ("zone", zone_words(input, source.zone.as_ref()));
    if is_of_phone(source) {
        let order = ("order", order_words(input, source.order.as_ref()));
        return vec![speech.say("times_of_source", &[name(), zone(), order])];
    }
    let mut lines = Vec::new();
    if input.roll.states_moments(source.source) {
        let shown = Words::exact(input.roll.zone().name().to_owned());
        lines.push(speech.say("times_of_moments", &[name(), ("zone", shown)]));
    }
    if input.roll.shows_clocks(source.source) {
        lines.push(speech.say("times_of_pages", &[name(), zone()]));
    }
    lines
}

/// Whether the records of a source carry the clock of the phone that exported, in an order of day and month that had to
/// be found out.
pub(super) fn is_of_phone(source: &Source) -> bool {
    source.format.starts_with("whatsapp")
}

/// Whether a source holds a chat and not loose files.
pub(super) fn is_chat(source: &Source) -> bool {
    !matches!(source.format.as_str(), "pictures" | "files")
}

/// The zone of a source and how it is known.
pub(super) fn zone_words(input: &PacketInput<'_>, zone: Option<&Zone>) -> Words {
    let speech = input.speech();
    let Some(zone) = zone else {
        return speech.say("zone_unsaid", &[]);
    };
    let key = match zone.basis {
        Basis::Stated => "zone_stated",
        Basis::Inferred => "zone_inferred",
        Basis::Declared => "zone_declared",
        Basis::Assumed => "zone_assumed",
    };
    speech.say(key, &[("zone", Words::exact(zone.name.clone()))])
}

/// The date order of a source and how it is known.
pub(super) fn order_words(input: &PacketInput<'_>, order: Option<&Order>) -> Words {
    let speech = input.speech();
    let Some((order, value)) = order.and_then(|o| Some((o, o.value?))) else {
        return speech.say("order_undecided", &[]);
    };
    let value = speech.term(match value {
        crate::model::DateOrder::Dmy => "order.dmy",
        crate::model::DateOrder::Mdy => "order.mdy",
        crate::model::DateOrder::Ymd => "order.ymd",
    });
    let rule = Words::text(speech.named("rule.", &order.rule));
    let known = match (order.basis, order.witness) {
        (Basis::Declared, _) => speech.say("order_declared", &[]),
        (_, Some(witness)) => speech.say(
            "order_witness",
            &[
                ("rule", rule),
                ("witness", Words::exact(witness.to_string())),
            ],
        ),
        (_, None) => speech.say("order_rule", &[("rule", rule)]),
    };
    Words::text(value).and(", ", known)
}

/// Who sent a row, for parts that name it in a sentence.
pub(super) fn sender_words(input: &PacketInput<'_>, shield: &Shield<'_>, row: &Seen) -> Words {
    match row.role {
        RoleWord::Unknown => {
            let label = input
                .roll
                .label(label_address(row.address.source, row.label));
            label.map_or_else(
                || Words::text(input.speech().term("role_unknown")),
                |l| quoted_name(shield, l),
            )
        }
        role => Words::text(shield.role_text(row.address.source, row.label, role)),
    }
}

/// The name of a source as given, for sentences.
pub(super) fn source_name(input: &PacketInput<'_>, shield: &Shield<'_>, id: SourceId) -> Words {
    let name = input
        .sources
        .iter()
        .find(|s| s.source == id)
        .map(|s| s.given_name.as_str())
        .unwrap_or_default();
    quoted_name(shield, name)
}
