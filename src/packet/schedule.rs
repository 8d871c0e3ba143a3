//! Part 10, sources and hash schedule: what was given, and all 64 digits of each.

use std::collections::BTreeMap;

use serde_json::Value;

use super::doubts;
use super::input::PacketInput;
use super::moment;
use super::phrase::thousands;
use super::shield::Shield;
use super::transcript::{is_chat, source_name};
use super::words::{Run, Words};
use super::{NamedDigest, Pair, PartName, Schedule, ScheduledFile, ScheduledSource};
use crate::model::source::Reading;
use crate::model::{Address, Kind, Source, SourceId};

/// Files listed one by one. A longer list is printed for the files that exhibits and reading rest on.
const MOST_FILES: usize = 400;
/// Facts of an admission that are printed, in order.
const FACTS: [&str; 6] = [
    "device",
    "exported_by",
    "exported_on",
    "got",
    "got_from",
    "got_on",
];

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Schedule {
    let speech = input.speech();
    let cited = cited(input);
    let all: usize = input.sources.iter().map(|s| s.members.len()).sum();
    let every = all <= MOST_FILES;
    let members: Vec<ScheduledFile> = input
        .sources
        .iter()
        .flat_map(|source| source.members.iter().map(move |member| (source, member)))
        .filter(|(source, member)| {
            every || member.read == Reading::Yes || cited.contains_key(&(source.source, member.n))
        })
        .map(|(source, member)| ScheduledFile {
            id: Address::member(source.source, member.n).to_string(),
            name: match shield.member(source.source, member.n) {
                Some(_) => Words(vec![Run::Ours(speech.term("name_withheld"))]),
                None => shield.quote(&member.name),
            },
            size: thousands(member.size),
            sha256: member.sha256,
            exhibits: cited
                .get(&(source.source, member.n))
                .map(|items| input.exhibits(items.iter().copied()))
                .unwrap_or_default(),
        })
        .collect();
    let note = if every { "members_all" } else { "members_some" };
    Schedule {
        head: speech.head(PartName::Schedule, &[]),
        intro: speech.say("schedule_intro", &[]),
        sources: input
            .sources
            .iter()
            .map(|s| scheduled(input, shield, s))
            .collect(),
        members_note: speech.count(note, all as u64, &[]),
        members,
    }
}

/// The files that exhibits rest on: their own member, and what they carry.
fn cited(input: &PacketInput<'_>) -> BTreeMap<(SourceId, u32), Vec<Address>> {
    let mut all: BTreeMap<(SourceId, u32), Vec<Address>> = BTreeMap::new();
    for exhibit in input.case.standing() {
        let record = input.record(exhibit.item);
        let carried = record
            .into_iter()
            .flat_map(|r| &r.attachments)
            .filter_map(|a| a.member_n);
        let own = record
            .filter(|r| r.kind == Kind::Item)
            .map(|r| r.member_n)
            .or(exhibit.item.member);
        for n in carried.chain(own) {
            all.entry((exhibit.item.source, n))
                .or_default()
                .push(exhibit.item);
        }
    }
    all
}

fn scheduled(input: &PacketInput<'_>, shield: &Shield<'_>, source: &Source) -> ScheduledSource {
    let speech = input.speech();
    ScheduledSource {
        id: source.source.to_string(),
        name: source_name(input, shield, source.source),
        size: thousands(source.size),
        digests: digests(input, shield, source),
        facts: facts(input, shield, source),
        doubts: match doubts::of_source(input, shield, source.source) {
            none if none.is_empty() => vec![speech.say("no_doubts", &[])],
            some => some,
        },
    }
}

/// One digest for a file, one for each part of a download or each file of a set.
fn digests(input: &PacketInput<'_>, shield: &Shield<'_>, source: &Source) -> Vec<NamedDigest> {
    if let (Some(sha256), true) = (source.sha256, source.parts.len() < 2) {
        return vec![NamedDigest {
            name: Words::none(),
            sha256,
        }];
    }
    if !source.parts.is_empty() {
        return source
            .parts
            .iter()
            .map(|p| NamedDigest {
                name: shield.quote(&p.given_name),
                sha256: p.sha256,
            })
            .collect();
    }
    let originals = input
        .case
        .source(source.source)
        .map(|s| s.originals.as_slice())
        .unwrap_or_default();
    originals
        .iter()
        .map(|o| NamedDigest {
            name: shield.quote(&o.given_name),
            sha256: o.sha256,
        })
        .collect()
}

fn facts(input: &PacketInput<'_>, shield: &Shield<'_>, source: &Source) -> Vec<Pair> {
    let speech = input.speech();
    let times: Vec<_> = input
        .roll
        .of(source.source)
        .filter_map(|row| row.at)
        .collect();
    let span = times
        .iter()
        .min()
        .zip(times.iter().max())
        .filter(|_| is_chat(source));
    let what = Words::text(speech.named("format.", &source.format))
        .and(
            ": ",
            speech.count(
                "n_records",
                input.roll.of(source.source).count() as u64,
                &[],
            ),
        )
        .and(
            ", ",
            span.map_or_else(Words::none, |(a, b)| Words::exact(moment::span(*a, *b))),
        )
        .and(
            "; ",
            speech.count("n_files", source.members.len() as u64, &[]),
        );
    let mut pairs = vec![Pair {
        label: speech.term("fact.what"),
        value: what,
    }];
    let case = input.case.source(source.source);
    for key in FACTS {
        let value = case
            .and_then(|s| s.facts.get(key))
            .and_then(Value::as_str)
            .filter(|v| !v.is_empty());
        pairs.extend(value.map(|v| Pair {
            label: speech.named("fact.", key),
            value: shield.quote(v),
        }));
    }
    if let Some(case) = case {
        pairs.push(Pair {
            label: speech.term("fact.admitted"),
            value: Words::exact(moment::stamp(case.admitted, input.roll.zone())),
        });
        let absent = case.originals.iter().filter_map(|o| o.absent.as_deref());
        pairs.extend(absent.map(|why| Pair {
            label: speech.term("fact.absent"),
            value: Words::text(speech.named("absent.", why)),
        }));
    }
    pairs
}
