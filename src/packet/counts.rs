//! The counted facts of page 1, each with its rule and every address behind it.
//!
//! Counted over all records of the exports, never over the chosen ones only. The wording claims no more than the
//! exports show: "the exports hold no message from the complainant after …", never "there was no reply".

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::accounts::{accounts, respondents};
use super::input::PacketInput;
use super::phrase::thousands;
use super::roll::{Seen, fold_ranges};
use super::transcript_row::RoleWord;
use super::words::Words;
use super::{CountRule, Fact};
use super::{moment, roll};
use crate::model::{Address, Kind};

/// Tags that are counted on page 1, in this order.
const COUNTED_TAGS: [&str; 3] = ["threat", "images", "money"];
/// Facts that fit on page 1.
const MOST: usize = 5;
/// Exhibits named beside one fact.
const CITED: usize = 3;

/// The facts of page 1 and how each was counted.
#[must_use]
pub fn counted(input: &PacketInput<'_>) -> Vec<(Fact, CountRule)> {
    let mut all = Vec::new();
    let contacts = contacts(input);
    all.extend(contact_fact(input, &contacts));
    let tags = COUNTED_TAGS.iter().filter_map(|tag| tag_fact(input, tag));
    let (first_tag, more_tags): (Vec<_>, Vec<_>) = tags.enumerate().partition(|(i, _)| *i < 2);
    all.extend(first_tag.into_iter().map(|(_, fact)| fact));
    all.extend(account_fact(input));
    all.extend(night_fact(input, &contacts));
    all.extend(more_tags.into_iter().map(|(_, fact)| fact));
    all.truncate(MOST);
    all
}

/// Messages, deleted messages and calls by the accounts attributed to the respondent; all, or those after the stop.
fn contacts<'a>(input: &PacketInput<'a>) -> Vec<&'a Seen> {
    let after = After::new(input);
    let rows = input.roll.rows().iter().enumerate();
    rows.filter(|(i, row)| {
        is_contact(row, RoleWord::Respondent) && after.as_ref().is_none_or(|a| a.holds(*i, row))
    })
    .map(|(_, row)| row)
    .collect()
}

fn is_contact(row: &Seen, role: RoleWord) -> bool {
    row.role == role
        && !row.is_repeat
        && matches!(row.kind, Kind::Message | Kind::Deleted | Kind::Call)
}

/// "After the stop message": later in the same transcript, or at a later time in another.
struct After<'a> {
    index: usize,
    stop: &'a Seen,
}

impl<'a> After<'a> {
    fn new(input: &PacketInput<'a>) -> Option<Self> {
        let stop = input.case.stop?;
        let index = input
            .roll
            .rows()
            .iter()
            .position(|row| row.address == stop)?;
        Some(Self {
            index,
            stop: &input.roll.rows()[index],
        })
    }

    fn holds(&self, i: usize, row: &Seen) -> bool {
        let same = row.address.source == self.stop.address.source
            && row.address.member == self.stop.address.member;
        if same {
            i > self.index
        } else {
            row.at.zip(self.stop.at).is_some_and(|(at, stop)| at > stop)
        }
    }
}

fn contact_fact(input: &PacketInput<'_>, contacts: &[&Seen]) -> Option<(Fact, CountRule)> {
    let speech = input.speech();
    let n = contacts.len() as u64;
    let days = days(contacts);
    let days_words = speech.count("on_days", days.len() as u64, &[]);
    let labels = Words::exact(labels(input).join(", "));
    let addresses: BTreeSet<Address> = contacts.iter().map(|row| row.address).collect();
    let Some(after) = After::new(input) else {
        let (first, last) = (
            contacts.iter().filter_map(|r| r.at).min()?,
            contacts.iter().filter_map(|r| r.at).max()?,
        );
        let text = speech.count(
            "fact_contact",
            n,
            &[
                ("days", days_words),
                ("span", Words::exact(moment::span(first, last))),
            ],
        );
        let rule = speech.say("rule_contact", &[("labels", labels)]);
        return Some(fact(
            input,
            thousands(n),
            text,
            rule,
            &addresses,
            first_chosen(input, &addresses),
        ));
    };
    let when = after.stop.at.map_or_else(
        || speech.say("time_undecided", &[]),
        |at| {
            speech.say(
                "on_at",
                &[
                    ("date", Words::exact(moment::date(at))),
                    ("time", Words::exact(at.format("%H:%M").to_string())),
                ],
            )
        },
    );
    let text = speech
        .count(
            "fact_after_stop",
            n,
            &[("days", days_words), ("when", when)],
        )
        .and(" ", answered(input, &after));
    let rule = speech.say(
        "rule_after_stop",
        &[
            ("labels", labels),
            ("stop", Words::exact(after.stop.address.to_string())),
        ],
    );
    let mut cited = vec![after.stop.address];
    cited.extend(first_chosen(input, &addresses).into_iter().take(CITED - 1));
    Some(fact(input, thousands(n), text, rule, &addresses, cited))
}

/// What the exports hold from the complainant after the stop. Nothing is said while a label has no role.
fn answered(input: &PacketInput<'_>, after: &After<'_>) -> Words {
    let speech = input.speech();
    if input
        .roll
        .rows()
        .iter()
        .any(|row| row.role == RoleWord::Unknown && row.kind != Kind::Item)
    {
        return Words::none();
    }
    let later = input
        .roll
        .rows()
        .iter()
        .enumerate()
        .filter(|(i, row)| is_contact(row, RoleWord::Complainant) && after.holds(*i, row));
    match later.count() as u64 {
        0 => speech.say("no_message_after", &[]),
        n => speech.count("messages_after", n, &[]),
    }
}

fn tag_fact(input: &PacketInput<'_>, tag: &str) -> Option<(Fact, CountRule)> {
    let speech = input.speech();
    let tagged: BTreeSet<Address> = input
        .case
        .standing()
        .filter(|e| e.tags.iter().any(|t| t == tag))
        .map(|e| e.item)
        .collect();
    let n = tagged.len() as u64;
    if n == 0 {
        return None;
    }
    let word = Words::text(speech.named("tag.", tag));
    let (text, rule) = if input.is_draft() {
        ("fact_tag_draft", "rule_tag_draft")
    } else {
        ("fact_tag", "rule_tag")
    };
    let text = speech.count(text, n, &[("tag", word.clone())]);
    let rule = speech.say(rule, &[("tag", word)]);
    Some(fact(
        input,
        thousands(n),
        text,
        rule,
        &tagged,
        first_chosen(input, &tagged),
    ))
}

fn account_fact(input: &PacketInput<'_>) -> Option<(Fact, CountRule)> {
    let speech = input.speech();
    let all = accounts(input);
    // Two downloads of one platform name the same account.
    let named = all.iter().map(|a| {
        let format = input.source(a.label).map(|s| s.format.as_str());
        let number = a.number.as_ref().map(|(number, _)| number.as_str());
        (format, number.unwrap_or(&a.shown))
    });
    let n = named.collect::<BTreeSet<_>>().len() as u64;
    if n < 2 {
        return None;
    }
    let labels: BTreeSet<Address> = all.iter().map(|a| a.label).collect();
    let firsts = labels.iter().filter_map(|label| {
        let of_label = |item: &Address| {
            input
                .roll
                .row(*item)
                .is_some_and(|row| roll::label_address(item.source, row.label) == *label)
        };
        input.case.standing().map(|e| e.item).find(of_label)
    });
    let cited: Vec<Address> = firsts.collect();
    let text = speech.count("fact_accounts", n, &[]);
    let rule = speech.say("rule_accounts", &[]);
    let (fact, mut rule) = fact(input, thousands(n), text, rule, &BTreeSet::new(), cited);
    rule.addresses = labels.iter().map(Address::to_string).collect();
    Some((fact, rule))
}

fn night_fact(input: &PacketInput<'_>, contacts: &[&Seen]) -> Option<(Fact, CountRule)> {
    let speech = input.speech();
    let at_night: BTreeSet<Address> = contacts
        .iter()
        .filter(|row| row.at.is_some_and(moment::is_night))
        .map(|row| row.address)
        .collect();
    let n = at_night.len() as u64;
    if n == 0 {
        return None;
    }
    let zone = Words::text(input.roll.zone().name().to_owned());
    let text = speech.count(
        "fact_night",
        n,
        &[("all", Words::text(thousands(contacts.len() as u64)))],
    );
    let rule = speech.say("rule_night", &[("zone", zone)]);
    Some(fact(
        input,
        thousands(n),
        text,
        rule,
        &at_night,
        first_chosen(input, &at_night),
    ))
}

fn fact(
    input: &PacketInput<'_>,
    count: String,
    text: Words,
    rule: Words,
    behind: &BTreeSet<Address>,
    cited: Vec<Address>,
) -> (Fact, CountRule) {
    let exhibits = input.exhibits(cited);
    let addresses = fold_ranges(input.roll, behind);
    (
        Fact {
            count: count.clone(),
            text: text.clone(),
            rule: rule.clone(),
            exhibits,
        },
        CountRule {
            count,
            what: text,
            rule,
            addresses,
        },
    )
}

fn first_chosen(input: &PacketInput<'_>, among: &BTreeSet<Address>) -> Vec<Address> {
    input
        .case
        .standing()
        .map(|e| e.item)
        .filter(|item| among.contains(item))
        .take(CITED)
        .collect()
}

fn days(rows: &[&Seen]) -> BTreeSet<NaiveDate> {
    rows.iter()
        .filter_map(|row| row.at)
        .map(|at| at.date())
        .collect()
}

fn labels(input: &PacketInput<'_>) -> Vec<String> {
    respondents(input)
        .flat_map(|p| &p.labels)
        .map(Address::to_string)
        .collect()
}
