//! The state of a case: the fold of its journal and its work log.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::custody::{Act, Clock, JournalEntry};
use super::digest::Digest;
use super::exhibit::{Annex, ChosenBy, Exhibit, ExhibitNumber, Why};
use super::locator::Address;
use super::source::SourceId;
use super::work::{WorkAct, WorkEntry};

/// Who a person is in the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    Complainant,
    Respondent,
    Bystander,
    Minor,
}

/// A person: one or more labels of the exports, with what was declared about them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// The labels, such as `S1:P2`.
    pub labels: Vec<Address>,
    /// Who the person is; none while nobody said.
    pub role: Option<Role>,
    /// Numbers in E.164 form with the basis of each.
    pub numbers: Vec<Number>,
}

/// A number that a person wrote down for a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The label.
    pub label: Address,
    /// E.164, such as `+923000000000`.
    pub number: String,
    /// Where it was seen.
    pub basis: Option<String>,
}

/// An original that was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// Its digest: its name in `originals/`.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// Its name as given, from the work log.
    pub given_name: String,
    /// Why it is not in `originals/`: `reference-only`, `without-media`, `removed`. None where it is held.
    pub absent: Option<String>,
}

/// A source of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseSource {
    /// Its id.
    pub id: SourceId,
    /// Its name as given, from the work log.
    pub given_name: String,
    /// Its originals: one zip, or several files.
    pub originals: Vec<Admitted>,
    /// The format that read it, from the latest `read` entry.
    pub format: Option<String>,
    /// `dmy`, `mdy` or `ymd`, as declared.
    pub order: Option<String>,
    /// An IANA zone, as declared.
    pub zone: Option<String>,
    /// When it was admitted.
    pub admitted: DateTime<Utc>,
    /// Facts of the admission: who, from whom, when, from which device.
    pub facts: Map<String, Value>,
    /// Facts of the latest reading: counts, digest of the record stream.
    pub reading: Map<String, Value>,
}

/// A bundle that was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Its number, counted from 1.
    pub n: u32,
    /// SHA-256 of its `tagmanifest-sha256.txt`.
    pub fingerprint: Digest,
    /// When.
    pub at: DateTime<Utc>,
    /// Where the time comes from.
    pub clock: Clock,
    /// How many work entries it covers, so that later ones show as not sealed yet.
    pub work_count: u64,
}

/// A thing that is not shown on papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Why.
    pub why: Why,
    /// Neutral words for the sheet that can be pulled out.
    pub words: Option<String>,
}

/// An answer of the guided run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The answer.
    pub value: Value,
    /// Who gave it.
    pub by: ChosenBy,
}

/// The state of a case.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Case {
    /// Its sources, by id.
    pub sources: Vec<CaseSource>,
    /// Its people, by first declaration.
    pub people: Vec<Person>,
    /// Its exhibits by first choice, withdrawn ones included.
    pub exhibits: Vec<Exhibit>,
    /// Tags of records that are no exhibits.
    pub tags: BTreeMap<Address, Vec<String>>,
    /// The message that told him to stop.
    pub stop: Option<Address>,
    /// What is withheld: records and members.
    pub withheld: BTreeMap<Address, Withheld>,
    /// Her words by topic.
    pub said: BTreeMap<String, String>,
    /// The particulars by field.
    pub particulars: BTreeMap<String, String>,
    /// The answers of the guided run by question.
    pub answers: BTreeMap<String, Answer>,
    /// Settings by name.
    pub settings: BTreeMap<String, Value>,
    /// The bundles, by number.
    pub bundles: Vec<Sealed>,
    /// The work entries that were folded.
    pub work_count: u64,
}

impl Case {
    /// Folds the two logs, oldest entry first. The same logs give the same case.
    #[must_use]
    pub fn fold(journal: &[JournalEntry], work: &[WorkEntry]) -> Self {
        let mut case = Self::default();
        for entry in journal {
            case.take_journal(entry);
        }
        for entry in work {
            case.take_work(entry);
        }
        case
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&CaseSource> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// The id that the next source gets.
    #[must_use]
    pub fn next_source(&self) -> SourceId {
        self.sources
            .iter()
            .map(|s| s.id)
            .max()
            .map_or(SourceId::first(), SourceId::next)
    }

    /// The person that a label belongs to.
    #[must_use]
    pub fn person(&self, label: Address) -> Option<&Person> {
        self.people.iter().find(|p| p.labels.contains(&label))
    }

    /// The role of a label, where somebody said it.
    #[must_use]
    pub fn role(&self, label: Address) -> Option<Role> {
        self.person(label)?.role
    }

    /// The exhibits that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Exhibit> {
        self.exhibits.iter().filter(|e| !e.withdrawn)
    }

    /// The exhibit that a record is, where it stands.
    #[must_use]
    pub fn exhibit(&self, item: Address) -> Option<&Exhibit> {
        self.standing().find(|e| e.item == item)
    }

    /// Whether anything was answered by `--yes`: then every page is a DRAFT.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.answers.values().any(|a| a.by == ChosenBy::Yes)
            || self.standing().any(|e| e.chosen_by == ChosenBy::Yes)
    }

    fn take_journal(&mut self, entry: &JournalEntry) {
        let subject = entry.subject.as_deref().unwrap_or_default();
        let source = subject.parse::<SourceId>().ok();
        match (entry.act, source) {
            (Act::Admitted, Some(id)) => self.admit(id, entry),
            (Act::Read, Some(id)) => {
                if let Some(source) = self.source_mut(id) {
                    source.format = text(&entry.facts, "format").or(source.format.take());
                    source.reading = entry.facts.clone();
                }
            }
            (Act::Declared, Some(id)) => {
                if let Some(source) = self.source_mut(id) {
                    source.order = text(&entry.facts, "order").or(source.order.take());
                    source.zone = text(&entry.facts, "zone").or(source.zone.take());
                    source.format = text(&entry.facts, "format").or(source.format.take());
                    let named = ["order", "zone", "format"];
                    let other = entry.facts.iter().filter(|(k, _)| !named.contains(&k.as_str()));
                    source.facts.extend(other.map(|(k, v)| (k.clone(), v.clone())));
                }
            }
            (Act::Removed, Some(id)) => {
                let digest = text(&entry.facts, "sha256").and_then(|d| d.parse::<Digest>().ok());
                let originals = self.source_mut(id).map(|s| s.originals.iter_mut());
                for original in originals
                    .into_iter()
                    .flatten()
                    .filter(|o| Some(o.sha256) == digest)
                {
                    original.absent = Some("removed".into());
                }
            }
            (Act::Sealed, _) => self.seal(entry),
            _ => {}
        }
    }

    fn admit(&mut self, id: SourceId, entry: &JournalEntry) {
        let originals = entry.facts.get("originals").and_then(Value::as_array);
        let admitted = originals.into_iter().flatten().filter_map(|o| {
            Some(Admitted {
                sha256: o.get("sha256")?.as_str()?.parse().ok()?,
                size: o.get("size")?.as_u64()?,
                given_name: String::new(),
                absent: o.get("absent").and_then(Value::as_str).map(str::to_owned),
            })
        });
        let admitted: Vec<Admitted> = admitted.collect();
        match self.source_mut(id) {
            Some(source) => source.originals.extend(admitted),
            None => self.sources.push(CaseSource {
                id,
                given_name: String::new(),
                originals: admitted,
                format: None,
                order: None,
                zone: None,
                admitted: entry.at,
                facts: entry
                    .facts
                    .iter()
                    .filter(|(k, _)| *k != "originals")
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect(),
                reading: Map::new(),
            }),
        }
    }

    fn seal(&mut self, entry: &JournalEntry) {
        let number = |name: &str| entry.facts.get(name).and_then(Value::as_u64);
        let fingerprint = text(&entry.facts, "fingerprint").and_then(|d| d.parse().ok());
        if let (Some(n), Some(fingerprint)) = (
            number("bundle").and_then(|n| u32::try_from(n).ok()),
            fingerprint,
        ) {
            let work_count = number("work_count").unwrap_or(0);
            self.bundles.push(Sealed {
                n,
                fingerprint,
                at: entry.at,
                clock: entry.clock,
                work_count,
            });
        }
    }

    fn take_work(&mut self, entry: &WorkEntry) {
        self.work_count += 1;
        match &entry.act {
            WorkAct::Named {
                source,
                given_name,
                originals,
            } => {
                if let Some(source) = self.source_mut(*source) {
                    source.given_name.clone_from(given_name);
                    let unnamed = source
                        .originals
                        .iter_mut()
                        .filter(|o| o.given_name.is_empty());
                    for (original, name) in unnamed.zip(originals) {
                        original.given_name.clone_from(name);
                    }
                }
            }
            WorkAct::Marked {
                item,
                exhibit,
                annex,
                tags,
                stop,
                context,
                note: _,
            } => {
                if *stop {
                    self.stop = Some(*item);
                }
                self.mark(*item, *exhibit, *annex, tags, *context, entry.by);
            }
            WorkAct::Unmarked { item } => {
                self.tags.remove(item);
                self.stop = self.stop.filter(|stop| stop != item);
                for exhibit in self.exhibits.iter_mut().filter(|e| e.item == *item) {
                    exhibit.withdrawn = true;
                }
            }
            WorkAct::Withheld { item, why, words } => {
                self.withheld.insert(
                    *item,
                    Withheld {
                        why: *why,
                        words: words.clone(),
                    },
                );
            }
            WorkAct::Released { item } => {
                self.withheld.remove(item);
            }
            WorkAct::Role { label, role } => self.person_mut(*label).role = Some(*role),
            WorkAct::Same { labels } => self.join(labels),
            WorkAct::Number {
                label,
                number,
                basis,
            } => {
                let number = Number {
                    label: *label,
                    number: number.clone(),
                    basis: basis.clone(),
                };
                let person = self.person_mut(*label);
                if !person
                    .numbers
                    .iter()
                    .any(|n| n.number == number.number && n.label == number.label)
                {
                    person.numbers.push(number);
                }
            }
            WorkAct::Said { topic, text } => {
                self.said.insert(topic.clone(), text.clone());
            }
            WorkAct::Particular { field, value } if value.is_empty() => {
                self.particulars.remove(field);
            }
            WorkAct::Particular { field, value } => {
                self.particulars.insert(field.clone(), value.clone());
            }
            WorkAct::Answered { question, answer } => {
                self.answers.insert(
                    question.clone(),
                    Answer {
                        value: answer.clone(),
                        by: entry.by,
                    },
                );
            }
            WorkAct::Set { name, value } => {
                self.settings.insert(name.clone(), value.clone());
            }
            WorkAct::Unknown(_) => {}
        }
    }

    fn mark(
        &mut self,
        item: Address,
        as_exhibit: bool,
        annex: Annex,
        tags: &[String],
        context: Option<u32>,
        by: ChosenBy,
    ) {
        if let Some(exhibit) = self
            .exhibits
            .iter_mut()
            .find(|e| e.item == item && !e.withdrawn)
        {
            let new = tags
                .iter()
                .filter(|t| !exhibit.tags.contains(t))
                .cloned()
                .collect::<Vec<_>>();
            exhibit.tags.extend(new);
            exhibit.context = context.unwrap_or(exhibit.context);
            exhibit.chosen_by = by;
        } else if as_exhibit {
            let n = self
                .exhibits
                .iter()
                .filter(|e| e.number.annex == annex)
                .count();
            let number = ExhibitNumber {
                annex,
                n: u32::try_from(n + 1).unwrap_or(u32::MAX),
            };
            let mut all = self.tags.remove(&item).unwrap_or_default();
            all.extend(tags.iter().cloned());
            self.exhibits.push(Exhibit {
                number,
                item,
                tags: all,
                context: context.unwrap_or(3),
                chosen_by: by,
                withdrawn: false,
            });
        } else {
            self.tags
                .entry(item)
                .or_default()
                .extend(tags.iter().cloned());
        }
    }

    fn join(&mut self, labels: &[Address]) {
        let mut joined = Person::default();
        let (same, others) = std::mem::take(&mut self.people)
            .into_iter()
            .partition(|p: &Person| p.labels.iter().any(|l| labels.contains(l)));
        self.people = others;
        for person in same {
            joined.labels.extend(person.labels);
            joined.role = joined.role.or(person.role);
            joined.numbers.extend(person.numbers);
        }
        for label in labels {
            if !joined.labels.contains(label) {
                joined.labels.push(*label);
            }
        }
        self.people.push(joined);
    }

    fn person_mut(&mut self, label: Address) -> &mut Person {
        let at = self
            .people
            .iter()
            .position(|p| p.labels.contains(&label))
            .unwrap_or_else(|| {
                self.people.push(Person {
                    labels: vec![label],
                    ..Person::default()
                });
                self.people.len() - 1
            });
        &mut self.people[at]
    }

    fn source_mut(&mut self, id: SourceId) -> Option<&mut CaseSource> {
        self.sources.iter_mut().find(|s| s.id == id)
    }
}

fn text(facts: &Map<String, Value>, name: &str) -> Option<String> {
    facts.get(name)?.as_str().map(str::to_owned)
}
