//! What the guided run suggests, and how it asks for what cannot be suggested.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Failure;
use super::add::Added;
use super::answers::{
    Bystander, ExhibitAnswer, Labels, NumberAnswer, ParagraphAnswer, Statement, WithholdAnswer,
};
use super::case::OpenCase;
use super::find::{Exactness, Options as FindOptions};
use super::interview::{Asker, Question};
use super::people::read_number;
use crate::model::exhibit::Why;
use crate::model::{Address, Kind, Role, Span};
use crate::search::{Level, Query, Ranker, WordList};
use crate::store::index::{Filter, Label};
use crate::tables;

/// Roles and numbers as `--yes` answers them.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Suggested {
    pub respondent: Option<Labels>,
    pub complainant: Option<Labels>,
    pub numbers: Vec<NumberAnswer>,
}

/// Exhibits as `--yes` answers them.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Choices {
    pub exhibits: Vec<ExhibitAnswer>,
}

/// The chat's title is the respondent if it is one of exactly two labels; the other one is the complainant.
///
/// # Errors
/// The index refuses.
pub fn people(open: &OpenCase) -> Result<Suggested, Failure> {
    let mut respondent = Labels::default();
    let mut complainant = Labels::default();
    let mut numbers = Vec::new();
    for source in &open.case.sources {
        let labels: Vec<Label> = open
            .index
            .labels(Some(source.id))?
            .into_iter()
            .filter(|l| l.messages > 0)
            .collect();
        let in_title = |l: &&Label| source.given_name.contains(l.label.trim());
        let titled: Vec<&Label> = labels.iter().filter(in_title).collect();
        if let ([_, _], [him]) = (labels.as_slice(), titled.as_slice()) {
            respondent.labels.push(him.address);
            complainant.labels.extend(
                labels
                    .iter()
                    .filter(|l| l.address != him.address)
                    .map(|l| l.address),
            );
        }
        for label in &labels {
            if let Some(number) = read_number(&label.label) {
                numbers.push(NumberAnswer {
                    label: label.address,
                    number,
                    basis: None,
                });
            }
        }
    }
    let some = |l: Labels| (!l.labels.is_empty()).then_some(l);
    Ok(Suggested {
        respondent: some(respondent),
        complainant: some(complainant),
        numbers,
    })
}

/// First 3, latest 3, and the 20 of the respondent's that rank highest by the word lists.
///
/// # Errors
/// The index refuses.
pub fn exhibits(open: &OpenCase) -> Result<Choices, Failure> {
    let lists: Vec<WordList> = tables::files()
        .into_iter()
        // Words of refusal suggest the stop message, not a threat.
        .filter(|(path, _)| path.starts_with("words/") && !path.starts_with("words/stop."))
        .filter_map(|(_, bytes)| WordList::parse(std::str::from_utf8(bytes).ok()?).ok())
        .collect();
    let ranker = Ranker::new(&lists);
    let his: Vec<Address> = open
        .case
        .people
        .iter()
        .filter(|p| p.role == Some(Role::Respondent))
        .flat_map(|p| p.labels.clone())
        .collect();
    let labels: BTreeMap<Address, String> = open
        .index
        .labels(None)?
        .into_iter()
        .map(|l| (l.address, l.label))
        .collect();
    let is_his = |source, sender: Option<&str>| {
        his.iter()
            .any(|l| l.source == source && labels.get(l).map(String::as_str) == sender)
    };
    let mut messages: Vec<Address> = Vec::new();
    let mut ranked: Vec<(u32, usize)> = Vec::new();
    let filter = Filter {
        kinds: vec![Kind::Message, Kind::Deleted, Kind::Call],
        ..Filter::default()
    };
    open.index.each(&filter, |record| {
        if is_his(record.address.source, record.sender.as_deref()) {
            let score = record.text.as_deref().map_or(0, |text| ranker.score(text));
            ranked.push((score, messages.len()));
            messages.push(record.address);
        }
        ControlFlow::Continue(())
    })?;
    ranked.retain(|(score, _)| *score > 0);
    // The highest score first; of equal ones the later message.
    ranked.sort_by(|a, b| b.cmp(a));
    let mut chosen: Vec<(usize, &str)> = (0..messages.len().min(3)).map(|i| (i, "first")).collect();
    chosen.extend((messages.len().saturating_sub(3)..messages.len()).map(|i| (i, "latest")));
    chosen.extend(ranked.iter().take(20).map(|(_, i)| (*i, "words")));
    let mut by_message: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (i, tag) in chosen {
        by_message.entry(i).or_default().push(tag.to_owned());
    }
    let exhibits = by_message.into_iter().map(|(i, tags)| ExhibitAnswer {
        at: Span {
            first: messages[i],
            last: None,
        },
        tags,
        shows: None,
    });
    Ok(Choices {
        exhibits: exhibits.collect(),
    })
}

/// What is said after a source was added: counts, never words.
#[must_use]
pub fn told(added: &Added) -> String {
    let s = &added.summary;
    let format = added.format.as_deref().unwrap_or("not read");
    let items = match format {
        "pictures" | "files" => "pictures or files",
        _ => "entries of the account",
    };
    let counts = [
        (s.messages, "messages"),
        (s.notices, "lines of the app"),
        (s.calls, "calls"),
        (s.deleted, "deleted"),
        (s.items, items),
        (s.unparsed, "stretches not read"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{what} {n}"))
        .collect();
    format!(
        "{} ({format}): copied and hashed. In it: {}.",
        added.source,
        if said.is_empty() {
            "nothing that could be read".to_owned()
        } else {
            said.join(", ")
        }
    )
}

/// A line for a list of records on the terminal.
fn line(open: &OpenCase, address: Address) -> Result<String, Failure> {
    let Some(record) = open.record(address)? else {
        return Ok(address.to_string());
    };
    if record.kind == Kind::Item {
        let name = record.attachments.first().and_then(|a| a.name.as_deref());
        return Ok(format!("{address}  {}", name.unwrap_or_default()));
    }
    let when = open.time_listed(&record);
    let text: String = record
        .text
        .as_deref()
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect();
    Ok(format!(
        "{address}  {when}  {}  {text}",
        record.sender.as_deref().unwrap_or_default()
    ))
}

/// Asks a person for labels.
type AskLabels = Box<dyn Fn(&mut dyn Asker, &Question) -> Result<Option<Labels>, Failure>>;

/// Asks which labels are a person: numbers of the list, parted by commas or blanks.
///
/// # Errors
/// The index refuses.
pub fn ask_label(open: &OpenCase) -> Result<AskLabels, Failure> {
    let labels = open.index.labels(None)?;
    let shown: Vec<String> = labels
        .iter()
        .map(|l| format!("{}  {}  ({} messages)", l.address, l.label, l.messages))
        .collect();
    let addresses: Vec<Address> = labels.iter().map(|l| l.address).collect();
    Ok(Box::new(
        move |asker: &mut dyn Asker, question: &Question| {
            loop {
                let Some(typed) = asker.ask(question, &shown)? else {
                    return Ok(None);
                };
                let parts = typed.split([',', ' ']).filter(|p| !p.is_empty());
                let chosen: Option<Vec<Address>> = parts
                    .map(|p| {
                        p.parse::<usize>()
                            .ok()
                            .and_then(|n| addresses.get(n.checked_sub(1)?).copied())
                            .or_else(|| p.parse().ok().filter(|a| addresses.contains(a)))
                    })
                    .collect();
                match chosen {
                    Some(labels) if !labels.is_empty() => {
                        return Ok(Some(Labels { name: None, labels }));
                    }
                    _ => asker.tell("Please type numbers of the list, or press Enter to skip."),
                }
            }
        },
    ))
}

/// Asks for the number behind each label of the respondent.
///
/// # Errors
/// The person left.
pub fn ask_numbers(
    asker: &mut dyn Asker,
    question: &Question,
    respondent: Option<&Labels>,
) -> Result<Option<Vec<NumberAnswer>>, Failure> {
    let mut numbers = Vec::new();
    for label in respondent.map(|l| l.labels.as_slice()).unwrap_or_default() {
        asker.tell(&format!("For {label}:"));
        while let Some(typed) = asker.ask(question, &[])? {
            let Some(number) = read_number(&typed) else {
                asker.tell("This is no telephone number. Try again, or press Enter to skip.");
                continue;
            };
            asker.tell(&format!("Taken as {number}."));
            numbers.push(NumberAnswer {
                label: *label,
                number,
                basis: Some("read from the contact page by the complainant".into()),
            });
            break;
        }
    }
    Ok((!numbers.is_empty()).then_some(numbers))
}

/// Asks for names that must not be printed, one on a line.
///
/// # Errors
/// The person left.
pub fn ask_bystanders(
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<Vec<Bystander>>, Failure> {
    let mut names = Vec::new();
    while let Some(name) = asker.ask(question, &[])? {
        names.push(match name.parse() {
            Ok(label) => Bystander {
                label: Some(label),
                name: None,
            },
            Err(_) => Bystander {
                label: None,
                name: Some(name),
            },
        });
    }
    Ok((!names.is_empty()).then_some(names))
}

/// Asks for words of the stop message, shows what was found, and asks which it is.
///
/// # Errors
/// The index refuses, or the person left.
pub fn ask_stop(
    open: &OpenCase,
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<Address>, Failure> {
    asker.tell("Type some words of that message, or press Enter. (Enter: not needed for s. 24(1)(b) to (d). Do not write one now without advice.)");
    loop {
        let Some(typed) = asker.ask(question, &[])? else {
            return Ok(None);
        };
        if let Ok(address) = typed.parse::<Address>() {
            return Ok(Some(address));
        }
        let options = FindOptions {
            words: typed,
            exact: Exactness::Sound,
            limit: 9,
            ..FindOptions::default()
        };
        let Ok(query) = Query::parse(&options.words, Level::Skeleton) else {
            continue;
        };
        let hits = open
            .index
            .find(&query, &options.filter, 0, options.limit)?
            .hits;
        if hits.is_empty() {
            asker.tell("Nothing was found. Try other words, or press Enter to skip.");
            continue;
        }
        let shown = hits
            .iter()
            .map(|h| line(open, h.record.address))
            .collect::<Result<Vec<_>, _>>()?;
        let picked = asker
            .ask(question, &shown)?
            .and_then(|t| t.parse::<usize>().ok())
            .and_then(|n| hits.get(n.checked_sub(1)?));
        if let Some(hit) = picked {
            return Ok(Some(hit.record.address));
        }
    }
}

/// The pictures that were given, to be chosen by number.
fn pictures(open: &OpenCase) -> Result<Vec<ExhibitAnswer>, Failure> {
    let mut pictures = Vec::new();
    let filter = Filter {
        kinds: vec![Kind::Item],
        ..Filter::default()
    };
    open.index.each(&filter, |record| {
        let first = record.address;
        pictures.push(ExhibitAnswer {
            at: Span { first, last: None },
            tags: Vec::new(),
            shows: None,
        });
        ControlFlow::Continue(())
    })?;
    Ok(pictures)
}

/// Shows the suggested records, and asks for addresses.
///
/// # Errors
/// The index refuses, or the person left.
pub fn ask_exhibits(
    open: &OpenCase,
    suggested: &[ExhibitAnswer],
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<Vec<ExhibitAnswer>>, Failure> {
    let pictures = pictures(open)?;
    let shown = suggested
        .iter()
        .chain(&pictures)
        .map(|e| line(open, e.at.first))
        .collect::<Result<Vec<_>, _>>()?;
    asker.tell(if suggested.is_empty() {
        "Nothing is suggested: no name was chosen as the person who troubles you (Q6), or that person wrote nothing."
    } else {
        "To look at: the person's first 3 and latest 3 messages, and those with words of the lists. Then your pictures, by name."
    });
    asker.tell("Type numbers of this list, or addresses such as S1:L12 or S1:L10-L22. \"all\" takes the messages of the list; pictures are taken only by their number. Enter chooses none.");
    let Some(typed) = asker.ask(question, &shown)? else {
        return Ok(None);
    };
    if typed.eq_ignore_ascii_case("all") {
        return Ok(Some(suggested.to_vec()));
    }
    let mut chosen = Vec::new();
    for part in typed.split([',', ' ']).filter(|p| !p.is_empty()) {
        if let Some(e) = part
            .parse::<usize>()
            .ok()
            .and_then(|n| suggested.iter().chain(&pictures).nth(n.checked_sub(1)?))
        {
            chosen.push(e.clone());
        } else if let Ok(at) = part.parse() {
            chosen.push(ExhibitAnswer {
                at,
                tags: Vec::new(),
                shows: None,
            });
        } else {
            asker.tell(
                "One of these is neither a number of the list nor an address; it is left out.",
            );
        }
    }
    Ok(Some(chosen))
}

/// Asks what must not be shown: an address on a line, with `intimate` as the reason unless another word follows.
///
/// # Errors
/// The person left.
pub fn ask_withhold(
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<Vec<WithholdAnswer>>, Failure> {
    asker.tell("Type an address such as S1:F3, and intimate, minor, bystander, privileged or other. Enter alone ends.");
    let mut held = Vec::new();
    while let Some(typed) = asker.ask(question, &[])? {
        let (address, reason) = typed.split_once(' ').unwrap_or((&typed, "intimate"));
        let why = serde_json::from_value::<Why>(reason.trim().into());
        match (address.parse(), why) {
            (Ok(at), Ok(why)) => held.push(WithholdAnswer {
                at,
                why,
                label: None,
            }),
            _ => asker.tell("This is no address with a reason."),
        }
    }
    Ok((!held.is_empty()).then_some(held))
}

/// Asks for one line and then for paragraphs, an empty line ends.
///
/// # Errors
/// The person left.
pub fn ask_statement(
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<Statement>, Failure> {
    asker.tell("First, in one line: what is this about? Then paragraph by paragraph. Urdu, Roman Urdu or English. Enter alone ends.");
    let Some(incident) = asker.ask(question, &[])? else {
        return Ok(None);
    };
    let mut facts = Vec::new();
    while let Some(text) = asker.ask(question, &[])? {
        facts.push(ParagraphAnswer {
            text,
            ..ParagraphAnswer::default()
        });
    }
    Ok(Some(Statement {
        incident: Some(incident),
        facts,
        ..Statement::default()
    }))
}

/// Asks field by field; Enter leaves a ruled line to be filled by hand.
///
/// # Errors
/// The person left.
pub fn ask_particulars(
    asker: &mut dyn Asker,
    question: &Question,
) -> Result<Option<BTreeMap<String, Option<String>>>, Failure> {
    let mut fields = BTreeMap::new();
    for field in super::say::FIELDS {
        asker.tell(&format!("{}:", field.replace('_', " ")));
        fields.insert(field.to_owned(), asker.ask(question, &[])?);
    }
    Ok(fields.values().any(Option::is_some).then_some(fields))
}
