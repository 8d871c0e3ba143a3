//! Q6 to Q10c: who is who, what is shown, her own words.

use serde_json::{Value, json};

use crate::model::{Role, Span, WorkAct};
use crate::packet::{Paragraph, Story};
use crate::steps::answers::{Answers, ParagraphAnswer, Statement};
use crate::steps::interview::{Interview, blank, default_of};
use crate::steps::suggest::{self, Choices};
use crate::steps::{Failure, OpenCase, World, mark, people, say};

/// Q6 to Q6d.
pub(super) fn name_people(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let suggested = suggest::people(open)?;
    let ask = suggest::ask_label(open)?;
    let respondent = interview.answer(
        "respondent",
        &answers.respondent,
        |asker, q| ask(asker, q),
        Some(suggested.respondent),
    )?;
    let complainant = interview.answer(
        "complainant",
        &answers.complainant,
        |asker, q| ask(asker, q),
        Some(suggested.complainant),
    )?;
    for (answer, role) in [
        (&respondent, Role::Respondent),
        (&complainant, Role::Complainant),
    ] {
        let Some(labels) = answer
            .value
            .as_ref()
            .map(|l| &l.labels)
            .filter(|l| !l.is_empty())
        else {
            continue;
        };
        people::set_role(open, labels, role, answer.by, world)?;
        if labels.len() > 1 {
            people::join(open, labels, answer.by, world)?;
        }
    }
    if let Some(name) = respondent.value.as_ref().and_then(|l| l.name.clone()) {
        open.work(vec![world.entry(
            WorkAct::Set {
                name: "respondent_name".into(),
                value: name.into(),
            },
            respondent.by,
        )])?;
    }
    open.work(interview.entries(world))?;
    let numbers = interview.answer(
        "numbers",
        &answers.numbers,
        |asker, q| suggest::ask_numbers(asker, q, respondent.value.as_ref()),
        Some(Some(suggested.numbers)),
    )?;
    for number in numbers.value.into_iter().flatten() {
        people::set_number(
            open,
            number.label,
            &number.number,
            number.basis,
            numbers.by,
            world,
        )?;
    }
    open.work(interview.entries(world))?;
    let bystanders = interview.answer(
        "bystanders",
        &answers.bystanders,
        |asker, q| suggest::ask_bystanders(asker, q),
        blank(),
    )?;
    for bystander in bystanders.value.into_iter().flatten() {
        match (bystander.label, bystander.name) {
            (Some(label), _) => {
                people::set_role(open, &[label], Role::Bystander, bystanders.by, world)?;
            }
            (None, Some(name)) => {
                let mut names = open
                    .case
                    .settings
                    .get("bystander_names")
                    .and_then(Value::as_array)
                    .cloned()
                    .unwrap_or_default();
                if !names.contains(&json!(name)) {
                    names.push(json!(name));
                }
                open.work(vec![world.entry(
                    WorkAct::Set {
                        name: "bystander_names".into(),
                        value: names.into(),
                    },
                    bystanders.by,
                )])?;
            }
            (None, None) => {}
        }
    }
    open.work(interview.entries(world))
}

/// Q7 to Q8c.
pub(super) fn choose_exhibits(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let Choices {
        exhibits: suggested,
    } = suggest::exhibits(open)?;
    let stop = interview.answer(
        "stop_message",
        &answers.stop_message,
        |asker, q| suggest::ask_stop(open, asker, q),
        blank(),
    )?;
    open.work(interview.entries(world))?;
    let exhibits = interview.answer(
        "exhibits",
        &answers.exhibits,
        |asker, q| suggest::ask_exhibits(open, &suggested, asker, q),
        Some(Some(suggested.clone())),
    )?;
    let context = interview.answer(
        "context",
        &answers.context,
        |asker, q| {
            Ok(asker
                .ask(q, &[])?
                .and_then(|t| t.parse().ok())
                .filter(|n| *n <= 10)
                .or(Some(3)))
        },
        default_of(3),
    )?;
    for exhibit in exhibits.value.iter().flatten() {
        let as_exhibit = mark::Choice::Yes;
        let marking = mark::Options {
            as_exhibit,
            tags: exhibit.tags.clone(),
            context: context.value,
            by: exhibits.by,
            ..mark::Options::default()
        };
        mark::mark(open, &[exhibit.at], &marking, world)?;
        if let Some(shows) = &exhibit.shows {
            say::say(
                open,
                &format!("shows:{}", exhibit.at.first),
                shows,
                exhibits.by,
                world,
            )?;
        }
    }
    if let Some(first) = stop.value {
        let marking = mark::Options {
            stop: mark::Choice::Yes,
            tags: vec!["stop".into()],
            context: context.value,
            by: stop.by,
            ..mark::Options::default()
        };
        mark::mark(open, &[Span { first, last: None }], &marking, world)?;
    }
    open.work(interview.entries(world))?;
    let withhold = interview.answer(
        "withhold",
        &answers.withhold,
        |asker, q| suggest::ask_withhold(asker, q),
        blank(),
    )?;
    for held in withhold.value.into_iter().flatten() {
        mark::withhold(
            open,
            &[held.at],
            Some(held.why),
            held.label.as_deref(),
            withhold.by,
            world,
        )?;
    }
    open.work(interview.entries(world))
}

/// Q9 to Q10c.
pub(super) fn take_words(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let statement = interview.answer(
        "statement",
        &answers.statement,
        |asker, q| suggest::ask_statement(asker, q),
        blank(),
    )?;
    for (topic, text) in statement.value.map(story_of).unwrap_or_default().to_said() {
        say::say(open, &topic, &text, statement.by, world)?;
    }
    open.work(interview.entries(world))?;
    let particulars = interview.answer(
        "particulars",
        &answers.particulars,
        |asker, q| suggest::ask_particulars(asker, q),
        blank(),
    )?;
    for (field, value) in particulars.value.into_iter().flatten() {
        say::fill(
            open,
            &field,
            value.as_deref().unwrap_or_default(),
            particulars.by,
            world,
        )?;
    }
    let reference = interview.answer(
        "reference",
        &answers.reference,
        |asker, q| asker.ask(q, &[]),
        blank(),
    )?;
    let authority = interview.answer(
        "authority",
        &answers.authority,
        |_, _| Ok(Some("pk-nccia".to_owned())),
        default_of("pk-nccia".to_owned()),
    )?;
    if let Some(id) = authority
        .value
        .as_ref()
        .filter(|id| crate::tables::authorities::authority(id).is_none())
    {
        return Err(Failure::NoAuthority(id.clone()));
    }
    for (name, answer) in [("reference", &reference), ("authority", &authority)] {
        if let Some(value) = &answer.value {
            open.work(vec![world.entry(
                WorkAct::Set {
                    name: name.into(),
                    value: json!(value),
                },
                answer.by,
            )])?;
        }
    }
    open.work(interview.entries(world))
}

fn story_of(statement: Statement) -> Story {
    let paragraph = |p: ParagraphAnswer| Paragraph {
        when: p.when,
        text: p.text,
        exhibits: p.exhibits,
    };
    let plain = |text: String| Paragraph {
        text,
        ..Paragraph::default()
    };
    Story {
        incident: statement.incident.unwrap_or_default(),
        facts: statement.facts.into_iter().map(paragraph).collect(),
        relief: statement.relief.into_iter().map(plain).collect(),
        urgent: statement.urgent.into_iter().map(paragraph).collect(),
        impact: statement.impact.into_iter().map(plain).collect(),
        steps: statement.steps.into_iter().map(paragraph).collect(),
        ..Story::default()
    }
}
