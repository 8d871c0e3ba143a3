//! Annex B: screenshots and other files that were chosen, one to a page: what she says, what the file claims.

use serde_json::Value;

use super::Picture;
use super::doubts;
use super::input::PacketInput;
use super::message::why_term;
use super::phrase::thousands;
use super::roll::is_entry;
use super::shield::Shield;
use super::words::{Run, Words};
use super::{Pair, PartName, Screenshot, Screenshots};
use crate::model::locator::Place;
use crate::model::{Address, Exhibit, Kind, Member};

/// Fields of a picture that never go on paper: where it was taken.
const NEVER: [&str; 3] = ["location", "city", "ip"];

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> (Screenshots, Vec<Picture>) {
    let mut pages = Vec::new();
    let mut pictures = Vec::new();
    for exhibit in input.case.standing() {
        let Some((address, member)) = file(input, exhibit) else {
            continue;
        };
        let Some(sha256) = member.sha256 else {
            continue;
        };
        let held = shield
            .record(exhibit.item)
            .or_else(|| shield.member(address.source, member.n));
        let drawable = input.drawable.contains(&address);
        let not_shown = match held {
            Some(why) => input.speech().say(
                "picture_withheld",
                &[("why", Words::text(why_term(input, why)))],
            ),
            None if input.is_draft() => input.speech().say("picture_draft", &[]),
            None if !drawable => input.speech().say("picture_unreadable", &[]),
            None => Words::none(),
        };
        let picture = not_shown.is_empty().then(|| exhibit.number.to_string());
        pictures.extend(picture.iter().map(|key| Picture {
            key: key.clone(),
            address: address.to_string(),
            sha256,
        }));
        pages.push(Screenshot {
            number: exhibit.number.to_string(),
            address: address.to_string(),
            title: title(input, exhibit, held.is_some()),
            picture,
            not_shown,
            alternative: input
                .speech()
                .say(
                    "picture_alternative",
                    &[("number", Words::text(exhibit.number.to_string()))],
                )
                .plain(),
            says: says(input, shield, exhibit, held.is_some()),
            claims: claims(input, shield, exhibit, member, held.is_some()),
            linked: Vec::new(),
            doubts: doubts::at(input, shield, &[exhibit.item, address]),
            sha256,
            size: format!(
                "{} {}",
                thousands(member.size),
                input.speech().term("bytes")
            ),
        });
    }
    (
        Screenshots {
            head: input.speech().head(PartName::Screenshots, &[]),
            pages,
        },
        pictures,
    )
}

/// The file that an exhibit is: the exhibit is a member, or an item record over one.
fn file<'a>(input: &PacketInput<'a>, exhibit: &Exhibit) -> Option<(Address, &'a Member)> {
    let source = input.source(exhibit.item)?;
    let n = match (exhibit.item.place, exhibit.item.member) {
        (Place::Whole, Some(n)) => n,
        _ => {
            input
                .record(exhibit.item)
                .filter(|r| r.kind == Kind::Item && !is_entry(r))?
                .member_n
        }
    };
    let member = source.members.iter().find(|m| m.n == n)?;
    Some((Address::member(source.source, n), member))
}

fn title(input: &PacketInput<'_>, exhibit: &Exhibit, held: bool) -> Words {
    let what = input
        .record(exhibit.item)
        .and_then(|r| r.item.as_ref())
        .map_or("file", |item| item.what.as_str());
    let what = if held {
        input.speech().term("item_withheld")
    } else {
        input.speech().named("item.", what)
    };
    let mut words = Words(vec![Run::Exhibit(exhibit.number.to_string())]);
    words.push(Run::Text(format!("  {what}")));
    words
}

/// What the complainant says about it; a ruled blank where nothing was said.
fn says(input: &PacketInput<'_>, shield: &Shield<'_>, exhibit: &Exhibit, held: bool) -> Vec<Pair> {
    let speech = input.speech();
    let story = input.story();
    let said = story.shows.iter().find(|(item, _)| {
        input
            .exhibit(**item)
            .is_some_and(|e| e.number == exhibit.number)
    });
    let shows = said.map_or_else(Words::none, |(_, text)| shield.quote(text));
    let facts = input.case.source(exhibit.item.source).map(|s| &s.facts);
    let fact = |key: &str| {
        facts
            .and_then(|f| f.get(key))
            .and_then(Value::as_str)
            .map_or_else(Words::none, |text| shield.quote(text))
    };
    let mut pairs = Vec::new();
    if !held {
        pairs.push(Pair {
            label: speech.term("says.shows"),
            value: shows,
        });
    }
    pairs.extend(["device", "exported_by", "got"].iter().map(|key| Pair {
        label: speech.named("says.", key),
        value: fact(key),
    }));
    pairs
}

/// What the file itself says: claims that anybody can edit.
fn claims(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    exhibit: &Exhibit,
    member: &Member,
    held: bool,
) -> Vec<Pair> {
    let speech = input.speech();
    let mut pairs = Vec::new();
    if held {
        return pairs;
    }
    let name = shield.quote(&member.name);
    pairs.push(Pair {
        label: speech.term("claim.name"),
        value: Words::text("“").and("", name).and("", Words::text("”")),
    });
    let Some(record) = input.record(exhibit.item) else {
        return pairs;
    };
    if let Some(sent) = &record.sent {
        pairs.push(Pair {
            label: speech.term("claim.time"),
            value: shield.quote(&sent.written),
        });
    }
    for (name, value) in record
        .item
        .iter()
        .flat_map(|item| &item.fields)
        .filter(|(name, _)| !NEVER.contains(&name.as_str()))
    {
        match value {
            Value::Array(claims) => pairs.extend(
                claims
                    .iter()
                    .filter_map(|claim| claimed(input, shield, claim)),
            ),
            Value::String(text) => pairs.push(Pair {
                label: speech.named("claim.", name),
                value: shield.quote(text),
            }),
            Value::Number(number) => pairs.push(Pair {
                label: speech.named("claim.", name),
                value: Words::text(number.to_string()),
            }),
            Value::Bool(_) | Value::Null | Value::Object(_) => {}
        }
    }
    pairs
}

/// One claim with the one who makes it: the name or the data inside the file. A position is never printed.
fn claimed(input: &PacketInput<'_>, shield: &Shield<'_>, claim: &Value) -> Option<Pair> {
    let speech = input.speech();
    let text = |key: &str| claim.get(key).and_then(Value::as_str);
    let what = text("what")?;
    let value = match what {
        "identifier" => return None,
        "position" => speech.say("position_stated", &[]),
        _ => shield.quote(text("value")?),
    };
    let by = Words::text(format!("({})", speech.named("claimed_by.", text("by")?)));
    Some(Pair {
        label: speech.named("claim.", what),
        value: value.and(" ", by),
    })
}
