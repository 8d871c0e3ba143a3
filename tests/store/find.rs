//! What the index finds is what the query itself says of each text, closest first.

use proptest::prelude::*;
use saboot::model::Line;
use saboot::search::{Level, Query, Ranker, WordList};
use saboot::store::index::{Counts, Filter, searchable};

use super::{CHAT, fill, found, lines_of, new_case};

#[test]
fn the_probes_of_the_facts_are_found_in_every_spelling() {
    let (_dir, store) = new_case();
    let mut index = store.index().unwrap();
    let said = [
        ("A", "یہ میری کتاب ہے"),
        ("A", "یہ ميری كتاب ہے"),
        ("A", "کتـــاب"),
        ("A", "کِتَاب"),
        ("A", "مَیں گھر میں ہوں"),
        ("A", "عليّ آیا"),
        ("A", "نمبر ۱۲۳ ہے"),
        ("A", "آپ"),
        ("A", "ا\u{0653}پ کون"),
    ];
    fill(&mut index, 1, &said);
    let exact = |typed: &str| {
        let query = Query::parse(typed, Level::Exact).unwrap();
        index
            .find(&query, &Filter::default(), 0, 10)
            .unwrap()
            .counts
            .exact
    };
    for (typed, want) in [
        ("کتاب", 4),
        ("میں", 1),
        ("علی", 1),
        ("123", 1),
        ("١٢٣", 1),
        ("آپ", 2),
    ] {
        assert_eq!(exact(typed), want, "{typed}");
    }
}

#[test]
fn closer_hits_come_first_and_say_why() {
    let (_dir, store) = new_case();
    let mut index = store.index().unwrap();
    fill(&mut index, 1, &CHAT);
    let open = Filter::default();
    assert_eq!(
        found(&index, "tasveer", &open),
        [
            ("S1:L3".into(), Level::Exact),
            ("S1:L6".into(), Level::Squeezed)
        ]
    );
    assert_eq!(
        found(&index, "tasveerein viral", &open),
        [("S1:L4".into(), Level::Skeleton)]
    );
    assert_eq!(
        found(&index, "میسج", &open),
        [
            ("S1:L2".into(), Level::Skeleton),
            ("S1:L5".into(), Level::Skeleton)
        ]
    );
    assert_eq!(
        found(&index, "+92 300 1234567", &open),
        [("S1:L7".into(), Level::Exact)]
    );
    assert_eq!(
        found(&index, "IMG", &open),
        [
            ("S1:L2".into(), Level::Exact),
            ("S1:L5".into(), Level::Exact)
        ]
    );
    let him = Filter {
        labels: vec!["S1:P1".parse().unwrap()],
        ..Filter::default()
    };
    assert_eq!(found(&index, "message", &him), []);
    assert_eq!(found(&index, "warna", &him).len(), 1);

    let query = Query::parse("tasveer", Level::Skeleton).unwrap();
    let page = index.find(&query, &open, 1, 1).unwrap();
    assert_eq!(
        page.counts,
        Counts {
            exact: 1,
            squeezed: 1,
            skeleton: 0
        }
    );
    let hit = &page.hits[0];
    let text = hit.record.text.as_deref().unwrap();
    assert_eq!(
        (&text[hit.why[0].range.clone()], hit.why[0].level),
        ("TASVEEEER", Level::Squeezed)
    );
    assert_eq!(index.find(&query, &open, 2, 1).unwrap().hits, []);
    let list = Query::any_of(["tezab", "bhej dunga"], Level::Skeleton).unwrap();
    assert_eq!(index.find(&list, &open, 0, 9).unwrap().counts.exact, 2);
}

#[test]
fn what_is_typed_cannot_break_the_search() {
    let (_dir, store) = new_case();
    let mut index = store.index().unwrap();
    fill(&mut index, 1, &CHAT);
    for typed in [
        "\"",
        "a\"b",
        "NEAR(a, b)",
        "exact:x OR *",
        "^",
        "'; DROP TABLE records; --",
        "{a b}:c",
        "-a",
        "a* b",
    ] {
        if let Ok(query) = Query::parse(typed, Level::Skeleton) {
            index.find(&query, &Filter::default(), 0, 5).unwrap();
        }
    }
    assert_eq!(index.count(&Filter::default()).unwrap().records, 7);
}

const WORDS: &[&str] = &[
    "tasveer",
    "tasvir",
    "تصویر",
    "تصوير",
    "viral",
    "وائرل",
    "wayral",
    "message",
    "msg",
    "میسج",
    "blackmail",
    "بلیک",
    "میل",
    "bohat",
    "bahut",
    "بہت",
    "pleeease",
    "please",
    "0300",
    "1234567",
    "03001234567",
    "+92",
    "🔪",
    "ka",
    "hai",
    "don't",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..6).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_index_and_the_query_agree_on_every_text(
        texts in prop::collection::vec(text(), 1..12),
        asked in prop::collection::vec(text(), 6),
        quoted in any::<bool>(),
    ) {
        let (_dir, store) = new_case();
        let mut index = store.index().unwrap();
        let said: Vec<(&str, &str)> = texts.iter().map(|text| ("A", text.as_str())).collect();
        fill(&mut index, 1, &said);
        for asked in asked {
            let typed = if quoted { format!("\"{asked}\"") } else { asked.split(' ').take(2).collect::<Vec<_>>().join(" ") };
            let query = Query::parse(&typed, Level::Skeleton).unwrap();
            let mut want: Vec<(Level, String)> = lines_of(1, &said)
                .iter()
                .filter_map(|line| match line {
                    Line::Record(record) => Some((query.level_in(&searchable(record))?, record.address.to_string())),
                    _ => None,
                })
                .collect();
            want.sort_by_key(|(level, _)| *level);
            let got: Vec<(Level, String)> =
                found(&index, &typed, &Filter::default()).into_iter().map(|(address, level)| (level, address)).collect();
            prop_assert_eq!(got, want, "{} in {:?}", typed, texts);
        }
    }
}

#[test]
fn every_word_list_says_where_it_comes_from_and_ranks_threats_over_greetings() {
    let mut lists = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/words")).unwrap() {
        let path = entry.unwrap().path();
        let list = WordList::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = format!("{}.{}.txt", list.kind, list.language);
        assert_eq!(
            path.file_name().and_then(|name| name.to_str()),
            Some(name.as_str())
        );
        assert!(list.entries.len() > 5 && list.as_of.len() == 10);
        lists.push(list);
    }
    for kind in [
        "threat",
        "exposure",
        "money",
        "demand",
        "persistence",
        "stop",
    ] {
        for language in ["en", "ur", "ur-Latn"] {
            assert!(
                lists
                    .iter()
                    .any(|list| list.kind == kind && list.language == language),
                "{kind} {language}"
            );
        }
    }
    let ranker = Ranker::new(&lists);
    let threats = [
        "jan se mar dunga tujhe",
        "تمہاری تصویریں وائرل کر دوں گا",
        "I know where you live",
        "tezaab phenk dunga",
    ];
    let greetings = [
        "salam kya haal hai",
        "کل ملتے ہیں انشاءاللہ",
        "ok thanks",
        "khana kha liya",
    ];
    for threat in threats {
        for greeting in greetings {
            assert!(
                ranker.score(threat) > ranker.score(greeting) + 8,
                "{threat} and {greeting}"
            );
        }
    }
}
