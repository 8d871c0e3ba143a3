//! `read`, `new`, `add`, `remove`.

use std::io;

use saboot::model::{DateOrder, Line, Zone};
use saboot::sources::{ChosenThreads, Hints};
use saboot::steps::{self, Access, Failure, add, new, read, remove};
use serde_json::{Map, json};

use super::Session;
use super::args;
use super::console::escape;
use super::exit::Exit;
use super::lines;

/// `saboot read`.
pub fn read(session: &Session, args: args::Read) -> Result<Exit, Failure> {
    if let Some(zone) = &args.tz {
        new::check_zone(zone)?;
    }
    let hints = Hints {
        order: args.date_order.map(DateOrder::from),
        zone: args.tz.map(Zone::declared),
        threads: ChosenThreads::of(&args.threads),
    };
    let frames = if args.frames {
        read::Frames::Show
    } else {
        read::Frames::Hide
    };
    let options = read::Options {
        hints,
        format: args.format,
        frames,
    };
    let world = session.world("operator");
    if session.global.json {
        let (outcome, printed) = lines::print(|out| read::read(&args.paths, &options, &world, out));
        return match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(Exit::doubtful(outcome?.is_doubtful())),
        };
    }
    let console = &session.console;
    let mut notes = Vec::new();
    let outcome = read::read(&args.paths, &options, &world, &mut |line| match &line {
        Line::Source(source) => {
            session.progress.clear();
            console.line(&format!(
                "{}  {}  {}  {} bytes, {} members",
                source.source,
                source.format,
                escape(&source.given_name),
                source.size,
                source.members.len()
            ));
            if let Some(order) = &source.order {
                let value = order.value.map_or("not decided".to_owned(), |v| {
                    json!(v).as_str().unwrap_or_default().to_owned()
                });
                console.line(&format!(
                    "    dates: {value} ({}; {})",
                    order.rule,
                    order.witness.map_or("no witness".into(), |w| w.to_string())
                ));
            }
        }
        Line::Note(note) => notes.push(note.clone()),
        _ => {}
    })?;
    notes.iter().for_each(|note| console.note(note));
    let s = outcome.summary;
    console.line(&format!(
        "{} records: {} messages, {} notices, {} calls, {} deleted, {} items, {} frames, {} not read.",
        s.records, s.messages, s.notices, s.calls, s.deleted, s.items, s.frames, s.unparsed
    ));
    console.untouched();
    console.next(&[
        "saboot start FILE",
        "saboot read FILE --json   (every record)",
    ]);
    Ok(Exit::doubtful(outcome.is_doubtful()))
}

/// `saboot new`.
pub fn new(session: &Session, args: args::New) -> Result<Exit, Failure> {
    let options = new::Options {
        language: session.global.lang.tag().to_owned(),
        zone: args.tz,
        authority: args.authority,
        reference: args.reference,
        synced: synced(args.allow_synced),
    };
    let store = steps::new::new(&args.dir, options, &session.world("operator"))?;
    session
        .console
        .object("result", json!({"exit": 0, "case": store.about().id}));
    session.console.line("An empty case was made.");
    session.console.next(&["saboot add FILE --case DIR"]);
    Ok(Exit::Done)
}

/// Whether a synced folder was allowed.
pub fn synced(allowed: bool) -> new::Synced {
    if allowed {
        new::Synced::Allow
    } else {
        new::Synced::Refuse
    }
}

/// `saboot add`.
pub fn add(session: &Session, args: args::Add) -> Result<Exit, Failure> {
    let console = &session.console;
    let world = session.world("operator");
    if args.dry_run {
        let f = add::forecast(&args.paths, &world)?;
        session.progress.clear();
        console.object(
            "result",
            json!({"exit": 0, "sources": f.sources, "files": f.files, "bytes": f.bytes}),
        );
        console.line(&format!(
            "Would copy {} files, {} bytes, as {} sources. Nothing was copied.",
            f.files, f.bytes, f.sources
        ));
        return Ok(Exit::Done);
    }
    let folder = session.case_folder()?;
    new::refuse_synced(&folder, synced(args.allow_synced))?;
    let mut open = session.open(Access::Write)?;
    let origin = [
        ("got_from", args.got_from),
        ("got_on", args.got_on),
        ("device", args.device),
        ("exported_by", args.exported_by),
    ];
    let origin: Map<_, _> = origin
        .into_iter()
        .filter_map(|(k, v)| Some((k.to_owned(), json!(v?))))
        .collect();
    let keep = if args.reference_only {
        add::Keep::ReferenceOnly
    } else {
        add::Keep::Copy
    };
    let options = add::Options {
        order: args.date_order.map(DateOrder::from),
        zone: args.tz,
        format: args.format,
        threads: args.threads,
        origin,
        keep,
    };
    let added = add::add(&mut open, &args.paths, &options, &world)?;
    session.progress.clear();
    for one in &added {
        console.object("added", json!({"source": one.source, "format": one.format, "new": one.known == add::Known::New, "counts": one.summary}));
        console.line(&format!(
            "{}  {}",
            steps::suggest::told(one),
            escape(&one.given_name)
        ));
        one.notes.iter().for_each(|note| console.note(note));
    }
    let exit = Exit::doubtful(added.iter().any(add::Added::is_doubtful));
    console.object(
        "result",
        json!({"exit": exit.code(), "sources": added.len()}),
    );
    console.untouched();
    console.next(&["saboot people", "saboot find WORDS"]);
    Ok(exit)
}

/// `saboot remove`.
pub fn remove(session: &Session, args: &args::Remove) -> Result<Exit, Failure> {
    let mut open = session.open(Access::Write)?;
    let world = session.world("operator");
    for item in &args.items {
        let outcome = remove::remove(&mut open, *item, args.why.tag(), &world)?;
        session.console.object(
            "removed",
            json!({"item": item, "originals": outcome.originals, "payload": outcome.payload, "bundles": outcome.bundles, "given": outcome.given}),
        );
        session.console.line(&format!(
            "{item}: {} originals and {} files of sealed bundles were deleted from this folder.",
            outcome.originals, outcome.payload
        ));
        if !outcome.given.is_empty() {
            session.console.line(&format!(
                "Copies were given out: journal lines {:?}. Tell those who hold them.",
                outcome.given
            ));
        }
    }
    session.console.object("result", json!({"exit": 0}));
    session.console.tell("This cannot be promised: copies on SSD or USB, synced folders, the Recycle Bin, e-mails that were sent, the phone.");
    session.console.next(&["saboot seal"]);
    Ok(Exit::Done)
}
