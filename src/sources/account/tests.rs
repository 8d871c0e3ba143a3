use std::sync::Arc;

use super::*;
use crate::model::{Export, SourceId};
#[test]
fn tmp_fixtures() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sources/account");
    let mut cases: Vec<_> = std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    fn walk(dir: &std::path::Path, prefix: &str, into: &mut Vec<(String, Vec<u8>)>) {
        for e in std::fs::read_dir(dir).unwrap() { let e = e.unwrap(); let n = format!("{prefix}{}", e.file_name().to_str().unwrap());
            if e.path().is_dir() { walk(&e.path(), &format!("{n}/"), into) } else { into.push((n, std::fs::read(e.path()).unwrap())) } }
    }
    for case in cases {
        let mut members = Vec::new();
        walk(&case.join("input"), "", &mut members);
        members.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let export = Export::from_memory("x.zip", members.clone());
        let media = MediaFiles::new(&export);
        println!("CASE {}", case.file_name().unwrap().to_str().unwrap());
        for (member, (name, bytes)) in export.members.iter().zip(&members) {
            if !recognize(name, bytes) { println!("MEDIA {name}"); continue; }
            let origin = Origin::of(SourceId::first(), member, true);
            let mut spans = Vec::new();
            let mut out = |record: Box<Record>| { spans.push(record.bytes); if record.kind != crate::model::Kind::Frame { println!("REC {}", serde_json::to_string(&*record).unwrap()) } };
            for note in read(bytes, &origin, &media, &mut out) { println!("NOTE {}", serde_json::to_string(&note).unwrap()); }
            spans.sort();
            let mut at = 0; for [a, b] in &spans { assert_eq!(*a, at, "{name}"); assert!(b > a); at = *b; } assert_eq!(at as usize, bytes.len(), "{name}");
            println!("FACTS {:?}", read_facts(name, bytes));
        }
    }
}
