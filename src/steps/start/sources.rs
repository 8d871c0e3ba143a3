//! Q4c and Q5b: what the files leave open about their dates and their way here.

use serde_json::{Map, Value, json};

use crate::model::{Address, SourceId, Span};
use crate::steps::answers::{Answers, Given, OrderAnswer, Origin};
use crate::steps::case::order_named;
use crate::steps::interview::{Asker, Interview, Question, blank, choose};
use crate::steps::{Failure, OpenCase, World, add};

/// Q4c: only where a file does not decide the order of day and month.
pub(super) fn decide_orders(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let undecided: Vec<SourceId> = open.case.sources.iter().map(|s| s.id).collect();
    for id in undecided {
        let is_open = open
            .index
            .notes(Some(id))?
            .iter()
            .any(|n| n.code.as_str() == "E-DATE-01");
        if !is_open {
            continue;
        }
        let given = match &answers.date_order {
            Given::Value(OrderAnswer::All(order)) => Given::Value(order.clone()),
            Given::Value(OrderAnswer::BySource(orders)) => orders
                .get(&id.to_string())
                .cloned()
                .map_or(Given::Open, Given::Value),
            Given::Open | Given::Blank => Given::Open,
        };
        let order = interview.answer(
            "date_order",
            &given,
            |asker, q| {
                asker.tell(&format!(
                    "{id}: every date fits both readings. Look at any message on the phone."
                ));
                choose(
                    asker,
                    q,
                    &[
                        ("dmy", "day first"),
                        ("mdy", "month first"),
                        ("ymd", "year first"),
                    ],
                )
            },
            None,
        )?;
        let order = order
            .value
            .as_deref()
            .and_then(order_named)
            .ok_or(Failure::AnswerNeeded(vec!["date_order"]))?;
        add::declare(
            open,
            id,
            &add::Options {
                order: Some(order),
                ..add::Options::default()
            },
            world,
        )?;
        if let Some(source) = open.case.source(id).cloned() {
            open.read_in(&source, world)?;
        }
    }
    open.work(interview.entries(world))
}

/// Q5b.
pub(super) fn declare_origins(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let sources: Vec<(Address, String)> = open
        .case
        .sources
        .iter()
        .map(|s| (Address::source(s.id), s.given_name.clone()))
        .collect();
    let origins = interview.answer(
        "origins",
        &answers.origins,
        |asker, q| ask_origins(asker, q, &sources),
        blank(),
    )?;
    for origin in origins.value.into_iter().flatten() {
        let facts = [
            ("device", origin.device),
            ("exported_by", origin.exported_by),
            ("exported_on", origin.exported_on),
            ("got", origin.got),
        ];
        let facts: Map<String, Value> = facts
            .into_iter()
            .filter_map(|(k, v)| Some((k.to_owned(), json!(v?))))
            .collect();
        if open.case.source(origin.source.source).is_none() {
            return Err(Failure::NoSuchItem(Span {
                first: origin.source,
                last: None,
            }));
        }
        add::declare(
            open,
            origin.source.source,
            &add::Options {
                origin: facts,
                ..add::Options::default()
            },
            world,
        )?;
    }
    open.work(interview.entries(world))
}

/// Asks two things of each source; Enter leaves a line blank.
fn ask_origins(
    asker: &mut dyn Asker,
    question: &Question,
    sources: &[(Address, String)],
) -> Result<Option<Vec<Origin>>, Failure> {
    let mut origins = Vec::new();
    for (source, name) in sources {
        asker.tell(&format!(
            "{source}, {name}: from which phone? For example: my Android phone. Enter skips."
        ));
        let device = asker.ask(question, &[])?;
        asker.tell(&format!("{source}: how did it come to this computer? For example: by cable, by e-mail to myself. Enter skips."));
        let got = asker.ask(question, &[])?;
        if device.is_some() || got.is_some() {
            origins.push(Origin {
                source: *source,
                device,
                exported_by: None,
                exported_on: None,
                got,
            });
        }
    }
    Ok((!origins.is_empty()).then_some(origins))
}
