//! Part 11, how this was made: from phone to paper, what was assumed, counted, not asked, not seen.

use serde_json::Value;

use super::input::PacketInput;
use super::shield::Shield;
use super::transcript::{is_chat, is_of_phone, order_words, zone_words};
use super::words::Words;
use super::{CountRule, Method, Pair, PartName};
use crate::model::exhibit::ChosenBy;
use crate::model::source::Reading;
use crate::model::{Kind, SourceId};

pub(super) fn compose(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    counts: Vec<CountRule>,
) -> Method {
    let speech = input.speech();
    let steps = [
        "step_given",
        "step_hashed",
        "step_read",
        "step_chosen",
        "step_sealed",
        "step_printed",
    ];
    let bundle = || Words::text(input.bundle.n.to_string());
    Method {
        head: speech.head(PartName::Method, &[]),
        steps: steps
            .iter()
            .map(|key| speech.say(key, &[("bundle", bundle())]))
            .collect(),
        assumptions: assumptions(input),
        selection: selection(input),
        counts,
        not_asked: not_asked(input, shield),
        not_seen: not_seen(input),
        tool: tool(input),
    }
}

/// Zone and date order of each transcript, and how each is known.
fn assumptions(input: &PacketInput<'_>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for source in input.sources.iter().filter(|s| is_chat(s)) {
        let with_own = source
            .members
            .iter()
            .filter(|m| m.order.is_some() || m.zone.is_some());
        for member in with_own.clone() {
            let label = format!("{}:F{}", source.source, member.n);
            pairs.push(Pair {
                label,
                value: zone_words(input, member.zone.as_ref())
                    .and("; ", order_words(input, member.order.as_ref())),
            });
        }
        if with_own.count() == 0 {
            let value = if is_of_phone(source) {
                zone_words(input, source.zone.as_ref())
                    .and("; ", order_words(input, source.order.as_ref()))
            } else if input.roll.shows_clocks(source.source) {
                zone_words(input, source.zone.as_ref())
            } else {
                input.speech().say("moments_stated", &[])
            };
            pairs.push(Pair {
                label: source.source.to_string(),
                value,
            });
        }
    }
    pairs
}

fn selection(input: &PacketInput<'_>) -> Vec<Words> {
    let speech = input.speech();
    let standing = input.case.standing().count() as u64;
    let withdrawn = input.case.exhibits.iter().filter(|e| e.withdrawn).count() as u64;
    let key = if input.is_draft() {
        "selection_draft"
    } else {
        "selection_person"
    };
    let mut lines = vec![
        speech.count(key, standing, &[]),
        speech.say("selection_context", &[]),
    ];
    if withdrawn > 0 {
        lines.push(speech.count("selection_withdrawn", withdrawn, &[]));
    }
    let withheld = input.case.withheld.len() as u64;
    if withheld > 0 {
        lines.push(speech.count("selection_withheld", withheld, &[]));
    }
    lines
}

/// What `--yes` answered: nobody was asked.
fn not_asked(input: &PacketInput<'_>, shield: &Shield<'_>) -> Vec<Pair> {
    let speech = input.speech();
    let open = input
        .case
        .answers
        .iter()
        .filter(|(_, answer)| answer.by == ChosenBy::Yes);
    open.map(|(question, answer)| {
        let value = match &answer.value {
            Value::Null => speech.say("left_blank", &[]),
            Value::String(text) => shield.quote(text),
            Value::Bool(true) => speech.say("yes", &[]),
            Value::Bool(false) => speech.say("no", &[]),
            Value::Number(number) => Words::text(number.to_string()),
            Value::Array(all) => speech.count("n_items", all.len() as u64, &[]),
            Value::Object(all) => speech.count("n_items", all.len() as u64, &[]),
        };
        Pair {
            label: speech.named("question.", question),
            value,
        }
    })
    .collect()
}

/// Limits that always hold, then what this case lacks.
fn not_seen(input: &PacketInput<'_>) -> Vec<Words> {
    let speech = input.speech();
    let mut lines: Vec<Words> = ["unseen_export", "unseen_author", "unseen_devices"]
        .iter()
        .map(|key| speech.say(key, &[]))
        .collect();
    let rows = input.roll.rows();
    let unparsed = rows.iter().filter(|r| r.kind == Kind::Unparsed).count() as u64;
    let callers = rows.iter().filter(|r| r.caller_unknown).count() as u64;
    let undecided = rows
        .iter()
        .filter(|r| r.at.is_none() && !matches!(r.kind, Kind::Item | Kind::Unparsed))
        .count() as u64;
    let members = input.sources.iter().flat_map(|s| &s.members);
    let refused = members
        .filter(|m| matches!(m.read, Reading::Refused | Reading::LeftOut))
        .count() as u64;
    let absent = input
        .case
        .sources
        .iter()
        .flat_map(|s| &s.originals)
        .filter(|o| o.absent.is_some())
        .count() as u64;
    for (key, n) in [
        ("unseen_unparsed", unparsed),
        ("unseen_callers", callers),
        ("unseen_undecided", undecided),
        ("unseen_refused", refused),
        ("unseen_absent", absent),
    ] {
        if n > 0 {
            lines.push(speech.count(key, n, &[]));
        }
    }
    lines
}

fn tool(input: &PacketInput<'_>) -> Vec<Pair> {
    let speech = input.speech();
    let known = |id: SourceId| input.case.source(id).and_then(|s| s.format.clone());
    let formats: Vec<String> = input
        .sources
        .iter()
        .filter_map(|s| Some(format!("{} {}", s.source, known(s.source)?)))
        .collect();
    let mut pairs = vec![
        Pair {
            label: speech.term("tool.version"),
            value: Words::exact(format!("saboot {}", input.tool.version)),
        },
        Pair {
            label: speech.term("tool.tables"),
            value: Words::exact(input.tool.tables.to_string()),
        },
        Pair {
            label: speech.term("tool.fingerprint"),
            value: Words::exact(input.bundle.fingerprint.to_string()),
        },
    ];
    if let Some(previous) = input.bundle.previous {
        pairs.push(Pair {
            label: speech.term("tool.previous"),
            value: Words::exact(previous.to_string()),
        });
    }
    if !formats.is_empty() {
        pairs.push(Pair {
            label: speech.term("tool.formats"),
            value: Words::text(formats.join(", ")),
        });
    }
    pairs
}
