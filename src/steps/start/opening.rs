//! Q1 to Q4: who is here, whether children are shown, which files, which folder.

use std::path::PathBuf;

use super::Options;
use crate::steps::answers::{Answers, Helper};
use crate::steps::interview::{Asker, Interview, Open, Question, blank, choose, default_of};
use crate::steps::{Access, Failure, OpenCase, World, new};

/// Q1 to Q3. Children are asked about before anything is copied.
pub(super) fn ask_who(answers: &Answers, interview: &mut Interview<'_>) -> Result<String, Failure> {
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
        let asked = |asker: &mut dyn Asker, q: &Question| {
            Ok(asker.ask(q, &[])?.map(|name| Helper {
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

pub(super) fn paths_of(
    options: &Options,
    interview: &mut Interview<'_>,
) -> Result<Vec<PathBuf>, Failure> {
    if !options.paths.is_empty() {
        return Ok(options.paths.clone());
    }
    let already = options.case.join("case.json").is_file() && options.answers.paths.is_open();
    if already && interview.open != Open::Ask {
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

pub(super) fn open_or_make(options: &Options, world: &World<'_>) -> Result<OpenCase, Failure> {
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
