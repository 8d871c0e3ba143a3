use super::*;
use crate::sources::json::{Tile, has_key, raw_value};

fn is_element(object: &[u8]) -> bool {
    has_key(object, &["n"])
}

fn pieces(text: &str, path: &[&str]) -> Vec<(TileKind, String)> {
    pieces_of(text, path, Lists::Named)
}

fn pieces_of(text: &str, path: &[&str], lists: Lists) -> Vec<(TileKind, String)> {
    let found = cut(text.as_bytes(), path, lists, &is_element);
    let slice = |tile: Tile| {
        let bytes = &text.as_bytes()[tile.start..tile.end];
        (tile.kind, String::from_utf8_lossy(bytes).into_owned())
    };
    found.tiles.forward().map(slice).collect()
}

/// The stretches that are no frame, with a mark before what is damaged.
fn read(text: &str) -> Vec<String> {
    let pieces = pieces(text, &["m"]);
    assert_eq!(
        pieces.iter().map(|p| p.1.as_str()).collect::<String>(),
        text
    );
    let read = pieces.into_iter().filter_map(|(kind, text)| match kind {
        TileKind::Frame => None,
        TileKind::Element => Some(text),
        TileKind::Broken => Some(format!("?{text}")),
        TileKind::Unparsed => Some(format!("!{text}")),
    });
    read.collect()
}

#[test]
fn a_list_under_a_damaged_key_is_read_beside_another_list() {
    let text = r#"{"?":[{"n":1},{"n":2}],"m":[{"n":3}]}"#;
    let elements = |lists| -> Vec<String> {
        pieces_of(text, &["m"], lists)
            .into_iter()
            .filter(|(kind, _)| *kind == TileKind::Element)
            .map(|(_, text)| text)
            .collect()
    };
    assert_eq!(elements(Lists::Named), [r#"{"n":3}"#]);
    assert_eq!(
        elements(Lists::Alike),
        [r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":3}"#]
    );
}

#[test]
fn a_sound_file_is_cut_into_elements_and_frames() {
    use TileKind::{Element, Frame};
    let own = |pieces: &[(TileKind, &str)]| -> Vec<(TileKind, String)> {
        pieces.iter().map(|(k, t)| (*k, (*t).to_owned())).collect()
    };
    assert_eq!(
        pieces(
            "\u{FEFF}{\"p\":[{\"n\":0}],\"m\": [{\"n\":1}, {\"n\":2}],\"t\":1}\n",
            &["m"]
        ),
        own(&[
            (Frame, "\u{FEFF}"),
            (Frame, "{\"p\":[{\"n\":0}],\"m\": ["),
            (Element, "{\"n\":1}"),
            (Frame, ", "),
            (Element, "{\"n\":2}"),
            (Frame, "],\"t\":1}\n"),
        ])
    );
    assert_eq!(
        pieces("[1,\"a\",{}]", &[]),
        own(&[
            (Frame, "["),
            (Element, "1"),
            (Frame, ","),
            (Element, "\"a\""),
            (Frame, ","),
            (Element, "{}"),
            (Frame, "]"),
        ])
    );
    assert_eq!(
        pieces("{\"a\":{\"b\":1,\"m\":[{}]},\"m\":[2]}", &["a", "m"]),
        own(&[
            (Frame, "{\"a\":{\"b\":1,\"m\":["),
            (Element, "{}"),
            (Frame, "]},\"m\":[2]}"),
        ])
    );
    assert_eq!(
        pieces("{\"m\":[ ]}", &["m"]),
        own(&[(Frame, "{\"m\":[ ]}")])
    );
}

#[test]
fn fields_beside_the_array_are_remembered() {
    let text = br#"{"a":{"b":1,"m":[{}],"c":"x"},"d":[2]}"#;
    let found = cut(text, &["a", "m"], Lists::Named, &is_element);
    let slice = |range: &Range<usize>| String::from_utf8_lossy(&text[range.clone()]).into_owned();
    let outside: Vec<_> = found
        .outside
        .iter()
        .map(|o| (slice(&o.key), slice(&o.value), o.depth))
        .collect();
    let own = |k: &str, v: &str, d| (k.to_owned(), v.to_owned(), d);
    assert_eq!(
        outside,
        [own("b", "1", 1), own("c", "\"x\"", 1), own("d", "[2]", 0)]
    );
    assert_eq!(found.arrays, 1);
}

#[test]
fn both_arrays_are_read_where_the_key_stands_twice() {
    let text = r#"{"m":[{"n":1}],"x":2,"m":[{"n":2}]}"#;
    assert_eq!(read(text), [r#"{"n":1}"#, r#"{"n":2}"#]);
    assert_eq!(
        cut(text.as_bytes(), &["m"], Lists::Named, &is_element).arrays,
        2
    );
}

#[test]
fn a_file_ends_early_where_its_last_bracket_is_gone() {
    for (text, ends_early) in [
        (r#"{"m":[{"n":1}]}"#, false),
        (r#"{"m":[{"n":1}]"#, true),
        (r#"{"m":[{"n":1}"#, true),
        (r#"{"m":[{"n":"#, true),
        (r#"{"m":["#, true),
        (r#"{"m":[{"n":1},{"n":"a}]}"#, false),
        (r#"{"m":[{"n":"a},{"n":1}],"t":x}"#, false),
        ("", true),
    ] {
        let found = cut(text.as_bytes(), &["m"], Lists::Named, &is_element);
        assert_eq!(found.ends_early, ends_early, "{text}");
    }
}

#[test]
fn a_file_without_the_array_is_one_stretch() {
    for text in ["{\"a\":1}", "[{}]", "nothing", "{\"m\":{}}", "{\"m"] {
        assert_eq!(read(text), [format!("!{text}")], "{text}");
    }
    assert_eq!(read("{\"m\":["), [""; 0]);
    assert_eq!(read(""), [""; 0]);
}

#[test]
fn damage_keeps_to_its_element() {
    for (text, found) in [
        // A quote is lost: at the end of a text, of a key, at the last text.
        (
            r#"{"m":[{"n":"a},{"n":"b"},{"n":"c"}]}"#,
            vec![r#"?{"n":"a}"#, r#"{"n":"b"}"#, r#"{"n":"c"}"#],
        ),
        (
            r#"{"m":[{"n":1,"t:"a"},{"n":"b"}],"z":1}"#,
            vec![r#"?{"n":1,"t:"a"}"#, r#"{"n":"b"}"#],
        ),
        // A quote too many.
        (
            r#"{"m":[{"n":"a"b"},{"n":"b"}]}"#,
            vec![r#"?{"n":"a"b"}"#, r#"{"n":"b"}"#],
        ),
        // A backslash before the last quote.
        (
            r#"{"m":[{"n":"a\"},{"n":"b"},{"n":3}]}"#,
            vec![r#"?{"n":"a\"}"#, r#"{"n":"b"}"#, r#"{"n":3}"#],
        ),
        // Brackets: of the element, of a part.
        (
            r#"{"m":[z"n":1,"p":[{"u":1},{"u":2}]},{"n":2}]}"#,
            vec![r#"!z"n":1,"p":[{"u":1},{"u":2}]},"#, r#"{"n":2}"#],
        ),
        (
            r#"{"m":[{"n":1,"p":["u":1},{"u":2}]},{"n":2}]}"#,
            vec![r#"?{"n":1,"p":["u":1},{"u":2}]}"#, r#"{"n":2}"#],
        ),
        (
            r#"{"m":[{"n":1],{"n":2}]}"#,
            vec![r#"?{"n":1]"#, r#"{"n":2}"#],
        ),
        // A bracket too many; in a sound file the same is an element.
        (
            r#"{"m":[[{"n":1},{"n":2}],"t":1}"#,
            vec!["![", r#"{"n":1}"#, r#"{"n":2}"#],
        ),
        (r#"{"m":[[{"n":1},{"n":2}]]}"#, vec![r#"[{"n":1},{"n":2}]"#]),
        // A quote too many, before the bracket of the next; the last quote of the key.
        (
            r#"{"m":[" {"n":1},{"n":2}]}"#,
            vec![r#"!" "#, r#"{"n":1}"#, r#"{"n":2}"#],
        ),
        (
            r#"{"m:[{"n":1},{"n":2}]}"#,
            vec![r#"!{"m:["#, r#"{"n":1}"#, r#"{"n":2}"#],
        ),
        // The comma between.
        (
            r#"{"m":[{"n":1};{"n":2}]}"#,
            vec![r#"{"n":1}"#, "!;", r#"{"n":2}"#],
        ),
        (
            r#"{"m":[{"n":1}]{"n":2}]}"#,
            vec![r#"{"n":1}"#, "!]", r#"{"n":2}"#],
        ),
        // The head and the tail.
        (
            r#"{"p":[{"x":1],"m":[{"n":1}]}"#,
            vec![r#"!{"p":[{"x":1],"m":["#, r#"{"n":1}"#],
        ),
        (
            r#"{"w":[{"n":1},{"n":2}]}"#,
            vec![r#"!{"w":["#, r#"{"n":1}"#, r#"{"n":2}"#],
        ),
        (
            r#"{"m":[{"n":1}],"t":x}"#,
            vec![r#"{"n":1}"#, r#"!],"t":x}"#],
        ),
        // The end is gone; the beginning is gone.
        (r#"{"m":[{"n":1},{"n":2"#, vec![r#"{"n":1}"#, r#"?{"n":2"#]),
        (r#""a"},{"n":2}]}"#, vec![r#"!"a"},"#, r#"{"n":2}"#]),
    ] {
        assert_eq!(read(text), found, "{text}");
    }
}

#[test]
fn brackets_that_people_type_are_no_elements() {
    for typed in [
        r#"},{\"n\":9}"#,
        r#"},{"#,
        r#"[{"#,
        r#"\\\",{\\\"n\\\":9},{"#,
    ] {
        let sound = format!(r#"{{"m":[{{"n":"{typed}"}},{{"n":2}}]}}"#);
        assert_eq!(read(&sound).len(), 2, "{sound}");
        assert_eq!(read(&sound)[1], r#"{"n":2}"#);
        // The quote before the typed text is lost.
        let damaged = sound.replacen(r#""n":""#, r#""n":_"#, 1);
        let found = read(&damaged);
        assert_eq!(found.last().map(String::as_str), Some(r#"{"n":2}"#));
        assert!(
            !found.iter().any(|f| f.starts_with(r#"{"n":9"#)),
            "{damaged}"
        );
    }
}

#[test]
fn a_search_in_hostile_brackets_ends() {
    let bomb = format!(r#"{{"m":[{}"#, r#"[{"a":"#.repeat(20_000));
    assert_eq!(read(&bomb).len(), 1);
    let deep = format!(
        r#"{{"m":[{}1{},{{"n":2}}]}}"#,
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    assert_eq!(read(&deep).len(), 2);
}

/// The cuts of sound files are the elements that a whole parser finds.
#[test]
fn the_cuts_of_sound_files_are_those_of_serde() {
    let text = r#" { "m" : [ {"n":"a\\\"}","p":[{"u":[[]]},{}]} , 5,null ,"\ud83d\ude00 سلام",[],
        {"n":-1e5}
      ] , "t" : {"m":[1]} } "#;
    let whole: serde_json::Value = serde_json::from_str(text).unwrap();
    let cuts: Vec<_> = read(text)
        .iter()
        .map(|piece| raw_value(piece.as_bytes()).unwrap())
        .collect();
    assert_eq!(whole["m"].as_array().unwrap().len(), cuts.len());
    for (cut, element) in cuts.iter().zip(whole["m"].as_array().unwrap()) {
        if !element["n"].is_number() {
            assert_eq!(cut, element);
        }
    }
}
