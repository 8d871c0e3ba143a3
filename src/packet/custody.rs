//! Part 12, the custody history as the journal has it, with ruled rows for what comes later.

use serde_json::{Map, Value};

use super::input::PacketInput;
use super::moment;
use super::shield::Shield;
use super::words::{Run, Words};
use super::{Custody, CustodyRow, PartName};
use crate::model::custody::Act;
use crate::model::{Clock, JournalEntry, Precision};

/// Rows to write on by hand.
const BLANK_ROWS: u32 = 6;

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Custody {
    Custody {
        head: input.speech().head(PartName::Custody, &[]),
        note: input.speech().say("custody_note", &[]),
        rows: input
            .journal
            .iter()
            .map(|entry| row(input, shield, entry))
            .collect(),
        blank_rows: BLANK_ROWS,
    }
}

fn row(input: &PacketInput<'_>, shield: &Shield<'_>, entry: &JournalEntry) -> CustodyRow {
    let speech = input.speech();
    let at = entry.at.with_timezone(&input.roll.zone()).naive_local();
    let act = speech.term(match entry.act {
        Act::Admitted => "act.admitted",
        Act::Read => "act.read",
        Act::Declared => "act.declared",
        Act::Sealed => "act.sealed",
        Act::Stamped => "act.stamped",
        Act::Packet => "act.packet",
        Act::Given => "act.given",
        Act::Received => "act.received",
        Act::Returned => "act.returned",
        Act::Shown => "act.shown",
        Act::Consented => "act.consented",
        Act::Removed => "act.removed",
        Act::Locked => "act.locked",
        Act::Unlocked => "act.unlocked",
    });
    let clock = match entry.clock {
        Clock::System => Words::none(),
        Clock::Given => Words::text(speech.term("clock_given_short")),
    };
    CustodyRow {
        n: entry.n.to_string(),
        date: moment::date(at),
        time: moment::time(at, Precision::Minute),
        act: Words::text(act).and(
            " ",
            entry
                .subject
                .as_deref()
                .map_or_else(Words::none, |s| shield.quote(s)),
        ),
        by: match entry.actor.as_str() {
            known @ ("operator" | "helper" | "saboot") => {
                Words::text(speech.named("actor.", known))
            }
            name => shield.quote(name),
        },
        about: facts(input, shield, &entry.facts).and("; ", clock),
    }
}

/// The plain facts of an entry; lists are counted.
fn facts(input: &PacketInput<'_>, shield: &Shield<'_>, facts: &Map<String, Value>) -> Words {
    let one = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) if text.len() == 64 => Words(vec![Run::Exact(text.clone())]),
            Value::String(text) => shield.quote(text),
            Value::Number(number) => Words::text(number.to_string()),
            Value::Array(all) => Words::text(all.len().to_string()),
            Value::Bool(_) | Value::Null | Value::Object(_) => return Words::none(),
        };
        Words::text(format!("{} ", input.speech().named("journal.", name))).and("", value)
    };
    Words::join(facts.iter().map(one), "; ")
}
