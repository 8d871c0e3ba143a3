//! The index: derived, deletable, the same rows again; and what can be asked of it.

use std::fs;
use std::path::Path;

use saboot::model::{Address, Digest, Flag, Kind, Line, Record, Span};
use saboot::store::index::{Filter, Pick};
use saboot::store::{IndexError, Store};

use super::{CHAT, fill, found, lines_of, new_case, source_id};

/// All rows of all tables but the search tables, whose contents `find` shows.
fn dump(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut rows = Vec::new();
    for select in [
        "* FROM sources",
        "* FROM members",
        "* FROM lines",
        "* FROM threads",
        "* FROM records",
        "* FROM labels",
        "* FROM notes",
        "id, sz FROM words_docsize",
    ] {
        let mut query = connection
            .prepare(&format!("SELECT {select} ORDER BY 1, 2"))
            .unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<String> = (0..columns)
                .map(|n| match row.get_ref(n).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    other => format!("{other:?}"),
                })
                .collect();
            rows.push(format!("{select}: {}", cells.join("|")));
        }
    }
    rows
}

#[test]
fn a_rebuilt_index_has_the_same_rows_in_whatever_order_sources_are_read() {
    let (_dir, store) = new_case();
    let more: Vec<(String, String)> = (0..150)
        .map(|n| (format!("P{}", n % 7), format!("paigham number {n} تصویر")))
        .collect();
    let more: Vec<(&str, &str)> = more.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut index = store.index().unwrap();
    let filled = [fill(&mut index, 1, &CHAT), fill(&mut index, 2, &more)];
    drop(index);
    let before = dump(&store.index_path());
    assert!(before.len() > 300);

    store.remove_index().unwrap();
    let mut index = store.index().unwrap();
    assert_eq!(index.holds(source_id(1)).unwrap(), None);
    // The other way round, and the first source twice, as after a declared date order.
    fill(&mut index, 2, &more);
    fill(&mut index, 1, &[("Nobody", "else")]);
    assert_eq!(fill(&mut index, 1, &CHAT), filled[0]);
    assert_eq!(index.holds(source_id(2)).unwrap(), Some(filled[1].stream));
    assert_eq!(found(&index, "nobody", &Filter::default()), []);
    assert_eq!(found(&index, "\"mat karo\"", &Filter::default()).len(), 2);
    drop(index);
    let differing: Vec<(String, String)> = before
        .into_iter()
        .zip(dump(&store.index_path()))
        .filter(|(one, other)| one != other)
        .collect();
    assert_eq!(differing, []);
}

#[test]
fn a_fill_that_is_not_finished_is_not_held() {
    let (_dir, store) = new_case();
    let mut index = store.index().unwrap();
    let mut filling = index.fill(source_id(1)).unwrap();
    for line in lines_of(1, &CHAT) {
        filling.add(&line).unwrap();
    }
    drop(filling);
    assert_eq!(index.holds(source_id(1)).unwrap(), None);
    assert_eq!(index.count(&Filter::default()).unwrap().records, 0);
    fill(&mut index, 1, &CHAT);
    assert!(index.holds(source_id(1)).unwrap().is_some());
}

#[test]
fn an_index_of_another_version_or_a_damaged_one_is_made_anew() {
    let (_dir, store) = new_case();
    fill(&mut store.index().unwrap(), 1, &CHAT);
    let reader = Store::open_to_read(store.root()).unwrap();
    assert!(
        reader
            .index()
            .unwrap()
            .holds(source_id(1))
            .unwrap()
            .is_some()
    );
    rusqlite::Connection::open(store.index_path())
        .unwrap()
        .execute_batch("PRAGMA user_version = 5")
        .unwrap();
    assert!(matches!(reader.index(), Err(IndexError::Missing)));
    assert_eq!(store.index().unwrap().holds(source_id(1)).unwrap(), None);
    for damage in [&b"this is no database, whoever wrote it"[..], b""] {
        fs::write(store.index_path(), damage).unwrap();
        assert!(reader.index().is_err());
        fill(&mut store.index().unwrap(), 1, &CHAT);
    }
    fs::remove_file(store.index_path()).unwrap();
    assert!(matches!(reader.index(), Err(IndexError::Missing)));
    assert!(!store.index_path().exists(), "a reader makes nothing");
}

#[test]
fn records_are_found_by_address_range_context_and_filter() {
    let (_dir, store) = new_case();
    let mut index = store.index().unwrap();
    let filled = fill(&mut index, 1, &CHAT);
    fill(&mut index, 2, &[("Other", "first of the second")]);
    let address = |text: &str| text.parse::<Address>().unwrap();
    let names = |records: Vec<Record>| -> Vec<String> {
        records.iter().map(|r| r.address.to_string()).collect()
    };

    for line in lines_of(1, &CHAT) {
        if let Line::Record(record) = line {
            assert_eq!(index.record(record.address).unwrap(), Some(*record));
        }
    }
    assert_eq!(index.record(address("S1:L99")).unwrap(), None);
    assert_eq!(
        index.record(address("S1:F1:L1")).unwrap(),
        None,
        "another address"
    );
    assert_eq!(
        names(index.range(&"S1:L3-L5".parse::<Span>().unwrap()).unwrap()),
        ["S1:L3", "S1:L4", "S1:L5"]
    );
    assert_eq!(
        names(index.around(address("S1:L2"), 3, 2).unwrap()),
        ["S1:L1", "S1:L2", "S1:L3", "S1:L4"]
    );
    assert_eq!(
        names(index.around(address("S1:L7"), 1, 9).unwrap()),
        ["S1:L6", "S1:L7"]
    );

    let at = |text: &str| Some(text.parse().unwrap());
    let filters = [
        (Filter::default(), 8),
        (
            Filter {
                sources: vec![source_id(1)],
                ..Filter::default()
            },
            7,
        ),
        (
            Filter {
                labels: vec![address("S1:P2")],
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                labels: vec![address("S1:P1"), address("S2:P1")],
                ..Filter::default()
            },
            6,
        ),
        (
            Filter {
                kinds: vec![Kind::Frame],
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                after: at("2026-08-03T21:05:00"),
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                before: at("2026-08-03T21:01:00"),
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                flags: vec![Flag::ShapeDiffers, Flag::TimeAmbiguous],
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                flags: vec![Flag::TimeAmbiguous],
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                attachments: Pick::With,
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                attachments: Pick::Without,
                kinds: vec![Kind::Message],
                ..Filter::default()
            },
            6,
        ),
        (
            Filter {
                within: vec!["S1:L2-L3".parse().unwrap(), "S2".parse().unwrap()],
                ..Filter::default()
            },
            3,
        ),
    ];
    for (filter, want) in filters {
        assert_eq!(index.count(&filter).unwrap().records, want, "{filter:?}");
        assert_eq!(
            index.list(&filter, 0, 100).unwrap().len() as u64,
            want,
            "{filter:?}"
        );
        let mut seen = 0;
        index
            .each(&filter, |_| {
                seen += 1;
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, want);
    }
    assert_eq!(
        names(index.list(&Filter::default(), 6, 5).unwrap()),
        ["S1:L7", "S2:L1"]
    );

    let labels = index.labels(Some(source_id(1))).unwrap();
    let told: Vec<(String, &str, u64)> = labels
        .iter()
        .map(|l| (l.address.to_string(), l.label.as_str(), l.messages))
        .collect();
    assert_eq!(
        told,
        [("S1:P1".into(), "Kashif", 5), ("S1:P2".into(), "Owner", 2)]
    );
    assert_eq!(
        (labels[1].first.to_string(), labels[1].last.to_string()),
        ("S1:L2".into(), "S1:L5".into())
    );
    assert_eq!(labels[1].last_at, at("2026-08-03T21:04:00"));
    assert_eq!(index.notes(None).unwrap().len(), 2);
    assert_eq!(
        (
            index.summary(None).unwrap().messages,
            index.summary(Some(source_id(2))).unwrap().records
        ),
        (8, 2)
    );
    assert_eq!(
        index.source(source_id(2)).unwrap().unwrap().given_name,
        "chat.zip"
    );

    let mut stream = Vec::new();
    index
        .lines::<IndexError>(source_id(1), |line| {
            stream.extend_from_slice(line.as_bytes());
            stream.push(b'\n');
            Ok(())
        })
        .unwrap();
    assert_eq!(Digest::of(&stream), filled.stream);
    assert!(stream.starts_with(b"{\"type\":\"source\",\"source\":\"S1\""));
    index.forget(source_id(1)).unwrap();
    assert_eq!(index.count(&Filter::default()).unwrap().records, 1);
}
