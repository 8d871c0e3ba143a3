//! How `find` orders what it finds.

use super::small_case::Small;

fn found(small: &Small, arguments: &[&str]) -> Vec<String> {
    let words = [&["find"], arguments, &["--json"]].concat();
    let lines = small.run(&words).ended(0).json();
    let hits = lines.iter().filter(|line| line["type"] == "hit");
    hits.map(|hit| {
        let address = hit["record"]["address"]
            .as_str()
            .or(hit["address"].as_str());
        address.expect("a hit says where it is").to_owned()
    })
    .collect()
}

#[test]
fn the_same_letters_come_first_then_what_sounds_the_same_then_the_other_script() {
    let small = Small::chosen();
    let hits = found(&small, &["badnaam"]);
    assert_eq!(hits[..2], ["S1:L4", "S1:L8"], "{hits:?}");
    let hits = found(&small, &["tasweer"]);
    assert_eq!(hits[0], "S1:L3", "{hits:?}");
    assert!(hits.contains(&"S1:L7".to_owned()), "{hits:?}");
    assert_eq!(found(&small, &["badnaam", "--exact"]), ["S1:L4"]);
    assert_eq!(found(&small, &["تصویر"])[0], "S1:L7");
    assert_eq!(found(&small, &["xyzzyq"]), Vec::<String>::new());
}

#[test]
fn hits_can_be_narrowed_by_person_day_and_tag() {
    let small = Small::chosen();
    assert_eq!(
        found(&small, &["tasweer", "--from", "me"]),
        Vec::<String>::new()
    );
    assert!(!found(&small, &["tasweer", "--from", "suspect"]).is_empty());
    let late = found(&small, &["tasweer", "--after", "2024-08-23"]);
    assert_eq!(late, ["S1:L7"]);
    let early = found(&small, &["tasweer", "--before", "2024-08-23"]);
    assert_eq!(early, ["S1:L3"]);
    let tagged = found(&small, &["tasweer", "--tag", "threat"]);
    assert_eq!(tagged, ["S1:L3"]);
    assert_eq!(
        found(&small, &["tasweer", "--tag", "none"]),
        Vec::<String>::new()
    );
}
