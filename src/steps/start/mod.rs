//! `saboot start`: the guided run, from paths to a sealed bundle and its papers (`docs/guided-run.md`).

mod choices;
mod opening;
mod sources;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::answers::Answers;
use super::interview::{Asker, Blanks, Interview, Question, choose, default_of};
use super::seal::{is_sealed, stops};
use super::{Failure, OpenCase, World, add, new, paper, seal, suggest};
use crate::model::exhibit::ChosenBy;
use crate::model::{Note, Severity};
use crate::store::find_case;
use choices::{choose_exhibits, name_people, take_words};
use opening::{ask_who, open_or_make, paths_of};
use sources::{decide_orders, declare_origins};

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
    // A wrong path is said before anything is asked.
    for path in &options.paths {
        path.try_exists()
            .and_then(|is| is.then_some(()).ok_or_else(|| ErrorKind::NotFound.into()))
            .map_err(|source| Failure::File {
                path: path.clone(),
                source,
            })?;
    }
    let keyboard = ask_who(answers, interview)?;
    world.actor = keyboard;
    let paths = paths_of(options, interview)?;
    let mut open = open_or_make(options, world)?;
    if paths.is_empty() {
        let blanks = if is_sealed(&open) {
            Blanks::Kept
        } else {
            Blanks::AskedAgain
        };
        interview.remember(&open.case.answers, blanks);
    }
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
    // Enter alone goes on with what is in the case.
    let added = if paths.is_empty() && !open.case.sources.is_empty() {
        Vec::new()
    } else {
        add::add(&mut open, &paths, &adding, world)?
    };
    for one in &added {
        interview.asker.tell(&suggest::told(one));
    }
    if !added.iter().any(|one| one.known == add::Known::New) {
        interview.remember(&open.case.answers, Blanks::AskedAgain);
    }
    decide_orders(&mut open, answers, interview, world)?;
    declare_origins(&mut open, answers, interview, world)?;
    name_people(&mut open, answers, interview, world)?;
    choose_exhibits(&mut open, answers, interview, world)?;
    take_words(&mut open, answers, interview, world)?;
    finish(open, added, answers, interview, world)
}

/// Q11 and SEAL, then the bundle and the papers.
fn finish(
    mut open: OpenCase,
    added: Vec<add::Added>,
    answers: &Answers,
    interview: &mut Interview<'_>,
    world: &World<'_>,
) -> Result<Outcome, Failure> {
    let yes_no =
        |asker: &mut dyn Asker, q: &Question| choose(asker, q, &[("yes", "yes"), ("no", "no")]);
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
        .filter(|n| n.severity == Severity::Check)
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

/// The case folder of a run that names none: the one around `here`, else a new one named by the day.
#[must_use]
pub fn default_folder(here: &Path, world: &World<'_>) -> PathBuf {
    find_case(here)
        .unwrap_or_else(|| here.join(format!("case-{}", (world.now)().at.format("%Y-%m-%d"))))
}
