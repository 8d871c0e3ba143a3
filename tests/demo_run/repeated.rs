//! The same command again, and the same command elsewhere.

use crate::support::program::{demo_case, end, first_command, has, root, saboot, tool, tree};
use crate::support::temp::Temp;

#[test]
fn a_second_run_on_the_finished_case_seals_nothing() {
    let temp = Temp::new();
    let case = temp.path().join("case");
    end(saboot(root()).args(first_command(&case))).done();
    let before = tree(&case);
    let again = end(saboot(root()).args(first_command(&case))).ended(0);
    assert!(again.out.contains("Nothing was sealed."), "{}", again.out);
    let after = tree(&case);
    for (name, bytes) in &before {
        // SQLite may write its own bookkeeping anew.
        if !name.starts_with("index.sqlite") {
            assert!(after.get(name) == Some(bytes), "{name} changed");
        }
    }
    let derived = |name: &&String| !name.starts_with("index.sqlite");
    assert_eq!(
        before.keys().filter(derived).count(),
        after.keys().filter(derived).count()
    );
}

#[test]
fn under_a_given_time_two_folders_get_the_same_bundle_and_the_same_papers() {
    let (one, other) = (Temp::new(), Temp::new());
    let cases = [demo_case(one.path()), demo_case(other.path())];
    for part in ["bundles", "out"] {
        let [left, right] = cases.each_ref().map(|case| tree(&case.join(part)));
        let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
            files.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(&left), names(&right));
        for (name, bytes) in &left {
            assert!(right[name] == *bytes, "{part}/{name} differs");
        }
    }
    // The seed and the id of a case are random, and in neither.
    let [left, right] = cases
        .each_ref()
        .map(|case| std::fs::read(case.join("secrets/salt-seed")).unwrap());
    assert_ne!(left, right);
    let about = std::fs::read_to_string(cases[0].join("case.json")).unwrap();
    let about: serde_json::Value = serde_json::from_str(&about).unwrap();
    let id = about["id"].as_str().unwrap();
    for (name, bytes) in tree(&cases[0].join("bundles")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(id), "{name} holds the id of the case");
    }
    if has("pdftotext", &["-v"]) {
        let text = tool(
            &cases[0].join("out/packet-01"),
            "pdftotext",
            &["-raw", "packet-en.pdf", "-"],
        );
        let text: String = text.split_whitespace().collect();
        assert!(text.contains("timegivenbytheoperator"));
    }
}
