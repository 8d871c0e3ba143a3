//! From an element of a section to an item record, by the columns of the table.

use serde_json::{Map, Value};

use super::pick::{Taken, pick};
use super::sections::{Section, sections};
use super::{attached, labels, moment};
use crate::model::record::Item;
use crate::model::{Flag, Record, SenderMeans};
use crate::sources::media_files::MediaFiles;

/// Where an element's time stands if its section says nothing else.
const TIME: &str = "timestamp";

/// What an element says, on its way into a record.
pub struct Reading<'a> {
    pub record: &'a mut Record,
    pub section: &'a Section,
    pub fields: Map<String, Value>,
    pub taken: Taken,
}

/// Writes what an element says into its record. What has no name in the contract goes to `extra` as it is.
pub fn fill(record: &mut Record, element: Value, section: &Section, media: &MediaFiles) {
    let mut reading = Reading {
        record,
        section,
        fields: Map::new(),
        taken: Taken::default(),
    };
    reading.take_person(&element);
    reading.take_words(&element);
    reading.take_time(&element);
    reading.take_fields(&element);
    attached::take(&mut reading, &element, media);
    labels::take(&mut reading, &element);
    reading.close(element);
}

impl Reading<'_> {
    /// Books the person whom the item is about. Two different ones are nobody: the export does not say which.
    fn take_person(&mut self, element: &Value) {
        for path in &self.section.sender {
            let mut names = texts(element, path);
            names.dedup();
            if let [name] = names[..] {
                self.set_person(name);
                self.taken.book(path);
                break;
            }
        }
        for path in &self.section.people {
            let people = texts(element, path);
            if !people.is_empty() {
                self.record
                    .people
                    .extend(people.into_iter().map(str::to_owned));
                self.taken.book(path);
            }
        }
    }

    /// Sets the person whom the item is about. An empty name is none.
    pub fn set_person(&mut self, name: &str) {
        if !name.is_empty() {
            self.record.sender = Some(name.into());
            self.record.sender_means = SenderMeans::About;
        }
    }

    fn take_words(&mut self, element: &Value) {
        for path in &self.section.text {
            let words = texts(element, path);
            if !words.is_empty() {
                self.record.text = Some(words.join("\n"));
                self.taken.book(path);
                break;
            }
        }
    }

    /// Books the item's time. Other paths that lead to the same time are booked too.
    fn take_time(&mut self, element: &Value) {
        let mut first = None;
        for (path, value) in times(element, self.section) {
            match first {
                None => self.set_time(value, path),
                Some(first) if first == value => self.taken.book(path),
                Some(_) => {}
            }
            first = first.or(Some(value));
        }
    }

    /// Sets the item's time, where the value is one.
    pub fn set_time(&mut self, value: &Value, path: &str) {
        let Some(sent) = moment::sent(value) else {
            return;
        };
        if sent.utc.is_none() {
            self.record.flags.push(Flag::TimeUnreadable);
        }
        self.record.sent = Some(sent);
        self.taken.book(path);
    }

    fn take_fields(&mut self, element: &Value) {
        for (path, name) in &self.section.fields {
            let mut values = pick(element, path);
            values.dedup();
            let value = match values[..] {
                [] => continue,
                [value] => value.clone(),
                _ => Value::Array(values.into_iter().cloned().collect()),
            };
            if self.set_field(name.as_str().unwrap_or(path), &value) {
                self.taken.book(path);
            }
        }
        for (key, value) in element.as_object().into_iter().flatten() {
            let is_plain = !value.is_object() && !value.is_array();
            let name = sections().name_of(key).filter(|_| is_plain);
            if let Some(name) = name.filter(|_| !self.taken.has(key))
                && self.set_field(name, value)
            {
                self.taken.book(key);
            }
        }
    }

    /// Sets a field, where it is free and the value is one.
    pub fn set_field(&mut self, name: &str, value: &Value) -> bool {
        let value = match name {
            "updated" => moment::text(value).map(Value::String),
            _ => Some(value.clone()),
        };
        let value = value.filter(|value| !value.is_null() && !self.fields.contains_key(name));
        let is_set = value.is_some();
        self.fields
            .extend(value.map(|value| (name.to_owned(), value)));
        is_set
    }

    fn close(self, element: Value) {
        let Self {
            record,
            section,
            fields,
            taken,
        } = self;
        record.item = Some(Box::new(Item {
            what: section.what.clone(),
            fields,
        }));
        match element {
            Value::Object(map) => {
                let rest = map
                    .into_iter()
                    .filter(|(key, value)| !taken.covers(key, value));
                record.extra.extend(rest);
            }
            other => {
                record.extra.insert("value".to_owned(), other);
            }
        }
    }
}

/// The values that can be the element's time, in the order in which they count, each with its path.
fn times<'a>(
    element: &'a Value,
    section: &'a Section,
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let own = section.time.iter().map(String::as_str);
    let default = (!section.time.iter().any(|path| path == TIME)).then_some(TIME);
    own.chain(default).filter_map(|path| {
        let mut values = pick(element, path);
        values.dedup();
        let [value] = values[..] else { return None };
        value.is_number().then_some((path, value))
    })
}

/// The element's time, before the element is read.
pub fn time(element: &Value, section: &Section) -> Option<Value> {
    times(element, section)
        .next()
        .map(|(_, value)| value.clone())
}

/// The texts that a path leads to.
fn texts<'a>(element: &'a Value, path: &str) -> Vec<&'a str> {
    let values = pick(element, path);
    values.into_iter().filter_map(Value::as_str).collect()
}
