//! A download of several zips in a case: added, read again, sealed, verified.

use std::fs;

use super::parts;
use crate::support::program::{Ran, end, run, saboot};
use crate::support::temp::Temp;

fn case() -> Temp {
    let temp = Temp::new();
    for (name, bytes) in parts() {
        temp.put(&format!("given/{name}"), &bytes);
    }
    run(temp.path(), &["new", "case"]).ended(0);
    temp
}

fn on(temp: &Temp, arguments: &[&str]) -> Ran {
    let mut command = saboot(temp.path());
    end(command.args(arguments).args(["--case", "case"]))
}

#[test]
fn many_zips_are_added_rebuilt_sealed_and_verified_as_one_source() {
    let temp = case();
    on(&temp, &["add", "given"]).done();
    on(&temp, &["add", "given"]).done();
    let status = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(status["counts"]["sources"], 1, "{status}");
    assert_eq!(status["counts"]["members"], 7, "{status}");
    let journal = fs::read_to_string(temp.path().join("case/journal.jsonl")).unwrap();
    assert!(
        journal.contains("\"shape\":\"parts\"") && !journal.contains("sana"),
        "{journal}"
    );
    fs::remove_file(temp.path().join("case/index.sqlite")).unwrap();
    let again = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(again["counts"], status["counts"]);
    on(&temp, &["seal", "--yes"]).done();
    let bundle = temp.path().join("case/bundles/01/data");
    for name in ["S1-1.zip", "S1-2.zip", "S1-3.zip"] {
        assert!(bundle.join("originals").join(name).is_file(), "{name}");
    }
    let members = fs::read_to_string(bundle.join("members.csv")).unwrap();
    let row = members.lines().find(|l| l.starts_with("S1,5,")).unwrap();
    assert!(row.ends_with(",twice,2"), "{row}");
    run(temp.path(), &["verify", "case/bundles/01"]).ended(0);
}
