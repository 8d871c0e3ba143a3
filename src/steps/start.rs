//! `saboot start`: the guided run, from paths to a sealed bundle and its papers (`docs/guided-run.md`).

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::answers::{Answers, Given, OrderAnswer, Statement};
use super::case::{OpenCase, order_named};
use super::interview::{Interview, blank, choose, default_of};
use super::seal::{is_sealed, stops};
use super::suggest::{self, Choices};
use super::{Access, Failure, World, add, mark, new, paper, people, say, seal};
use crate::model::exhibit::ChosenBy;
use crate::model::{Note, Role, SourceId, Span, WorkAct};
use crate::packet::{Paragraph, Story};
use crate::store::find_case;

/// What a guided run is given.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The case folder; made if it is not there.
    pub case: PathBuf,
    /// The paths of the command line; those of the answers file count only if there are none.
    pub paths: Vec<PathBuf>,
    /// The answers.
    pub answers: Answers,
    /// The zone of `--tz`, which stands in for an open answer under `--yes` without being a declaration.
    pub zone: Option<String>,
    /// Whether a synced folder is allowed.
    pub synced: new::Synced,
}

/// How a guided run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What was added.
    pub added: Vec<add::Added>,
    /// What was sealed; none where nothing new was there or a person stopped before.
    pub sealed: Option<seal::Outcome>,
    /// The papers.
    pub papers: Option<paper::Outcome>,
    /// The folder of the latest bundle.
    pub bundle: Option<PathBuf>,
    /// `check` notes of the case.
    pub doubts: Vec<Note>,
    /// Why the run stopped before sealing.
    pub paused: Option<Paused>,
}

/// Why a run stopped before sealing; everything is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Paused {
    LawyerFirst,
    NotConfirmed,
}

/// Runs the interview. Everything that was answered or added before a failure is kept, and the next run goes on.
///
/// # Errors
/// An answer is needed that nobody can give (exit 4), or a step fails.
pub fn start(
    options: &Options,
    interview: &mut Interview<'_>,
    world: &mut World<'_>,
) -> Result<Outcome, Failure> {
    let answers = &options.answers;
    let keyboard = ask_who(answers, interview)?;
    world.actor = keyboard;
    let paths = paths_of(options, interview)?;
    let mut open = open_or_make(options, world)?;
    let zone = interview.answer(
        "zone",
        &answers.zone,
        |asker, q| {
            Ok(asker
                .ask(q, &["Asia/Karachi (Pakistan)".to_owned()])?
                .map(|typed| {
                    if typed == "1" {
                        "Asia/Karachi".to_owned()
                    } else {
                        typed
                    }
                })
                .or_else(|| Some("Asia/Karachi".to_owned())))
        },
        default_of(
            options
                .zone
                .clone()
                .unwrap_or_else(|| "Asia/Karachi".to_owned()),
        ),
    )?;
    let declared = (zone.by == ChosenBy::Person || options.zone.is_some())
        .then_some(zone.value)
        .flatten();
    let entries = interview.entries(world);
    open.work(entries)?;
    let adding = add::Options {
        zone: declared,
        ..add::Options::default()
    };
    let added = add::add(&mut open, &paths, &adding, world)?;
    for one in &added {
        interview.asker.tell(&suggest::told(one));
    }
    decide_orders(&mut open, answers, interview, world)?;
    declare_origins(&mut open, answers, interview, world)?;
    name_people(&mut open, answers, interview, world)?;
    choose_exhibits(&mut open, answers, interview, world)?;
    take_words(&mut open, answers, interview, world)?;
    finish(open, added, answers, interview, world)
}

/// Q1 to Q3. Children are asked about before anything is copied.
fn ask_who(answers: &Answers, interview: &mut Interview<'_>) -> Result<String, Failure> {
    let keyboard = interview.answer(
        "keyboard",
        &answers.keyboard,
        |asker, q| {
            choose(
                asker,
                q,
                &[("self", "me, the person harassed"), ("helper", "a helper")],
            )
        },
        default_of("helper".to_owned()),
    )?;
    let is_helper = keyboard.value.as_deref() == Some("helper");
    if is_helper {
        let asked = |asker: &mut dyn super::interview::Asker, q: &super::interview::Question| {
            Ok(asker.ask(q, &[])?.map(|name| super::answers::Helper {
                name: Some(name),
                role: None,
            }))
        };
        interview.answer("helper", &answers.helper, asked, blank())?;
    }
    interview.answer(
        "shared_computer",
        &answers.shared_computer,
        |asker, q| {
            choose(
                asker,
                q,
                &[("no", "no"), ("yes", "yes"), ("unknown", "not sure")],
            )
        },
        default_of("unknown".to_owned()),
    )?;
    let minors = interview.answer(
        "minors",
        &answers.minors,
        |asker, q| {
            choose(
                asker,
                q,
                &[("no", "no"), ("yes", "yes"), ("unsure", "not sure")],
            )
        },
        None,
    )?;
    match minors.value.as_deref() {
        Some("no") => Ok(if is_helper { "helper" } else { "complainant" }.to_owned()),
        _ => Err(Failure::Minor),
    }
}

fn paths_of(options: &Options, interview: &mut Interview<'_>) -> Result<Vec<PathBuf>, Failure> {
    if !options.paths.is_empty() {
        return Ok(options.paths.clone());
    }
    let already = options.case.join("case.json").is_file() && options.answers.paths.is_open();
    if already && interview.open != super::interview::Open::Ask {
        return Ok(Vec::new());
    }
    let asked = interview.answer(
        "paths",
        &options.answers.paths,
        |asker, q| {
            let mut paths = Vec::new();
            asker.tell("Drag a file into this window and press Enter. Press Enter alone when all are there.");
            while let Some(typed) = asker.ask(q, &[])? {
                paths.push(unquote(&typed));
            }
            Ok(Some(paths))
        },
        None,
    )?;
    Ok(asked
        .value
        .unwrap_or_default()
        .into_iter()
        .map(PathBuf::from)
        .collect())
}

/// A path as a window hands it over when a file is dragged into it.
fn unquote(typed: &str) -> String {
    let typed = typed.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|q| typed.strip_prefix(*q)?.strip_suffix(*q));
    inner.unwrap_or(typed).to_owned()
}

fn open_or_make(options: &Options, world: &World<'_>) -> Result<OpenCase, Failure> {
    if !options.case.join("case.json").is_file() {
        let mut about = new::Options {
            synced: options.synced,
            ..new::Options::default()
        };
        if let Some(authority) = options.answers.authority.value() {
            about.authority.clone_from(authority);
        }
        if let Some(zone) = options.answers.zone.value().or(options.zone.as_ref()) {
            about.zone.clone_from(zone);
        }
        // Dropped at once: opening it again takes the lock in the same way as ever.
        drop(new::new(&options.case, about, world)?);
    }
    OpenCase::open(&options.case, Access::Write, world)
}

/// Q4c: only where a file does not decide the order of day and month.
fn decide_orders(
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
fn declare_origins(
    open: &mut OpenCase,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let origins = interview.answer("origins", &answers.origins, |_, _| Ok(None), blank())?;
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

/// Q6 to Q6d.
fn name_people(
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
    let bystanders = interview.answer(
        "bystanders",
        &answers.bystanders,
        |asker, q| suggest::ask_bystanders(asker, q),
        blank(),
    )?;
    for bystander in bystanders.value.into_iter().flatten() {
        match (bystander.label, bystander.name) {
            (Some(label), _) => {
                people::set_role(open, &[label], Role::Bystander, bystanders.by, world)?
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
fn choose_exhibits(
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
fn take_words(
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

/// Q11 and SEAL, then the bundle and the papers.
fn finish(
    mut open: OpenCase,
    added: Vec<add::Added>,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<Outcome, Failure> {
    let yes_no = |asker: &mut dyn super::interview::Asker, q: &super::interview::Question| {
        choose(asker, q, &[("yes", "yes"), ("no", "no")])
    };
    let open_stops = stops(&open)?;
    if !open_stops.is_empty() {
        return Err(Failure::Stopped(open_stops));
    }
    let lawyer = interview.answer(
        "lawyer_first",
        &answers.lawyer_first,
        yes_no,
        default_of("no".to_owned()),
    )?;
    open.work(interview.entries(world))?;
    let mut outcome = Outcome {
        added,
        sealed: None,
        papers: None,
        bundle: None,
        doubts: Vec::new(),
        paused: None,
    };
    outcome.doubts = open
        .notes()?
        .into_iter()
        .filter(|n| n.severity == crate::model::Severity::Check)
        .collect();
    if lawyer.value.as_deref() == Some("yes") {
        outcome.paused = Some(Paused::LawyerFirst);
        return Ok(outcome);
    }
    if !is_sealed(&open) {
        let forecast = seal::forecast(&open)?;
        interview.asker.tell(&format!(
            "Ready: {} exhibits, {} withheld.",
            forecast.exhibits, forecast.withheld
        ));
        let confirmed = interview.answer(
            "confirm_seal",
            &answers.confirm_seal,
            |asker, q| asker.ask(q, &[]),
            default_of("SEAL".to_owned()),
        )?;
        open.work(interview.entries(world))?;
        if confirmed.value.as_deref() != Some("SEAL") {
            outcome.paused = Some(Paused::NotConfirmed);
            return Ok(outcome);
        }
        outcome.sealed = Some(seal::seal(&mut open, world)?);
    }
    outcome.papers = Some(paper::make(&mut open, None, world)?);
    outcome.bundle = open
        .case
        .bundles
        .last()
        .map(|b| open.store.bundle_path(b.n));
    Ok(outcome)
}

fn story_of(statement: Statement) -> Story {
    let paragraph = |p: super::answers::ParagraphAnswer| Paragraph {
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

/// The case folder of a run that names none: the one around `here`, else a new one named by the day.
#[must_use]
pub fn default_folder(here: &Path, world: &World<'_>) -> PathBuf {
    find_case(here)
        .unwrap_or_else(|| here.join(format!("case-{}", (world.now)().at.format("%Y-%m-%d"))))
}
