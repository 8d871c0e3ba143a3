//! Whole chats, written in every header shape and read back.

use chrono::{Duration, NaiveDate, NaiveDateTime};

use super::{assert_none, differences, read};
use crate::support::seeded::Seeded;
use crate::support::whatsapp_writer::{
    Attachment, By, Event, Media, Platform, Present, SHAPES, Shape, Words, write,
};

/// Bodies that have broken parsers: several lines, blank lines, colons, dashes, stamps, other scripts, marks, blanks at the ends.
const BODIES: [&str; 22] = [
    "Hello",
    "Assalam o alaikum: kya haal hai?",
    "میں تمہاری تصویر سب کو بھیج دوں گا",
    "two\nlines",
    "one\n\n\nfour",
    " blanks at the ends  ",
    "a - b - c",
    "at 10:30: be there",
    "[not a stamp] Kashif: hello",
    "12/12 is the day",
    "left",
    "added you to my list",
    "👨\u{200D}👩\u{200D}👧 family",
    "*bold* _it_ ~s~ @\u{2068}Amna\u{2069}",
    "https://example.com/?q=1,2",
    "tab\there",
    "नमस्ते, १२:३०",
    "مرحبا: كيف",
    "ends with a colon:",
    "<not a marker>",
    "see report.pdf (final)",
    "nullable",
];

const LEFT_OUT: [Media; 7] = [
    Media::Image,
    Media::Video,
    Media::Audio,
    Media::Gif,
    Media::Sticker,
    Media::Document,
    Media::Contact,
];

const PEOPLE: [&str; 5] = [
    "Kashif",
    "Amna",
    "Dr. Sana (Office)",
    "+92 300 0000001",
    "کاشف",
];

/// The 21st at the start, so that the order of day and month is decided.
fn beginning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 8, 21)
        .and_then(|day| day.and_hms_opt(22, 50, 7))
        .expect("a day in August")
}

fn chat(shape: &Shape, random: &mut Seeded, length: usize) -> Vec<(NaiveDateTime, Event)> {
    let mut time = beginning();
    let mut events = vec![(
        time,
        Event::Encrypted {
            label: "Kashif".to_owned(),
        },
    )];
    if shape.platform == Platform::OldIos {
        events.clear();
    }
    for number in 0..length {
        time += Duration::seconds(random.below(9_000) as i64);
        events.push((time, event(shape, random, time, number)));
    }
    events
}

fn event(shape: &Shape, random: &mut Seeded, time: NaiveDateTime, number: usize) -> Event {
    let who = PEOPLE[random.below(PEOPLE.len())].to_owned();
    let said = |random: &mut Seeded| Event::Said {
        who: who.clone(),
        text: BODIES[random.below(BODIES.len())].to_owned(),
    };
    if shape.platform == Platform::OldIos {
        return said(random);
    }
    let android = shape.platform == Platform::Android;
    let present = if random.below(2) == 0 {
        Present::Found
    } else {
        Present::Missing
    };
    match random.below(16) {
        0 => Event::Sent {
            who,
            what: picture(android, time, number, present),
            caption: None,
        },
        1 if android => Event::Sent {
            who,
            what: picture(android, time, number, present),
            caption: Some("look: this\nis you".to_owned()),
        },
        2 => Event::LeftOut {
            who,
            media: LEFT_OUT[random.below(LEFT_OUT.len())],
            caption: None,
        },
        3 => Event::Deleted {
            who,
            by: By::Sender,
        },
        4 => Event::Deleted {
            who,
            by: By::Exporter,
        },
        5 => Event::Place {
            who,
            lat: 31_520,
            lon: 74_358,
        },
        6 if android => Event::LivePlace { who },
        7 => Event::Edited {
            who,
            text: "I will come\ntomorrow".to_owned(),
        },
        _ => said(random),
    }
}

fn picture(android: bool, time: NaiveDateTime, number: usize, present: Present) -> Attachment {
    let name = if android {
        format!("IMG-{}-WA{number:04}.jpg", time.format("%Y%m%d"))
    } else {
        format!("{number:08}-PHOTO-{}.jpg", time.format("%Y-%m-%d-%H-%M-%S"))
    };
    Attachment {
        media: Media::Image,
        name,
        present,
    }
}

#[test]
fn a_chat_in_every_header_shape_is_read_back() {
    let mut breaches = Vec::new();
    for shape in SHAPES {
        let words = Words::english(shape.platform);
        for seed in 0..8 {
            let events = chat(shape, &mut Seeded::new(seed), 40);
            let written = write(shape, &words, &events);
            let wrong = differences(&written, &read(&written, shape));
            breaches.extend(
                wrong
                    .into_iter()
                    .map(|text| format!("{} (seed {seed}): {text}", shape.name)),
            );
        }
    }
    assert_none(&breaches);
}

#[test]
fn every_hour_is_read_back_in_every_header_shape() {
    let mut breaches = Vec::new();
    for shape in SHAPES {
        let words = Words::english(shape.platform);
        let events: Vec<_> = (0..48)
            .map(|half| {
                let who = PEOPLE[half % 2].to_owned();
                (
                    beginning() + Duration::minutes(30 * half as i64),
                    Event::Said {
                        who,
                        text: format!("half hour {half}"),
                    },
                )
            })
            .collect();
        let written = write(shape, &words, &events);
        let wrong = differences(&written, &read(&written, shape));
        breaches.extend(
            wrong
                .into_iter()
                .map(|text| format!("{}: {text}", shape.name)),
        );
    }
    assert_none(&breaches);
}

#[test]
fn a_chat_of_two_lines_is_read_back_in_every_header_shape() {
    let mut breaches = Vec::new();
    for shape in SHAPES {
        let words = Words::english(shape.platform);
        let events: Vec<_> = (0..2)
            .map(|number| {
                (
                    beginning() + Duration::minutes(number),
                    Event::Said {
                        who: PEOPLE[0].to_owned(),
                        text: format!("line {number}"),
                    },
                )
            })
            .collect();
        let written = write(shape, &words, &events);
        let wrong = differences(&written, &read(&written, shape));
        breaches.extend(
            wrong
                .into_iter()
                .map(|text| format!("{}: {text}", shape.name)),
        );
    }
    assert_none(&breaches);
}

#[test]
fn every_day_of_a_year_is_read_back() {
    for shape in SHAPES {
        let words = Words::english(shape.platform);
        let first = NaiveDate::from_ymd_opt(2024, 1, 1)
            .and_then(|day| day.and_hms_opt(12, 0, 0))
            .expect("a day");
        let events: Vec<_> = (0..366)
            .map(|day| {
                (
                    first + Duration::days(day),
                    Event::Said {
                        who: PEOPLE[day as usize % 2].to_owned(),
                        text: "a".to_owned(),
                    },
                )
            })
            .collect();
        let written = write(shape, &words, &events);
        let wrong = differences(&written, &read(&written, shape));
        assert!(wrong.is_empty(), "{}: {}", shape.name, wrong.join("\n"));
    }
}
