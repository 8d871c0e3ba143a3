//! `status`, `check`, `people`, `find`, `mark`, `unmark`, `withhold`, `say`.

use std::io::{self, BufRead, Read};

use chrono::NaiveTime;
use saboot::model::exhibit::ChosenBy;
use saboot::model::{Address, Record, Role, Severity, Span};
use saboot::search::WordList;
use saboot::steps::{Access, Failure, OpenCase, find, mark, people, say, status};
use saboot::store::index::Filter;
use serde_json::json;

use super::args;
use super::console::{escape, is_unreadable_here};
use super::exit::Exit;
use super::outside::wait_for;
use super::{Session, labels_with};

/// `saboot status`.
pub fn status(session: &Session, args: &args::Status) -> Result<Exit, Failure> {
    let open = session.open(Access::Read)?;
    let s = status::status(&open)?;
    let console = &session.console;
    let mut told = json!(s);
    told["exit"] = 0.into();
    console.object("result", told);
    let c = &s.counts;
    console.line(&format!(
        "Sources {}: {} messages, {} calls, {} deleted, {} pictures, files and entries, {} not read.",
        s.sources, c.messages, c.calls, c.deleted, c.items, c.unparsed
    ));
    if !args.phone {
        for source in &open.case.sources {
            console.line(&format!(
                "  {}  {}  {}",
                source.id,
                source.format.as_deref().unwrap_or("not read"),
                escape(&source.given_name)
            ));
        }
    }
    let yes_no = |b: bool| if b { "yes" } else { "no" };
    console.line(&format!(
        "Exhibits {}, withheld {}. Respondent named: {}. Stop message: {}. Statement: {}.",
        s.exhibits,
        s.withheld,
        yes_no(s.respondent_named),
        yes_no(s.stop_message),
        yes_no(s.statement)
    ));
    console.line(&format!(
        "Doubts: {} to look at, {} that block sealing.",
        s.checks, s.stops
    ));
    match &s.latest {
        Some(name) => console.line(&format!(
            "Bundles {}. The latest is named {name}. Sealed as it stands: {}.",
            s.bundles,
            yes_no(s.sealed)
        )),
        None => console.line("No bundle was sealed yet."),
    }
    let next: Vec<&str> = s.next.iter().map(String::as_str).collect();
    console.next(&next);
    Ok(Exit::Done)
}

/// `saboot check`.
pub fn check(session: &Session) -> Result<Exit, Failure> {
    let open = session.open(Access::Read)?;
    let notes = open.notes()?;
    let unread = open.summary()?.unparsed;
    notes.iter().for_each(|note| session.console.note(note));
    if unread > 0 {
        session.console.line(&format!(
            "CHECK  {unread} stretches could not be read. They are kept and printed."
        ));
    }
    let exit = Exit::doubtful(unread > 0 || notes.iter().any(|n| n.severity != Severity::Info));
    session.console.object(
        "result",
        json!({"exit": exit.code(), "notes": notes.len(), "unparsed": unread}),
    );
    session.console.next(&["saboot explain CODE"]);
    Ok(exit)
}

/// Two sides of `A=B`.
fn sides(text: &str) -> Result<(Address, &str), Failure> {
    let wrong =
        || Failure::Expected("LABEL=VALUE was expected, such as S1:P2=+923000000000".into());
    let (label, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((label.parse().map_err(|_| wrong())?, value))
}

/// `saboot people`.
pub fn people(session: &Session, args: &args::People) -> Result<Exit, Failure> {
    let roles = [
        (&args.suspect, Role::Respondent),
        (&args.me, Role::Complainant),
        (&args.bystander, Role::Bystander),
        (&args.minor, Role::Minor),
    ];
    let declares = roles.iter().any(|(labels, _)| !labels.is_empty())
        || !args.same.is_empty()
        || !args.number.is_empty();
    let mut open = session.open(if declares {
        Access::Write
    } else {
        Access::Read
    })?;
    let world = session.world("operator");
    for (labels, role) in roles {
        people::set_role(&mut open, labels, role, ChosenBy::Person, &world)?;
    }
    for group in args.same.iter().flat_map(|s| s.split(',')) {
        let labels: Result<Vec<Address>, _> = group.split('=').map(str::parse).collect();
        let labels = labels
            .ok()
            .filter(|labels| labels.len() > 1)
            .ok_or_else(|| {
                Failure::Expected("LABEL=LABEL was expected, such as S1:P2=S2:P1".into())
            })?;
        people::join(&mut open, &labels, ChosenBy::Person, &world)?;
    }
    for number in &args.number {
        let (label, typed) = sides(number)?;
        people::set_number(
            &mut open,
            label,
            typed,
            args.basis.clone(),
            ChosenBy::Person,
            &world,
        )?;
    }
    for row in people::list(&open)? {
        let l = &row.label;
        session.console.object(
            "person",
            json!({"label": l.address, "name": l.label, "pushname": l.pushname, "records": l.records, "messages": l.messages,
                   "first": l.first, "last": l.last, "role": row.role, "same": row.same, "numbers": row.numbers}),
        );
        let role = row.role.map_or("", role_word);
        let numbers = row.numbers.join(" ");
        session.console.line(&format!(
            "{}  {}  {} messages  {} … {}  {role}  {numbers}",
            l.address,
            escape(&l.label),
            l.messages,
            l.first,
            l.last
        ));
    }
    session.console.object("result", json!({"exit": 0}));
    session.console.next(&[
        "saboot people --suspect S1:P1 --me S1:P2",
        "saboot people --number S1:P1=+923000000000",
    ]);
    Ok(Exit::Done)
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Complainant => "complainant",
        Role::Respondent => "respondent",
        Role::Bystander => "bystander",
        Role::Minor => "under 18",
    }
}

/// `saboot find`.
pub fn find(session: &mut Session, args: args::Find) -> Result<Exit, Failure> {
    let open = session.open(Access::Read)?;
    let mut filter = Filter {
        after: args.after.map(|d| d.and_time(NaiveTime::MIN)),
        before: args.before.map(|d| d.and_time(NaiveTime::MIN)),
        ..Filter::default()
    };
    filter.labels = match args.from.as_deref() {
        None => Vec::new(),
        Some("suspect" | "respondent") => labels_with(&open, Role::Respondent),
        Some("me" | "complainant") => labels_with(&open, Role::Complainant),
        Some(label) => vec![label.parse().map_err(|_| {
            Failure::Expected("--from takes a label such as S1:P2, suspect or me".into())
        })?],
    };
    if let Some(tag) = &args.tag {
        filter.within = tagged(&open, tag);
        if filter.within.is_empty() {
            return told_none(session);
        }
    }
    let any_of = match &args.list_words {
        None => Vec::new(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Failure::File {
                path: path.clone(),
                source,
            })?;
            WordList::parse(&text)
                .map_err(|e| Failure::Expected(e.to_string()))?
                .entries
        }
    };
    let mut words = args.words.join(" ");
    if words.is_empty() && any_of.is_empty() {
        // Typed at a prompt, words do not stay in the history of the shell.
        if session.global.no_input {
            return Err(Failure::NoWords);
        }
        session.console.tell("Words to look for:");
        wait_for(|| io::stdin().lock().read_line(&mut words))?;
    }
    let exact = if args.exact {
        find::Exactness::Letters
    } else {
        find::Exactness::Sound
    };
    let options = find::Options {
        words,
        any_of,
        exact,
        filter,
        offset: args.offset,
        limit: args.limit,
    };
    let hits = find::find(&open, &options, &session.world("operator"))?;
    for hit in &hits.hits {
        let level = format!("{:?}", hit.level).to_lowercase();
        session.console.object(
            "hit",
            json!({"item": hit.record.address, "level": level, "record": hit.record}),
        );
        if args.around == 0 {
            show(session, &open, &level[..1], &hit.record, args.raw);
            continue;
        }
        for around in open
            .index
            .around(hit.record.address, args.around, args.around)?
        {
            let mark = if around.address == hit.record.address {
                ">"
            } else {
                " "
            };
            show(session, &open, mark, &around, args.raw);
        }
    }
    let c = hits.counts;
    session.console.object("result", json!({"exit": 0, "hits": c.total(), "exact": c.exact, "squeezed": c.squeezed, "skeleton": c.skeleton}));
    session.console.tell(&format!(
        "{} hits: {} with the same letters, {} nearly, {} that sound the same.",
        c.total(),
        c.exact,
        c.squeezed,
        c.skeleton
    ));
    session.console.next(&[if c.total() == 0 {
        "saboot find WORD   (one word, or another spelling; a record must hold all the words)"
    } else {
        "saboot mark ADDRESS --exhibit"
    }]);
    Ok(Exit::Done)
}

fn told_none(session: &Session) -> Result<Exit, Failure> {
    session
        .console
        .object("result", json!({"exit": 0, "hits": 0}));
    session.console.tell("Nothing has this tag.");
    Ok(Exit::Done)
}

fn tagged(open: &OpenCase, tag: &str) -> Vec<Span> {
    let has = |tags: &[String]| tags.iter().any(|t| t == tag);
    let exhibits = open
        .case
        .standing()
        .filter(|e| has(&e.tags))
        .map(|e| e.item);
    let others = open
        .case
        .tags
        .iter()
        .filter(|(_, tags)| has(tags))
        .map(|(item, _)| *item);
    exhibits
        .chain(others)
        .map(|first| Span { first, last: None })
        .collect()
}

fn show(session: &Session, open: &OpenCase, mark: &str, record: &Record, raw: bool) {
    let text = record.text.as_deref().unwrap_or_default();
    let text = if is_unreadable_here(text) && !raw {
        "[Urdu text: a Windows console shows it reversed; --raw prints it]".to_owned()
    } else {
        escape(text)
    };
    session.console.line(&format!(
        "{mark} {}  {}  {}  {text}",
        record.address,
        escape(&open.time_listed(record)),
        escape(record.sender.as_deref().unwrap_or_default())
    ));
}

/// `saboot mark`.
pub fn mark(session: &Session, args: args::Mark) -> Result<Exit, Failure> {
    let mut open = session.open(Access::Write)?;
    let mut items = Vec::new();
    for item in &args.items {
        if item == "-" {
            items.extend(io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?);
        } else {
            items.push(item.clone());
        }
    }
    let spans: Result<Vec<Span>, _> = items
        .iter()
        .map(|i| i.trim())
        .filter(|i| !i.is_empty())
        .map(str::parse)
        .collect();
    let spans = spans.map_err(|_| {
        Failure::Expected("an address was expected, such as S1:L12 or S1:L10-L22".into())
    })?;
    let choice = |b: bool| {
        if b {
            mark::Choice::Yes
        } else {
            mark::Choice::No
        }
    };
    let options = mark::Options {
        as_exhibit: choice(args.exhibit || args.tags.is_empty()),
        tags: args.tags,
        stop: choice(args.stop),
        context: args.context,
        note: args.note,
        by: ChosenBy::Person,
    };
    let count = mark::mark(&mut open, &spans, &options, &session.world("operator"))?;
    let exhibits = open.case.standing().count();
    session.console.object(
        "result",
        json!({"exit": 0, "marked": count, "exhibits": exhibits}),
    );
    session
        .console
        .line(&format!("{count} marked. {exhibits} exhibits stand."));
    session.console.next(&["saboot check", "saboot seal"]);
    Ok(Exit::Done)
}

/// `saboot unmark`.
pub fn unmark(session: &Session, args: &args::Unmark) -> Result<Exit, Failure> {
    let mut open = session.open(Access::Write)?;
    let count = mark::unmark(&mut open, &args.items, &session.world("operator"))?;
    session
        .console
        .object("result", json!({"exit": 0, "unmarked": count}));
    session.console.line(&format!(
        "{count} taken back. Their numbers are not used again."
    ));
    session.console.next(&["saboot status"]);
    Ok(Exit::Done)
}

/// `saboot withhold`.
pub fn withhold(session: &Session, args: &args::Withhold) -> Result<Exit, Failure> {
    let mut open = session.open(Access::Write)?;
    let why = (!args.release).then_some(args.why.into());
    let count = mark::withhold(
        &mut open,
        &args.items,
        why,
        args.label.as_deref(),
        ChosenBy::Person,
        &session.world("operator"),
    )?;
    session.console.object(
        "result",
        json!({"exit": 0, "items": count, "withheld": open.case.withheld.len()}),
    );
    session.console.line(&format!("{count} items. {} are withheld now. A sealed bundle in the case still holds them; no paper shows them.", open.case.withheld.len()));
    session.console.next(&["saboot packet"]);
    Ok(Exit::Done)
}

/// `saboot say`.
pub fn say(session: &Session, args: &args::Say) -> Result<Exit, Failure> {
    let is_field = say::FIELDS.contains(&args.topic.as_str());
    if args.show {
        let open = session.open(Access::Read)?;
        let said = if is_field {
            open.case.particulars.get(&args.topic)
        } else {
            open.case.said.get(&args.topic)
        };
        session.console.object(
            "result",
            json!({"exit": 0, "topic": args.topic, "text": said}),
        );
        session
            .console
            .line(&escape_lines(said.map_or("", String::as_str)));
        return Ok(Exit::Done);
    }
    let text = match &args.file {
        Some(path) if path.as_os_str() == "-" => read_all()?,
        Some(path) => std::fs::read_to_string(path).map_err(|source| Failure::File {
            path: path.clone(),
            source,
        })?,
        None if session.global.no_input => return Err(Failure::AnswerNeeded(vec!["statement"])),
        None => {
            session.console.tell("Type. Two empty lines end.");
            type_paragraphs()?
        }
    };
    let mut open = session.open(Access::Write)?;
    let world = session.world("operator");
    let text = text.trim_end_matches(['\n', '\r']);
    if is_field {
        say::fill(&mut open, &args.topic, text, ChosenBy::Person, &world)?;
    } else {
        say::say(&mut open, &args.topic, text, ChosenBy::Person, &world)?;
    }
    session
        .console
        .object("result", json!({"exit": 0, "topic": args.topic}));
    session
        .console
        .line("Kept. The latest words of a topic count.");
    session.console.next(&["saboot status"]);
    Ok(Exit::Done)
}

fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn read_all() -> Result<String, Failure> {
    let mut text = String::new();
    wait_for(|| io::stdin().lock().read_to_string(&mut text))?;
    Ok(text)
}

fn type_paragraphs() -> Result<String, Failure> {
    let mut text = String::new();
    let mut stdin = io::stdin().lock();
    while !text.ends_with("\n\n\n") && wait_for(|| stdin.read_line(&mut text))? > 0 {}
    Ok(text)
}
