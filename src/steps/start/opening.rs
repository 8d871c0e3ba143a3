//! Q1 to Q4: who is here, whether children are shown, which files, which folder.

use std::path::{Path, PathBuf};

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
    let shared = interview.answer(
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
    if shared.value.as_deref() != Some("no") {
        interview.asker.tell("Whoever can open the case folder can read it. Keep it on a USB stick that stays with you, and not under OneDrive, Google Drive or Dropbox.");
    }
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
            asker.tell("Drag a file into this window and press Enter. Enter alone: all are there, or go on with what is in the case.");
            while let Some(typed) = asker.ask(q, &[])? {
                let found = dragged(&typed);
                if found.is_empty() {
                    asker.tell("There is no such file. Drag it into this window again, or press Enter alone to go on without it.");
                } else {
                    let files = if found.len() == 1 { "file" } else { "files" };
                    asker.tell(&format!("{} {files} taken. One more, or Enter alone to go on.", found.len()));
                }
                paths.extend(found);
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

/// The paths of one line as windows hand them over when files are dragged into them: quoted, or with a backslash before a
/// blank, and several at once. Empty unless all of them are there.
fn dragged(typed: &str) -> Vec<String> {
    let there = |path: &String| Path::new(path).exists();
    let whole = unquote(typed).to_owned();
    if there(&whole) {
        return vec![whole];
    }
    let parts = parts(typed);
    if parts.iter().all(there) {
        return parts;
    }
    Vec::new()
}

fn unquote(typed: &str) -> &str {
    let typed = typed.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|q| typed.strip_prefix(*q)?.strip_suffix(*q));
    inner.unwrap_or(typed)
}

/// Parts a line at its blanks. On Windows a backslash is part of a path.
fn parts(typed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    let mut signs = typed.trim().chars();
    while let Some(sign) = signs.next() {
        let sign = match (sign, quote) {
            ('\\', None) if !cfg!(windows) => signs.next().unwrap_or(sign),
            ('"' | '\'', None) => {
                quote = Some(sign);
                continue;
            }
            (sign, Some(open)) if sign == open => {
                quote = None;
                continue;
            }
            (' ', None) => {
                parts.push(String::new());
                continue;
            }
            (sign, _) => sign,
        };
        if let Some(last) = parts.last_mut() {
            last.push(sign);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dragged_files_are_parted_as_terminals_write_them() {
        assert_eq!(unquote(r#" "C:\Chat with K.zip" "#), r"C:\Chat with K.zip");
        assert_eq!(
            parts(r#"'a b.zip' "c d.png"  e.png"#),
            ["a b.zip", "c d.png", "e.png"]
        );
        if !cfg!(windows) {
            assert_eq!(parts(r"/x/Chat\ with\ K.zip"), ["/x/Chat with K.zip"]);
        }
        assert!(dragged("no such file.zip").is_empty());
    }
}
