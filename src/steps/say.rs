//! `saboot say`: writes the words of the complaint, and the particulars of the form.

use super::case::OpenCase;
use super::{Failure, World};
use crate::model::WorkAct;
use crate::model::exhibit::ChosenBy;

/// The topics of `say`, in the order of the papers.
pub const TOPICS: [&str; 6] = ["incident", "facts", "impact", "relief", "urgent", "steps"];

/// The fields of the form that a person can fill.
pub const FIELDS: [&str; 10] = [
    "name",
    "father_or_husband",
    "cnic",
    "phone",
    "email",
    "address",
    "city",
    "occupation",
    "safe_contact",
    "handset",
];

/// Keeps her words on a topic. The latest count.
///
/// # Errors
/// There is no such topic, or the log cannot be written.
pub fn say(
    open: &mut OpenCase,
    topic: &str,
    text: &str,
    by: ChosenBy,
    world: &World<'_>,
) -> Result<(), Failure> {
    if !TOPICS.contains(&topic) && !topic.starts_with("shows:") {
        return Err(Failure::NoTopic(topic.to_owned()));
    }
    open.work(vec![world.entry(
        WorkAct::Said {
            topic: topic.to_owned(),
            text: text.to_owned(),
        },
        by,
    )])
}

/// Fills a field of the form; an empty value clears it.
///
/// # Errors
/// There is no such field, or the log cannot be written.
pub fn fill(
    open: &mut OpenCase,
    field: &str,
    value: &str,
    by: ChosenBy,
    world: &World<'_>,
) -> Result<(), Failure> {
    if !FIELDS.contains(&field) {
        return Err(Failure::NoTopic(field.to_owned()));
    }
    open.work(vec![world.entry(
        WorkAct::Particular {
            field: field.to_owned(),
            value: value.to_owned(),
        },
        by,
    )])
}
