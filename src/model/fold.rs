//! The fold of a case's journal and work log: the same logs give the same case.

use serde_json::{Map, Value};

pub use super::case::*;
use super::custody::{Act, JournalEntry};
use super::digest::Digest;
use super::exhibit::{Annex, ChosenBy, Exhibit, ExhibitNumber};
use super::locator::Address;
use super::source::SourceId;
use super::work::{WorkAct, WorkEntry};

impl Case {
    /// Folds the two logs, oldest entry first. The same logs give the same case.
    #[must_use]
    pub fn fold(journal: &[JournalEntry], work: &[WorkEntry]) -> Self {
        let mut case = Self::default();
        for entry in journal {
            case.take_journal(entry);
        }
        for entry in work {
            case.apply(entry);
        }
        case
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
                    let other = entry
                        .facts
                        .iter()
                        .filter(|(k, _)| !named.contains(&k.as_str()));
                    source
                        .facts
                        .extend(other.map(|(k, v)| (k.clone(), v.clone())));
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
                threads: Vec::new(),
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

    /// Whether the entry says only what is known already.
    #[must_use]
    pub fn knows(&self, entry: &WorkEntry) -> bool {
        match &entry.act {
            WorkAct::Named { .. } | WorkAct::Unknown(_) => false,
            WorkAct::Threads { source, patterns } => {
                self.source(*source).is_some_and(|s| s.threads == *patterns)
            }
            WorkAct::Marked {
                item,
                exhibit,
                tags,
                stop,
                context,
                annex: _,
                note,
            } => {
                let told = !*stop || self.stop == Some(*item);
                let has = |known: &[String]| tags.iter().all(|tag| known.contains(tag));
                let marked = match self.exhibit(*item) {
                    Some(e) => {
                        has(&e.tags)
                            && context.is_none_or(|c| c == e.context)
                            && e.chosen_by == entry.by
                    }
                    None => !*exhibit && self.tags.get(item).is_some_and(|known| has(known)),
                };
                told && marked && note.is_none()
            }
            WorkAct::Unmarked { item } => {
                self.exhibit(*item).is_none()
                    && !self.tags.contains_key(item)
                    && self.stop != Some(*item)
            }
            WorkAct::Withheld { item, why, words } => self
                .withheld
                .get(item)
                .is_some_and(|w| w.why == *why && w.words == *words),
            WorkAct::Released { item } => !self.withheld.contains_key(item),
            WorkAct::Role { label, role } => self.role(*label) == Some(*role),
            WorkAct::Same { labels } => labels
                .first()
                .and_then(|l| self.person(*l))
                .is_some_and(|p| labels.iter().all(|l| p.labels.contains(l))),
            WorkAct::Number {
                label,
                number,
                basis: _,
            } => self.person(*label).is_some_and(|p| {
                p.numbers
                    .iter()
                    .any(|n| n.number == *number && n.label == *label)
            }),
            WorkAct::Said { topic, text } => self.said.get(topic) == Some(text),
            WorkAct::Particular { field, value } => {
                self.particulars.get(field).map_or("", String::as_str) == value
            }
            WorkAct::Answered { question, answer } => self
                .answers
                .get(question)
                .is_some_and(|a| a.value == *answer && a.by == entry.by),
            WorkAct::Set { name, value } => self.settings.get(name) == Some(value),
        }
    }

    /// Folds one more entry in.
    pub fn apply(&mut self, entry: &WorkEntry) {
        self.work_count += 1;
        match &entry.act {
            WorkAct::Named {
                source,
                given_name,
                originals,
            } => {
                if let Some(source) = self.source_mut(*source) {
                    source.name(given_name, originals);
                }
            }
            WorkAct::Threads { source, patterns } => {
                if let Some(source) = self.source_mut(*source) {
                    source.threads.clone_from(patterns);
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
